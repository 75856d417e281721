import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Basket } from '#core/basket/basket.ts'
import { voidLine } from '#core/basket/change-basket.ts'
import { addWithDeposit, takeEmptiesBack } from '#core/basket/deposit.ts'
import { readHeldBasket } from '#core/basket/held-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { anySellableBasket, EMPTY, product } from '#tests/core/basket/any-basket.ts'

const taxGroup = { id: 1, name: 'None', isInclusive: true, rates: [] }
const deposit = { product: product({ id: 30, priceMinor: 25, rules: { isDeposit: true } }), taxGroup }

const must = (basket: Basket | DomainError): Basket => {
  if (basket instanceof DomainError) throw basket
  return basket
}

const bottle = must(
  addWithDeposit(
    EMPTY,
    { product: product({ id: 31 }), taxGroup },
    {
      code: '31',
      quantity: { unit: 'piece', count: 2 },
      quantitySource: 'keyed',
      unitPriceMinor: 199,
      priceSource: 'catalogue',
    },
    deposit,
  ),
)

const full: Basket = {
  ...must(takeEmptiesBack(bottle, deposit, { count: 3, code: '9000' })),
  openedLocal: { date: '2026-03-01', time: '14:30', weekday: 7, nowIso: '2026-03-01T14:30:00.000Z' },
  taxDate: '2026-03-01',
  customer: { id: 4, name: 'Jo', phoneEnd: '1234', groupIds: [1], loyaltyPoints: 3 },
  coupons: [
    { coupon: { id: 5, code: 'TEN', off: { kind: 'amount', amountMinor: 10 }, isActive: true, isStackable: true } },
  ],
  orderDiscount: { off: { kind: 'percent', ratePpm: 100_000 }, reason: 'Goodwill' },
  ageCheck: { ageLimitYears: 18, bornOnOrBefore: '2008-03-01', checkedBy: 5 },
  authorisations: [{ permission: 'sell_expired', authorisedBy: 7, line: 1 }],
}

test('a basket comes back from its JSON as it was', () => {
  expect(readHeldBasket(JSON.stringify(full))).toEqual(full)
  fc.assert(
    fc.property(anySellableBasket, (basket) => {
      expect(readHeldBasket(JSON.stringify(basket))).toEqual(JSON.parse(JSON.stringify(basket)))
    }),
  )
})

const [goods, itsDeposit, empties] = full.lines

test.each([
  ['no JSON', '{'],
  ['something else', '[]'],
  ['nothing in it', JSON.stringify(EMPTY)],
  ['only voided lines', JSON.stringify(must(voidLine(bottle, 1)))],
  ['no tax group', JSON.stringify({ ...full, taxGroups: [] })],
  ['a price below nothing', JSON.stringify({ ...full, lines: [{ ...goods, unitPriceMinor: -1 }] })],
  ['empties that cost', JSON.stringify({ ...full, lines: [goods, itsDeposit, { ...empties, unitPriceMinor: 1 }] })],
  ['a gap in its lines', JSON.stringify({ ...full, lines: [goods, empties] })],
  ['a deposit of nothing', JSON.stringify({ ...full, lines: [goods, { ...itsDeposit, depositOf: 9 }] })],
  ['a deposit of a deposit', JSON.stringify({ ...full, lines: [{ ...goods, depositOf: 2 }, itsDeposit] })],
  ['an unknown kind', JSON.stringify({ ...full, lines: [{ ...goods, kind: 'gift' }] })],
])('%s is no basket', (_what, text) => {
  expect(readHeldBasket(text)).toBeUndefined()
})

test('any text is read without a crash', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      expect(readHeldBasket(text)).toBeUndefined()
    }),
  )
})
