import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { refundAskSchema, refundKindSchema, refundSchema } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED, refundedSchema, type Refunded } from '#core/refund/refunded.ts'
import { withChange } from '#tests/support/with-change.ts'

const ID = '019aa0c0-0000-7000-8000-0000000000ee'

const card = { kind: 'card', amountMinor: 300, intentId: ID, approvalCode: '1', scheme: 'visa', last4: '4242' }

const line = {
  line: 1,
  productId: 7,
  departmentId: 2,
  code: '7',
  name: 'Wine',
  quantity: { unit: 'piece', count: 1 },
  discountMinor: 50,
  netMinor: 950,
  grossMinor: 1_045,
  taxGroupId: 1,
  taxes: [{ rateId: 1, ratePpm: 100_000, taxMinor: 95 }],
  reason: 'broken',
  isRestocked: true,
}

const refund = {
  refundId: ID,
  kind: 'return',
  originalSaleId: ID,
  originalReceiptLabel: 'T3-000123',
  reservationId: ID,
  customerId: 4,
  currency: 'USD',
  lines: [line],
  taxes: [{ rateId: 1, ratePpm: 100_000, netMinor: 950, taxMinor: 95, name: 'VAT' }],
  totals: { netMinor: 950, taxMinor: 95, discountMinor: 50, totalMinor: 1_045, itemCount: 1 },
  authorisations: [{ permission: 'refund_sales', authorisedBy: 4 }],
  pointsTakenBack: 3,
  pointsGivenBack: 2,
  refundNumber: 12,
  refundLabel: 'T3-R000012',
  shiftId: ID,
  operatorId: 5,
  operatorName: 'Asha',
  completedAt: '2026-03-02T09:05:00.000Z',
  tenders: [
    { kind: 'cash', amountMinor: 300, roundingMinor: -2 },
    card,
    { kind: 'other', method: 'store_credit', amountMinor: 300, reference: null },
    { kind: 'exchange', amountMinor: 145, saleId: ID },
  ],
  exchangeSaleId: ID,
  employeeId: 'emp-9',
}

const copies = (count: number, item: unknown): unknown[] => Array<unknown>(count).fill(item)

describe('the journal takes a refund', () => {
  it('with all that it may say', () => {
    expect(Check(refundSchema, refund)).toBe(true)
  })

  it.each([
    ['kind', 'refund'],
    ['kind', 'void'],
    ['originalSaleId', null],
    ['originalReceiptLabel', null],
    ['originalReceiptLabel', 'x'.repeat(32)],
    ['reservationId', null],
    ['customerId', null],
    ['customerId', 1],
    ['shiftId', null],
    ['operatorId', 1],
    ['lines', copies(500, line)],
    ['lines.0.productId', null],
    ['lines.0.departmentId', null],
    ['lines.0.line', 500],
    ['lines.0.code', 'x'.repeat(64)],
    ['lines.0.quantity', { unit: 'gram', weightGrams: 250 }],
    ['lines.0.taxes', []],
    ['lines.0.isRestocked', false],
    ['taxes', copies(64, refund.taxes[0])],
    ['tenders', copies(20, refund.tenders[0])],
    ['tenders.0.amountMinor', 0],
    ['tenders.0.roundingMinor', undefined],
    ['tenders.2.method', `a${'_'.repeat(31)}`],
    ['tenders.2.reference', 'x'.repeat(128)],
    ['totals.itemCount', 0],
    ['authorisations', undefined],
    ['authorisations', copies(16, refund.authorisations[0])],
    ['pointsTakenBack', 0],
    ['pointsGivenBack', 0],
    ['pointsTakenBack', undefined],
    ['pointsGivenBack', undefined],
    ['refundNumber', 1],
    ['refundNumber', 999_999_999],
    ['refundLabel', 'x'.repeat(32)],
    ['operatorName', 'x'.repeat(100)],
    ['completedAt', 'x'.repeat(32)],
    ['exchangeSaleId', undefined],
    ['employeeId', undefined],
    ['employeeId', 'x'.repeat(64)],
  ])('whose %s is at its edge (case %#)', (path, value) => {
    expect(Check(refundSchema, withChange(refund, path, value))).toBe(true)
  })

  it.each([
    ['refundId', 'not-an-id'],
    ['kind', 'credit'],
    ['kind', ''],
    ['originalSaleId', 'T3-000123'],
    ['originalReceiptLabel', 'x'.repeat(33)],
    ['originalReceiptLabel', undefined],
    ['reservationId', ''],
    ['customerId', 0],
    ['currency', 'usd'],
    ['lines', []],
    ['lines', copies(501, line)],
    ['lines.0.line', 0],
    ['lines.0.line', 501],
    ['lines.0.productId', 0],
    ['lines.0.departmentId', 0],
    ['lines.0.code', 'x'.repeat(65)],
    ['lines.0.name', 'x'.repeat(1_000)],
    ['lines.0.quantity.count', 0],
    ['lines.0.taxGroupId', 0],
    ['lines.0.taxes', copies(33, line.taxes[0])],
    ['lines.0.reason', ''],
    ['lines.0.grossMinor', 10.5],
    ['lines.0.isRestocked', undefined],
    ['taxes', copies(65, refund.taxes[0])],
    ['totals.itemCount', -1],
    ['totals.totalMinor', undefined],
    ['authorisations', copies(17, refund.authorisations[0])],
    ['pointsTakenBack', -1],
    ['pointsGivenBack', -1],
    ['refundNumber', 0],
    ['refundNumber', 1_000_000_000],
    ['refundLabel', 'x'.repeat(33)],
    ['shiftId', 'morning'],
    ['operatorId', 0],
    ['operatorName', 'x'.repeat(101)],
    ['completedAt', 'x'.repeat(33)],
    ['tenders', copies(21, refund.tenders[0])],
    ['tenders.0.amountMinor', -1],
    ['tenders.0.roundingMinor', 0.5],
    ['tenders.0.kind', 'gold'],
    ['tenders.0.kind', ''],
    ['tenders.1.amountMinor', -1],
    ['tenders.1.intentId', undefined],
    ['tenders.2.method', '9lives'],
    ['tenders.2.method', `a${'_'.repeat(32)}`],
    ['tenders.2.amountMinor', -1],
    ['tenders.2.reference', 'x'.repeat(129)],
    ['tenders.2.reference', undefined],
    ['tenders.3.amountMinor', -1],
    ['tenders.3.saleId', 'later'],
    ['exchangeSaleId', 'later'],
    ['employeeId', 'x'.repeat(65)],
  ])('but not one whose %s is beyond it (case %#)', (path, value) => {
    expect(Check(refundSchema, withChange(refund, path, value))).toBe(false)
  })

  it('and knows the kinds of refund', () => {
    expect(['refund', 'return', 'void', ''].map((kind) => Check(refundKindSchema, kind))).toEqual([
      true,
      true,
      true,
      false,
    ])
  })

  it('and is asked for lines by number and quantity', () => {
    const ask = { line: 1, quantity: { unit: 'piece', count: 1 } }
    expect(Check(refundAskSchema, ask)).toBe(true)
    expect(Check(refundAskSchema, { ...ask, line: 0 })).toBe(false)
    expect(Check(refundAskSchema, { line: 1 })).toBe(false)
    expect(Check(refundAskSchema, {})).toBe(false)
  })
})

describe('what went back so far', () => {
  const so: Refunded = {
    lines: [{ line: 500, amount: 2, grossMinor: 5, discountMinor: 1, taxesMinor: [1] }],
    tenders: [{ index: 19, amountMinor: 5 }],
    pointsTakenBack: 1,
    pointsGivenBack: 2,
  }

  it('is nothing at first', () => {
    expect(NOTHING_REFUNDED).toEqual({ lines: [], tenders: [], pointsTakenBack: 0, pointsGivenBack: 0 })
    expect(Check(refundedSchema, NOTHING_REFUNDED)).toBe(true)
    expect(Check(refundedSchema, so)).toBe(true)
  })

  it.each([
    ['lines.0.line', 501],
    ['lines.0.amount', -1],
    ['lines.0.amount', undefined],
    ['lines.0.grossMinor', -1],
    ['lines.0.discountMinor', -1],
    ['lines.0.taxesMinor', [-1]],
    ['lines.0.taxesMinor', copies(33, 1)],
    ['lines', copies(501, so.lines[0])],
    ['tenders.0.index', -1],
    ['tenders.0.index', 20],
    ['tenders.0.index', undefined],
    ['tenders.0.amountMinor', -1],
    ['tenders', copies(21, so.tenders[0])],
    ['pointsTakenBack', -1],
    ['pointsGivenBack', undefined],
  ])('has no %s that cannot be (case %#)', (path, value) => {
    expect(Check(refundedSchema, withChange(so, path, value))).toBe(false)
  })

  it.each(['lines.0.grossMinor', 'lines.0.discountMinor', 'lines.0.taxesMinor'])('may leave out %s', (path) => {
    expect(Check(refundedSchema, withChange(so, path, undefined))).toBe(true)
  })
})
