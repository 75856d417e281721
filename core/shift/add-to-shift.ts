import { bodyOf } from '#core/journal/body-of.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import { addCancelled, addCashMovement, addRefund, addSale } from '#core/shift/shift-totals.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'

type Entry = Pick<JournalEntry, 'type' | 'body'>
type Adder = (totals: ShiftTotals, entry: Entry) => ShiftTotals

const adders = {
  sale_completed: (totals, entry) => addSale(totals, bodyOf(entry, 'sale_completed')),
  refund_completed: (totals, entry) => addRefund(totals, bodyOf(entry, 'refund_completed')),
  basket_cancelled: (totals, entry) => addCancelled(totals, bodyOf(entry, 'basket_cancelled')),
  cash_moved: (totals, entry) => addCashMovement(totals, bodyOf(entry, 'cash_moved')),
} as const satisfies Record<string, Adder>

/** The types of entries that change what a shift took. */
export const shiftEntryTypes: readonly string[] = Object.keys(adders)

const isCounted = (type: string): type is keyof typeof adders => Object.hasOwn(adders, type)

/** A shift's totals after one more entry of the journal; one of another shift, or that counts for none, changes nothing. */
export function addToShift(totals: ShiftTotals, shiftId: string, entry: Entry): ShiftTotals {
  const { type, body } = entry
  return isCounted(type) && body['shiftId'] === shiftId ? adders[type](totals, entry) : totals
}
