import fc from 'fast-check'
import type { Basket } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { completeSale, type SaleFacts } from '#core/sale/complete-sale.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import { cashGivenMaxMinor, tenderCash } from '#core/tender/tendering.ts'
import { anySellableBasket } from '#tests/core/basket/any-basket.ts'

export const facts: SaleFacts = {
  receiptNumber: 123,
  receiptLabel: 'T3-000123',
  shiftId: '019aa0c0-0000-7000-8000-0000000000aa',
  operatorId: 5,
  operatorName: 'Asha',
  customerId: null,
  completedAt: '2026-03-01T09:05:00.000Z',
  currency: 'USD',
  catalogueRevision: 9,
}

export const cardTender = (amountMinor: number): Tender => ({
  kind: 'card',
  amountMinor,
  intentId: '019aa0c0-0000-7000-8000-0000000000cc',
  approvalCode: '001234',
  scheme: 'visa',
  last4: '4242',
})

export const otherTender = (amountMinor: number): Tender => ({
  kind: 'other',
  method: 'upi',
  amountMinor,
  reference: 'ref-1',
})

/** Throws where the rules say no: for sales that are known to be right. */
export const accepted = <T>(result: T | DomainError): T => {
  if (result instanceof DomainError) throw result
  return result
}

/** Pays a basket in two parts, by the shares given (0 to 1), and cash with something over. */
export const paidBasket = (basket: Basket, shares: { part: number; over: number; first: 'card' | 'other' }): Sale => {
  const { totalMinor } = priceBasket(basket, PLAIN_RULES).totals
  const firstMinor = Math.floor(totalMinor * shares.part)
  const dueMinor = totalMinor - firstMinor
  const overMinor = Math.floor((cashGivenMaxMinor(dueMinor) - dueMinor) * shares.over)
  const cash = accepted(tenderCash(dueMinor, dueMinor + overMinor))
  const first = shares.first === 'card' ? cardTender(firstMinor) : otherTender(firstMinor)
  return accepted(completeSale(basket, firstMinor === 0 ? [cash] : [first, cash], facts, PLAIN_RULES))
}

const anyShares = fc.record({
  part: fc.constantFrom(0, 0.25, 0.5, 0.999),
  over: fc.constantFrom(0, 0.01, 1),
  first: fc.constantFrom('card' as const, 'other' as const),
})

/** A sale as the till makes it, with the basket it was made of. */
export const anySaleOfBasket: fc.Arbitrary<{ basket: Basket; sale: Sale }> = fc
  .tuple(anySellableBasket, anyShares)
  .map(([basket, shares]) => ({ basket, sale: paidBasket(basket, shares) }))

export const anySale = anySaleOfBasket.map(({ sale }) => sale)

/** Two pieces at 10.00 with 1.00 off and 10 % tax on top, paid by card: what a sale with a discount looks like. */
export const discountedSale: Sale = {
  ...facts,
  saleId: '019aa0c0-0000-7000-8000-0000000000dd',
  openedAt: '2026-03-01T09:00:00.000Z',
  heldBasketId: null,
  lines: [
    {
      line: 1,
      productId: 7,
      departmentId: null,
      code: '7',
      name: 'Wine',
      quantity: { unit: 'piece', count: 2 },
      quantitySource: 'keyed',
      unitPriceMinor: 1_000,
      priceSource: 'catalogue',
      discountMinor: 100,
      netMinor: 1_900,
      grossMinor: 2_090,
      taxGroupId: 1,
      taxes: [{ rateId: 1, ratePpm: 100_000, taxMinor: 190 }],
    },
  ],
  voidedLines: [],
  tenders: [cardTender(2_090)],
  totals: { subtotalMinor: 2_000, discountMinor: 100, taxMinor: 190, totalMinor: 2_090, itemCount: 2 },
  taxes: [{ rateId: 1, ratePpm: 100_000, netMinor: 1_900, taxMinor: 190, name: 'VAT' }],
}
