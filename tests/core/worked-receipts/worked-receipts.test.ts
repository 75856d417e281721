import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { priceBasket, type PricedBasket } from '#core/basket/price-basket.ts'
import { pointsFor } from '#core/customer/loyalty.ts'
import { roundCash } from '#core/money/round-cash.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import { refundTotals } from '#core/refund/refund-draft.ts'
import { refundLines } from '#core/refund/refund-lines.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { completeSale } from '#core/sale/complete-sale.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { accepted, cardTender, facts as saleFacts } from '#tests/core/sale/any-sale.ts'
import { isVoucher, workedBasket, workedNumbers } from '#tests/core/worked-receipts/worked-basket.ts'
import type { WorkedReceipt } from '#tests/core/worked-receipts/worked-receipt.ts'

const folder = new URL('.', import.meta.url)
const receipts = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as WorkedReceipt[])

const taxOf = (line: SaleLine): number => line.taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)

/** Only the figures that the source states, under the names that it has for them. */
const claimed = (asked: object, found: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.keys(asked).map((key) => [key, found[key]]))

const vouchersMinor = ({ coupons = [] }: WorkedReceipt): number =>
  coupons.filter(isVoucher).reduce((sum, coupon) => sum + (coupon.kind === 'amount' ? coupon.amountMinor : 0), 0)

const figuresOf = (receipt: WorkedReceipt, { lines, totals }: PricedBasket): Readonly<Record<string, number>> => {
  const vouchers = vouchersMinor(receipt)
  const totalMinor = totals.totalMinor - vouchers
  const cashDueMinor = roundCash(totalMinor, receipt.smallestCoinMinor ?? 1)
  return {
    subtotalMinor: lines.reduce((sum, line) => sum + lineAmountMinor(line.quantity, line.unitPriceMinor), 0),
    discountMinor: totals.discountMinor + vouchers,
    taxMinor: totals.taxMinor,
    totalMinor,
    cashDueMinor,
    roundingMinor: cashDueMinor - totalMinor,
  }
}

const soldAs = (receipt: WorkedReceipt): Sale => {
  const { basket, rules } = workedBasket(receipt, workedNumbers())
  const { totalMinor } = priceBasket(basket, rules).totals
  return accepted(completeSale(basket, [cardTender(totalMinor)], saleFacts, rules))
}

const named = (isAsked: (receipt: WorkedReceipt) => boolean) =>
  receipts.filter(isAsked).map((receipt) => [receipt.id, receipt] as const)

const price = (receipt: WorkedReceipt) => {
  const numbers = workedNumbers()
  const { basket, rules } = workedBasket(receipt, numbers)
  return { numbers, priced: priceBasket(basket, rules) }
}

describe('a published receipt', () => {
  it.each(named(() => true))('comes to its sums, in a sale that adds up: %s', (_id, receipt) => {
    const { lines: _lines, taxes: _taxes, pointsEarned: _points, ...sums } = receipt.expected
    expect(claimed(sums, figuresOf(receipt, price(receipt).priced))).toEqual(sums)
    expect(verifySale(soldAs(receipt))).toEqual([])
  })

  it.each(named(({ expected }) => expected.taxes !== undefined))('comes to its taxes: %s', (_id, receipt) => {
    const { numbers, priced } = price(receipt)
    for (const { rateId, ...tax } of receipt.expected.taxes ?? []) {
      const found = priced.taxes.filter((candidate) => candidate.rateId === numbers.rates.of(rateId))
      const netMinor = found.reduce((sum, share) => sum + share.netMinor, 0)
      const taxMinor = found.reduce((sum, share) => sum + share.taxMinor, 0)
      expect({ rateId, ...claimed(tax, { netMinor, taxMinor }) }).toEqual({ rateId, ...tax })
    }
  })

  it.each(named(({ expected }) => expected.lines !== undefined))('comes to its lines: %s', (_id, receipt) => {
    const { lines } = price(receipt).priced
    expect(lines).toHaveLength(receipt.expected.lines?.length ?? 0)
    for (const [index, asked] of (receipt.expected.lines ?? []).entries()) {
      const line = lines[index]
      const found = line === undefined ? {} : { ...line, taxMinor: taxOf(line) }
      expect({ index, ...claimed(asked, found) }).toEqual({ index, ...asked })
    }
  })

  it.each(named(({ expected }) => expected.pointsEarned !== undefined))('earns its points: %s', (_id, receipt) => {
    const { earnEveryMinor: earnPerMinor = 1, earnLevel } = receipt.loyalty ?? {}
    const { lines, totals } = price(receipt).priced
    const policy = { earnPerMinor, pointValueMinor: 1 }
    const each = lines.reduce((sum, { grossMinor }) => sum + pointsFor(grossMinor, policy), 0)
    // This shop's points are earned once for the receipt; an example by line is the sum of receipts of a line each.
    expect(earnLevel === 'line' ? each : pointsFor(totals.totalMinor, policy)).toBe(receipt.expected.pointsEarned)
  })

  it.each(named(({ refunds }) => refunds !== undefined))('gives back its amounts: %s', (_id, receipt) => {
    const sale = soldAs(receipt)
    let refunded = NOTHING_REFUNDED
    for (const { lines, expected } of receipt.refunds ?? []) {
      const asks = lines.map(({ index, count }) => ({ line: index + 1, quantity: { unit: 'piece' as const, count } }))
      const facts = { kind: 'return' as const, reason: 'example', isRestocked: true }
      const returned = accepted(refundLines(sale, refunded, asks, facts))
      expect(claimed(expected, { ...refundTotals(returned) })).toEqual(expected)
      refunded = addRefund(sale, refunded, { lines: returned, tenders: [] })
    }
  })
})
