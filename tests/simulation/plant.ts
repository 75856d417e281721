import { registerHooks } from 'node:module'

/** Bugs that somebody might make, each in one module that takes the place of the product's, and the module it replaces. */
export const plantedBugs = {
  'ack-before-commit': '#hub/ingest/journal.ts',
  'ack-skips-gaps': '#hub/ingest/ingest-batch.ts',
  'apply-twice': '#hub/ingest/ingest-batch.ts',
  'coupon-not-counted': '#hub/promotions/coupon-uses.ts',
  'drawer-before-commit': '#kiosk/effects/carry-out.ts',
  'held-taken-twice': '#hub/held/held-baskets.ts',
  'intent-after-charge': '#kiosk/store/payment-store.ts',
  'new-id-on-retry': '#kiosk/store/basket-store.ts',
  'points-kept': '#hub/customers/apply-to-balances.ts',
  'refund-ignores-earlier': '#hub/claims/read-refunded.ts',
  'release-though-written': '#kiosk/state/refund-settle.ts',
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
