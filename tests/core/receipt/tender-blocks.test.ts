import { expect, test } from 'vitest'
import type { Policy } from '#core/catalogue/policy.ts'
import { currencyOf } from '#core/money/currency.ts'
import { renderText } from '#core/receipt/render-text.ts'
import { tenderBlocks } from '#core/receipt/tender-blocks.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import { discountedSale } from '#tests/core/sale/any-sale.ts'

const policy: Policy = {
  id: 1,
  shopName: 'Corner Shop',
  shopAddress: [],
  taxNumber: null,
  currency: 'CHF',
  timeZone: 'Europe/Zurich',
  receiptHeader: [],
  receiptFooter: [],
  barcodePatterns: [],
  cashDenominationsMinor: [],
  idleLockSeconds: 0,
  unknownItemDepartmentId: null,
  tenderTypes: [
    {
      code: 'eur',
      name: 'Euros',
      kind: 'foreign_cash',
      isActive: true,
      givesChange: true,
      opensDrawer: true,
      needsReference: false,
      isRefundable: false,
      currency: 'EUR',
      ratePpm: 940_000,
    },
  ],
}

const linesOf = (...tenders: Tender[]): string[] =>
  renderText(tenderBlocks(tenders, policy, currencyOf('CHF')), 30)
    .trimEnd()
    .split('\n')

test('cash: what coins rounded, what was given, the change', () => {
  expect(linesOf({ kind: 'cash', amountMinor: 492, givenMinor: 1_000, changeMinor: 510, roundingMinor: -2 })).toEqual([
    'Rounding                 -0.02',
    'Cash                     10.00',
    'Change                    5.10',
  ])
})

test('cash that only goes out is no payment', () => {
  expect(linesOf({ kind: 'cash', amountMinor: -252, givenMinor: 0, changeMinor: 250, roundingMinor: 2 })).toEqual([
    'Rounding                  0.02',
    'Paid out in cash          2.50',
  ])
})

test('a tender of the shop’s list by its name, with what was given of it, its number, and what came back', () => {
  const foreign = { currency: 'EUR', ratePpm: 940_000, givenMinor: 2_000 }
  const euros = { kind: 'other', method: 'eur', amountMinor: 1_233, reference: null, changeMinor: 645 } as const
  expect(linesOf({ ...euros, roundingMinor: 2, foreign })).toEqual([
    'Rounding                  0.02',
    'Euros                    18.80',
    '  EUR given              20.00',
    'Change                    6.45',
  ])
  const voucher = { kind: 'other', method: 'voucher', amountMinor: 800, reference: 'V-1', lostMinor: 200 } as const
  expect(linesOf(voucher)).toEqual(['voucher                  10.00', '  No. V-1', '  Not paid out           -2.00'])
})

test('the hub sees foreign money that does not add up', () => {
  const foreign = { currency: 'EUR', ratePpm: 940_000, givenMinor: 3_000 }
  const right: Tender = { kind: 'other', method: 'eur', amountMinor: 2_090, reference: null, changeMinor: 730, foreign }
  expect(verifySale({ ...discountedSale, tenders: [right] })).toEqual([])
  expect(verifySale({ ...discountedSale, tenders: [{ ...right, changeMinor: 735 }] })).toEqual([
    'what was given − change is not what it pays',
  ])
})

test('points and what was brought back say what they are', () => {
  const reservationId = '019aa0c0-0000-7000-8000-0000000000aa'
  const refundId = '019aa0c0-0000-7000-8000-0000000000ab'
  expect(linesOf({ kind: 'points', amountMinor: 120, points: 60, reservationId })[0]).toBe(
    '60 points                 1.20',
  )
  expect(linesOf({ kind: 'exchange', amountMinor: 250, refundId })[0]).toMatch(/^\S.* 2\.50$/u)
})
