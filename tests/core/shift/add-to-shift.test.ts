import { expect, it } from 'vitest'
import type { CashMovement } from '#core/cash/cash-movement.ts'
import { AssertionError } from '#core/errors/assert.ts'
import { bodyOf } from '#core/journal/body-of.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { addToShift, shiftEntryTypes } from '#core/shift/add-to-shift.ts'
import { addCashMovement, addRefund, addSale, NO_SALES } from '#core/shift/shift-totals.ts'
import { cashTender, completed, saleOf } from '#tests/core/refund/any-sold.ts'
import { accepted, discountedSale } from '#tests/core/sale/any-sale.ts'

const SHIFT = '019aa0c0-0000-7000-8000-000000000001'
const OTHER = '019aa0c0-0000-7000-8000-000000000002'

const sale = { ...saleOf(discountedSale.lines, (totalMinor) => [cashTender(totalMinor)]), shiftId: SHIFT }
const all = sale.lines.map(({ line, quantity }) => ({ line, quantity }))
const facts = { refundId: OTHER, reservationId: null, kind: 'refund', reason: 'x', isRestocked: false } as const
const refund = {
  ...completed(sale, NOTHING_REFUNDED, accepted(refundDraft(sale, NOTHING_REFUNDED, all, facts))),
  shiftId: SHIFT,
}
const moved: CashMovement = {
  movementId: OTHER,
  kind: 'drop',
  amountMinor: 500,
  reason: 'safe',
  operatorId: 7,
  shiftId: SHIFT,
}

const entry = (type: string, body: object): Pick<JournalEntry, 'type' | 'body'> => ({
  type,
  body: JSON.parse(JSON.stringify(body)) as JournalEntry['body'],
})

it('adds each entry of the shift by its type', () => {
  const entries = [
    entry('sale_completed', sale),
    entry('refund_completed', refund),
    entry('cash_moved', moved),
    entry('basket_cancelled', { saleId: OTHER, lines: [], totalMinor: 0, voidedLineCount: 3, shiftId: SHIFT }),
  ]
  const totals = entries.reduce((sum, one) => addToShift(sum, SHIFT, one), NO_SALES)
  const expected = addCashMovement(addRefund(addSale(NO_SALES, sale), refund), moved)
  expect(totals).toEqual({ ...expected, voidedLineCount: expected.voidedLineCount + 3 })
  expect(entries.map(({ type }) => type).toSorted()).toEqual(shiftEntryTypes.toSorted())
})

it('counts nothing of another shift, of other types, or of cancelled sales from before they were counted', () => {
  const entries = [
    entry('sale_completed', { ...sale, shiftId: OTHER }),
    entry('signed_in', { shiftId: SHIFT }),
    entry('basket_cancelled', { saleId: OTHER, lines: [], totalMinor: 0 }),
    entry('basket_cancelled', { saleId: OTHER, lines: [], totalMinor: 0, shiftId: SHIFT }),
  ]
  expect(entries.reduce((sum, one) => addToShift(sum, SHIFT, one), NO_SALES)).toEqual(NO_SALES)
})

it('an entry is read as nothing but what it is', () => {
  expect(bodyOf(entry('cash_moved', moved), 'cash_moved')).toEqual(moved)
  expect(() => bodyOf(entry('cash_moved', moved), 'sale_completed')).toThrow(AssertionError)
})
