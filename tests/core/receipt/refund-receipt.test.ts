import { expect, test } from 'vitest'
import type { Policy } from '#core/catalogue/policy.ts'
import { statusMarks } from '#core/receipt/receipt-head.ts'
import { refundReceipt, type RefundReceiptFacts } from '#core/receipt/refund-receipt.ts'
import { renderText } from '#core/receipt/render-text.ts'
import { saleReceipt } from '#core/receipt/sale-receipt.ts'
import type { Refund } from '#core/refund/refund.ts'
import { discountedSale } from '#tests/core/sale/any-sale.ts'

const policy: Policy = {
  id: 1,
  shopName: 'Corner Shop',
  shopAddress: ['1 High Street'],
  taxNumber: 'GB123',
  currency: 'USD',
  timeZone: 'Europe/London',
  receiptHeader: ['Open till ten'],
  receiptFooter: ['Thank you'],
  barcodePatterns: [],
  cashDenominationsMinor: [],
  idleLockSeconds: 0,
  unknownItemDepartmentId: null,
  tenderTypes: [
    {
      code: 'voucher',
      name: 'Paper Voucher',
      kind: 'voucher',
      isActive: true,
      givesChange: false,
      opensDrawer: false,
      needsReference: true,
      isRefundable: true,
    },
  ],
}

const uuid = '0197f9a0-0000-7000-8000-000000000001'

const line = (name: string, grossMinor: number): Refund['lines'][number] => ({
  line: 1,
  productId: 1,
  departmentId: null,
  code: '1',
  name,
  quantity: { unit: 'piece', count: 1 },
  discountMinor: 0,
  netMinor: grossMinor,
  grossMinor,
  taxGroupId: 1,
  taxes: [],
  reason: 'Faulty',
  isRestocked: true,
})

const refund: Refund = {
  refundId: uuid,
  kind: 'return',
  originalSaleId: uuid,
  originalReceiptLabel: 'T3-000123',
  reservationId: uuid,
  customerId: null,
  currency: 'USD',
  lines: [line('Milk', 250), { ...line('Apples', 425), quantity: { unit: 'gram', weightGrams: 850 } }],
  taxes: [{ rateId: 1, ratePpm: 200_000, name: 'VAT', netMinor: 562, taxMinor: 113 }],
  totals: { netMinor: 562, taxMinor: 113, discountMinor: 0, totalMinor: 675, itemCount: 2 },
  refundNumber: 12,
  refundLabel: 'T3-R000012',
  shiftId: null,
  operatorId: 7,
  operatorName: 'Asha',
  completedAt: '2026-03-01T09:05:00.000Z',
  tenders: [
    { kind: 'card', amountMinor: 200, intentId: uuid, approvalCode: '77', scheme: 'VISA', last4: '4242' },
    { kind: 'other', method: 'voucher', amountMinor: 100, reference: 'V-9' },
    { kind: 'other', method: 'points', amountMinor: 50, reference: null },
    { kind: 'exchange', amountMinor: 202, saleId: uuid },
    { kind: 'cash', amountMinor: 123, roundingMinor: 2 },
  ],
  pointsTakenBack: 6,
  pointsGivenBack: 5,
}

const textOf = (change: Partial<Refund> = {}, facts: Partial<RefundReceiptFacts> = {}): string =>
  renderText(
    refundReceipt({ ...refund, ...change }, { policy, localTime: '2026-03-01 09:05', isCopy: false, ...facts }),
  )

test('the receipt of a return says of what, why, and how the money went', () => {
  expect(textOf({}, { exchangeLabel: 'T3-000124' }).split('\n')).toEqual([
    '              Corner Shop',
    '             1 High Street',
    '             Tax no. GB123',
    '             Open till ten',
    '----------------------------------------',
    '                 RETURN',
    'T3-R000012              2026-03-01 09:05',
    'Of receipt T3-000123',
    'Exchanged for T3-000124',
    'Served by Asha',
    '----------------------------------------',
    'Milk                               -2.50',
    '  Faulty',
    'Apples                             -4.25',
    '  0.850 kg, Faulty',
    '----------------------------------------',
    'TOTAL USD                          -6.75',
    'To card VISA ****4242               2.00',
    '  Approval 77',
    'As paper voucher                    1.00',
    '  No. V-9',
    'As points                           0.50',
    'Kept for other goods                2.02',
    'Rounding                            0.02',
    'Paid out in cash                    1.25',
    'incl. VAT 20% on 5.62               1.13',
    'Points taken back                      6',
    'Points given back                      5',
    '----------------------------------------',
    '               Thank you',
    '               T3-R000012',
    '',
    '',
    '',
  ])
})

test('a copy is marked, and so are voids and returns without a receipt', () => {
  const text = textOf(
    { kind: 'void', originalReceiptLabel: null, pointsTakenBack: 0, pointsGivenBack: 0 },
    { isCopy: true },
  )
  expect(text).toMatch(/\*\*\* COPY \*\*\*[\s\S]* VOID\n[\s\S]*Without a receipt/u)
  expect(text).not.toContain('Points')
  const { pointsTakenBack: _taken, pointsGivenBack: _given, ...plain } = refund
  expect(renderText(refundReceipt({ ...plain, kind: 'refund' }, { policy, localTime: '', isCopy: false }))).toMatch(
    / REFUND\n(?![\s\S]*Points)/u,
  )
})

test('what coins did not round is not said', () => {
  expect(textOf({ tenders: [{ kind: 'cash', amountMinor: 675 }] })).not.toContain('Rounding')
})

test.each([
  ['voided', '*** VOIDED ***'],
  ['refunded', '*** REFUNDED ***'],
  ['returned', '*** REFUNDED ***'],
  ['partially_refunded', '*** PARTLY REFUNDED ***'],
  ['partially_returned', '*** PARTLY REFUNDED ***'],
])('the paper of a sale that is %s says so', (status, mark) => {
  const facts = { policy, localTime: '', isCopy: true, ...statusMarks(status), exchangeLabel: 'T3-R000012' }
  const text = renderText(saleReceipt(discountedSale, facts))
  expect(text).toContain(mark)
  expect(text).toContain('Exchanged for T3-R000012')
})

test('a sale of which nothing went back is not marked', () => {
  expect(statusMarks('completed')).toEqual({})
  expect(renderText(saleReceipt(discountedSale, { policy, localTime: '', isCopy: false }))).not.toMatch(
    /\*\*\* |Exchanged/u,
  )
})

test('a tax that an exempt buyer did not pay is in no price that goes back', () => {
  const taxes = [{ rateId: 1, ratePpm: 88_750, name: 'Sales tax', netMinor: 675, taxMinor: 0 }]
  const text = renderText(refundReceipt({ ...refund, taxes }, { policy, localTime: '2026-03-01 09:05', isCopy: false }))
  expect(text).toMatch(/^Sales tax 8.875% on 6.75 +0.00$/mu)
  expect(text).not.toContain('incl.')
})
