import type { PlantedBug } from '#tests/simulation/plant.ts'
import type { Profile } from '#tests/simulation/weights.ts'

/** A run that catches a planted bug, and by which invariant. */
export interface PlantedRun {
  readonly seed: number
  readonly hours: number
  readonly profile: Profile
  /** What the invariant says. */
  readonly says: RegExp
}

const on = (seed: number, says: RegExp): PlantedRun => ({ seed, hours: 0.2, profile: 'normal', says })
const onOldDisks = (seed: number, says: RegExp): PlantedRun => ({ seed, hours: 0.3, profile: 'rollback', says })

/** Each planted bug, with a seed from 1 to 20 that catches it. */
export const plantedRuns: Readonly<Record<PlantedBug, PlantedRun>> = {
  'ack-before-commit': on(1, /The hub says that it holds/u),
  'ack-skips-gaps': on(1, /The hub says that it holds/u),
  'anchor-left-out': on(12, /entries up to .* have no anchor/u),
  'anchor-misplaced': on(5, /the journal does not verify: .*anchor_misplaced/u),
  'apply-twice': on(1, /The hub noted: sale_twice/u),
  'coupon-not-counted': on(1, /The hub counts \S+ uses/u),
  'drawer-before-commit': on(1, /opened the drawer/u),
  'held-taken-twice': on(12, /was recalled twice/u),
  'intent-after-charge': on(12, /the terminal took .* and nobody knows of it/u),
  'new-id-on-retry': on(1, /sold one basket twice/u),
  'no-rewind': onOldDisks(6, /does not come to rest/u),
  'normal-sync': on(4, /says that its disk went back, and it did not/u),
  'number-skipped': on(1, /receipts are not numbered without a gap/u),
  'parent-missing': on(1, /does not come to rest/u),
  'points-kept': on(5, /points at the hub; the movements make/u),
  'print-before-commit': on(1, /printed .* before it was on the disk/u),
  'pruned-too-early': on(1, /lost the sale/u),
  'refund-after-send': on(3, /of line .* went back, and .* were sold/u),
  'refund-ignores-earlier': on(3, /of line .* went back, and .* were sold/u),
  'release-though-written': on(3, /The hub noted: reservation_released/u),
  'seq-reused': onOldDisks(1, /The hub noted: fork/u),
  'stock-last-writer-wins': on(1, /Stock of \d+ is .* its movements make/u),
  'timestamp-ids': on(5, /opened the drawer/u),
  'trust-puback': on(1, /believes that the hub holds/u),
  'unclaimed-in-memory': on(11, /to give back, and its journal|closed a shift with money that is not its own/u),
}
