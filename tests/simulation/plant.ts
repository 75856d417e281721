import { registerHooks } from 'node:module'

/** Bugs that somebody might make, each in one module that takes the place of the product's, and the module it replaces. */
export const plantedBugs = {
  'ack-before-commit': '#hub/ingest/journal.ts',
  'ack-skips-gaps': '#hub/ingest/ingest-batch.ts',
  'anchor-left-out': '#kiosk/store/journal-store.ts',
  'anchor-misplaced': '#hub/ingest/hub-stream.ts',
  'apply-twice': '#hub/ingest/ingest-batch.ts',
  'coupon-not-counted': '#hub/promotions/coupon-uses.ts',
  'drawer-before-commit': '#kiosk/effects/carry-out.ts',
  'held-taken-twice': '#hub/held/held-baskets.ts',
  'intent-after-charge': '#kiosk/store/payment-store.ts',
  'new-id-on-retry': '#kiosk/store/basket-store.ts',
  'no-rewind': '#core/journal/replication.ts',
  'normal-sync': '#kiosk/store/open-database.ts',
  'number-skipped': '#kiosk/store/number-series.ts',
  'parent-missing': '#kiosk/store/journal-store.ts',
  'points-kept': '#hub/customers/apply-to-balances.ts',
  'print-before-commit': '#kiosk/effects/carry-out.ts',
  'pruned-too-early': '#core/journal/pruning.ts',
  'refund-after-send': '#kiosk/store/replication-store.ts',
  'refund-ignores-earlier': '#hub/claims/read-refunded.ts',
  'release-though-written': '#kiosk/state/refund-settle.ts',
  'seq-reused': '#kiosk/store/journal-store.ts',
  'stock-last-writer-wins': '#hub/stock/project-stock.ts',
  'timestamp-ids': '#kiosk/effects/till-world.ts',
  'trust-puback': '#kiosk/link/link-journal.ts',
  'unclaimed-in-memory': '#kiosk/store/payment-store.ts',
} as const

/** The name of a bug. */
export type PlantedBug = keyof typeof plantedBugs

export const isPlantedBug = (name: string): name is PlantedBug => Object.hasOwn(plantedBugs, name)

/** Puts a bug into the product's place, for everything that is imported from now on. */
export function plant(bug: PlantedBug): void {
  const url = new URL(`planted/${bug}.ts`, import.meta.url).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === plantedBugs[bug] && context.parentURL !== url
        ? { url, format: 'module-typescript', shortCircuit: true }
        : next(specifier, context),
  })
}
