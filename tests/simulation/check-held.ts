import type { JournalEntry } from '#core/journal/entry.ts'
import { bodiesOf } from '#tests/simulation/ledger.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'
import { claim } from '#tests/simulation/violation.ts'

/** What one till did with baskets that were set aside. */
export interface HeldRecord {
  readonly till: SimTill
  readonly entries: readonly JournalEntry[]
}

/**
 * A basket that was set aside is recalled once. While the hub is away a till recalls its own by its own word: then, and
 * only then, may another have it too.
 */
export function checkHeld(records: readonly HeldRecord[]): void {
  const held = new Map<string, string>()
  for (const { till, entries } of records) {
    for (const { heldBasketId } of bodiesOf(entries, 'basket_held')) held.set(heldBasketId, till.device.name)
  }
  const recalled = new Map<string, SimTill[]>()
  for (const { till, entries } of records) {
    for (const { heldBasketId } of bodiesOf(entries, 'basket_recalled')) {
      recalled.set(heldBasketId, [...(recalled.get(heldBasketId) ?? []), till])
    }
  }
  for (const [heldBasketId, tills] of recalled) {
    const owner = held.get(heldBasketId)
    claim(owner !== undefined, () => `${heldBasketId} was recalled and never set aside.`)
    const byHub = tills.filter((till) => till.device.name !== owner || !till.recalledAlone.has(heldBasketId))
    const names = tills.map(({ device }) => device.name).join(' and ')
    claim(byHub.length <= 1, () => `${heldBasketId} of ${owner} was recalled twice: at ${names}.`)
    claim(new Set(tills).size === tills.length, () => `${heldBasketId} was recalled twice at one till: ${names}.`)
  }
}
