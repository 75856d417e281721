import type { CashMovement } from '#core/cash/cash-movement.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { addCancelled, addCashMovement, addRefund, addSale } from '#core/shift/shift-totals.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'

type Adder = (totals: ShiftTotals, body: JournalEntry['body']) => ShiftTotals

// The journal checked each body when it was written.
const adders = {
  sale_completed: (totals, body) => addSale(totals, body as unknown as Sale),
  refund_completed: (totals, body) => addRefund(totals, body as unknown as Refund),
  basket_cancelled: (totals, body) => addCancelled(totals, body),
  cash_moved: (totals, body) => addCashMovement(totals, body as unknown as CashMovement),
} as const satisfies Record<string, Adder>

/** The types of entries that change what a shift took. */
export const shiftEntryTypes: readonly string[] = Object.keys(adders)

const isCounted = (type: string): type is keyof typeof adders => Object.hasOwn(adders, type)

/** A shift's totals after one more entry of the journal; one of another shift, or that counts for none, changes nothing. */
export function addToShift(
  totals: ShiftTotals,
  shiftId: string,
  { type, body }: Pick<JournalEntry, 'type' | 'body'>,
): ShiftTotals {
  return isCounted(type) && body['shiftId'] === shiftId ? adders[type](totals, body) : totals
}
