import type Sqlite from 'better-sqlite3'
import type { CashMovement } from '#core/cash/cash-movement.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { addCashMovement, addRefund, addSale, NO_SALES } from '#core/shift/shift-totals.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'

/** What counts for a shift, by the type of its entry. The journal checked each body when it was written. */
const adders: Readonly<Record<string, (totals: ShiftTotals, body: JournalEntry['body']) => ShiftTotals>> = {
  sale_completed: (totals, body) => addSale(totals, body as unknown as Sale),
  refund_completed: (totals, body) => addRefund(totals, body as unknown as Refund),
  cash_moved: (totals, body) => addCashMovement(totals, body as unknown as CashMovement),
}

type SummedEntry = Pick<JournalEntry, 'type' | 'body'>

/** What a shift took, from the journal: the sum of its sales, refunds and movements of cash. */
export function readShiftTotals(connection: Sqlite.Database, shiftId: string, fromEntryNo: number): ShiftTotals {
  const types = Object.keys(adders)
    .map((type) => `'${type}'`)
    .join(', ')
  const texts = connection
    .prepare<[number], string>(
      `SELECT text FROM journal WHERE entry_no >= ? AND text ->> 'type' IN (${types}) ORDER BY entry_no`,
    )
    .pluck()
  let totals = NO_SALES
  for (const text of texts.iterate(fromEntryNo)) {
    const { type, body } = JSON.parse(text) as SummedEntry
    if (body['shiftId'] === shiftId) totals = adders[type]?.(totals, body) ?? totals
  }
  return totals
}
