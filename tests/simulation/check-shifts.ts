import { canonicalJson } from '#core/journal/canonical-json.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { NOTHING_SOLD } from '#core/shift/shift-report.ts'
import { addCancelled, addCashMovement, addRefund, addSale, NO_SALES } from '#core/shift/shift-totals.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'
import { bodiesOf, ledgerOf, sumOf } from '#tests/simulation/ledger.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'
import { claim } from '#tests/simulation/violation.ts'

type Adder = (totals: ShiftTotals, body: unknown) => ShiftTotals

const adders: Readonly<Record<string, Adder>> = {
  sale_completed: (totals, body) => addSale(totals, body as Sale),
  refund_completed: (totals, body) => addRefund(totals, body as Refund),
  cash_moved: (totals, body) => addCashMovement(totals, body as EntryBodies['cash_moved']),
  basket_cancelled: (totals, body) => addCancelled(totals, body as EntryBodies['basket_cancelled']),
}

const totalsOf = (entries: readonly JournalEntry[], shiftId: string): ShiftTotals => {
  let totals = NO_SALES
  for (const { type, body } of entries) {
    const isOfShift = (body as { readonly shiftId?: string | null }).shiftId === shiftId
    if (isOfShift) totals = adders[type]?.(totals, body) ?? totals
  }
  return totals
}

/** What a till keeps of each shift is what its journal makes of it. */
export function checkShifts(till: SimTill, entries: readonly JournalEntry[]): void {
  for (const { shiftId } of bodiesOf(entries, 'shift_opened')) {
    const made = totalsOf(entries, shiftId)
    const kept = till.process.inspect(() => {
      const { shifts } = till.store()
      return shifts.closeOf(shiftId)?.totals ?? shifts.current()?.totals
    })
    const isSame = kept !== undefined && canonicalJson({ ...kept }) === canonicalJson({ ...made })
    claim(
      isSame,
      () => `${till.device.name} keeps ${JSON.stringify(kept)} of a shift whose entries make ${JSON.stringify(made)}.`,
    )
  }
}

/** Each shift that ended has one Z, numbered without a gap, and the last one's perpetual total is all that they sold. */
export function checkReports(till: SimTill, entries: readonly JournalEntry[]): void {
  const { name } = till.device
  const closed = new Set(bodiesOf(entries, 'shift_closed').map(({ shiftId }) => shiftId))
  const reports = bodiesOf(entries, 'shift_report').filter(({ kind }) => kind === 'z')
  const numbers = reports.map(({ reportNumber }) => reportNumber)
  claim(
    numbers.every((number, index) => number === index + 1) && reports.every(({ shiftId }) => closed.has(shiftId)),
    () => `${name}: Z reports are ${numbers.join(' ')} for ${closed.size} shifts that ended.`,
  )
  claim(reports.length === closed.size, () => `${name} has ${reports.length} Z reports of ${closed.size} shifts.`)
  const { sales, refunds } = ledgerOf(entries)
  const isClosed = ({ shiftId }: { readonly shiftId: string | null }): boolean =>
    shiftId !== null && closed.has(shiftId)
  const soldMinor = sumOf(sales.filter(isClosed), ({ totals }) => totals.totalMinor)
  const backMinor = sumOf(refunds.filter(isClosed), ({ totals }) => totals.totalMinor)
  const { salesMinor, refundsMinor, netMinor } = reports.at(-1)?.grandTotal ?? NOTHING_SOLD
  claim(
    salesMinor === soldMinor && refundsMinor === backMinor && netMinor === soldMinor - backMinor,
    () =>
      `${name}: the last Z has ${salesMinor} − ${refundsMinor} = ${netMinor} since the enrolment; ` +
      `it sold ${soldMinor} and gave ${backMinor} back.`,
  )
}

/** What moved in the drawers without a sale is at the hub, each once. */
export function checkCashAtHub(hub: SimHub, till: SimTill, entries: readonly JournalEntry[]): void {
  const moved = bodiesOf(entries, 'cash_moved')
  const [row] = hub.committed<{ count: number; total: number | null }>(
    'SELECT count(*) AS count, sum(amount_minor) AS total FROM cash_movements WHERE device_number = ?',
    till.device.deviceNumber,
  )
  const total = moved.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  claim(
    row?.count === moved.length && (row.total ?? 0) === total,
    () =>
      `The hub has ${row?.count} movements of cash of ${till.device.name}, ${row?.total}; it made ${moved.length}, ${total}.`,
  )
}
