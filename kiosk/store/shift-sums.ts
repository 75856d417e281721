import type Sqlite from 'better-sqlite3'
import type { JournalEntry } from '#core/journal/entry.ts'
import { addToShift, shiftEntryTypes } from '#core/shift/add-to-shift.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'

const TYPES = shiftEntryTypes.map((type) => `'${type}'`).join(', ')

/** What a shift took: `before`, and from the journal the sum of its sales, refunds and movements of cash since. */
export function readShiftTotals(
  connection: Sqlite.Database,
  { shiftId, fromEntryNo }: { readonly shiftId: string; readonly fromEntryNo: number },
  before: ShiftTotals,
): ShiftTotals {
  const texts = connection
    .prepare<[number], string>(
      `SELECT text FROM journal WHERE entry_no >= ? AND text ->> 'type' IN (${TYPES}) ORDER BY entry_no`,
    )
    .pluck()
  let totals = before
  for (const text of texts.iterate(fromEntryNo)) {
    totals = addToShift(totals, shiftId, JSON.parse(text) as Pick<JournalEntry, 'type' | 'body'>)
  }
  return totals
}
