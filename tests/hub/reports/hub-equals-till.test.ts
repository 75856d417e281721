import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addRefund as addToRefunded } from '#core/refund/add-refund.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { addRefund, addSale, NO_SALES } from '#core/shift/shift-totals.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { anySold } from '#tests/core/refund/any-sold.ts'
import { openTill, refundOf, type KnownTill } from '#tests/hub/claims/claims-fixture.ts'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
let till: KnownTill
beforeAll(async () => {
  hub = await openTestHub()
  till = await openTill(hub, 'T1', 1)
})
afterAll(() => hub.close())

const sumBy = <T>(items: readonly T[], keyOf: (item: T) => string, amountOf: (item: T) => number) => {
  const sums: Record<string, number> = {}
  for (const item of items) sums[keyOf(item)] = (sums[keyOf(item)] ?? 0) + amountOf(item)
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0))
}
const cents = (amount: number): number => Math.round(amount * 100)

test('whatever a till sells and gives back, the hub’s report is the till’s to the cent', async () => {
  let totals = NO_SALES
  let receiptNumber = 0
  let refundNumber = 0
  const sell = async (sold: Sale): Promise<Sale> => {
    receiptNumber += 1
    const receiptLabel = `T1-${String(receiptNumber).padStart(6, '0')}`
    const sale = { ...sold, saleId: newUuid(), receiptNumber, receiptLabel }
    await till.send('sale_completed', sale)
    totals = addSale(totals, sale)
    return sale
  }
  const giveBack = async (
    sale: Sale,
    refunded: Refunded,
    kind: 'refund' | 'return' | 'void',
    part: number,
  ): Promise<Refunded> => {
    const lines = refundableOf(sale, refunded).lines.slice(0, part)
    if (lines.length === 0) return refunded
    refundNumber += 1
    const refund = { ...refundOf(sale, [...lines], { refunded, kind }), refundNumber }
    await till.send('refund_completed', refund)
    totals = addRefund(totals, refund)
    return addToRefunded(sale, refunded, refund)
  }
  const anyDay = fc.array(
    fc.record({
      sold: anySold,
      kind: fc.constantFrom('none', 'refund', 'return', 'void'),
      part: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  await fc.assert(
    fc.asyncProperty(anyDay, async (day) => {
      for (const { sold, kind, part } of day) {
        const sale = await sell(sold)
        if (kind === 'none') continue
        const refunded = await giveBack(sale, NOTHING_REFUNDED, kind, part)
        if (kind !== 'void') await giveBack(sale, refunded, 'return', 4)
      }
      const { json: summary } = await hub.ask<Record<string, number>>('GET', '/api/v1/reports/summary')
      expect(cents(summary['total_revenue'] ?? 0)).toBe(totals.grossMinor - totals.refundMinor)
      expect(cents(summary['total_tax'] ?? 0)).toBe(totals.taxMinor - totals.refundTaxMinor)
      expect(cents((summary['refund_amount'] ?? 0) + (summary['return_amount'] ?? 0))).toBe(
        totals.refundMinor - totals.voidMinor,
      )
      const { json: payments } = await hub.ask<{ data: { method: string; revenue: number }[] }>(
        'GET',
        '/api/v1/reports/sales-by-payment',
      )
      const paid = [
        ...totals.payments.map(({ method, amountMinor }) => ({ method, amountMinor })),
        ...totals.refundPayments.map(({ method, amountMinor }) => ({ method, amountMinor: -amountMinor })),
      ]
      expect(
        sumBy(
          payments.data,
          ({ method }) => method,
          ({ revenue }) => cents(revenue),
        ),
      ).toEqual(
        sumBy(
          paid,
          ({ method }) => method,
          ({ amountMinor }) => amountMinor,
        ),
      )
      const { json: taxes } = await hub.ask<{
        data: { rate_id: number; rate: string; subtotal: number; tax: number }[]
      }>('GET', '/api/v1/reports/taxes')
      const due = [
        ...totals.taxes,
        ...totals.refundTaxes.map((tax) => ({
          rateId: tax.rateId,
          ratePpm: tax.ratePpm,
          netMinor: -tax.netMinor,
          taxMinor: -tax.taxMinor,
        })),
      ]
      const rateOf = ({ rateId, ratePpm }: { rateId: number; ratePpm: number }): string =>
        `${rateId} at ${ratePpm / 10_000}%`
      expect(
        sumBy(
          taxes.data,
          (row) => `${row.rate_id} at ${row.rate}`,
          ({ tax }) => cents(tax),
        ),
      ).toEqual(sumBy(due, rateOf, ({ taxMinor }) => taxMinor))
      expect(
        sumBy(
          taxes.data,
          (row) => `${row.rate_id} at ${row.rate}`,
          ({ subtotal }) => cents(subtotal),
        ),
      ).toEqual(sumBy(due, rateOf, ({ netMinor }) => netMinor))
    }),
    { numRuns: 15 },
  )
})
