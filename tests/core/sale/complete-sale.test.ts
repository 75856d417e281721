import fc from 'fast-check'
import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { liveLines } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { completeSale } from '#core/sale/complete-sale.ts'
import { saleSchema } from '#core/sale/sale.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { changeMinor } from '#core/tender/tendering.ts'
import { EMPTY, anySellableBasket } from '#tests/core/basket/any-basket.ts'
import { anySaleOfBasket, cardTender, facts } from '#tests/core/sale/any-sale.ts'

describe('a completed sale', () => {
  it('passes the schema and adds up for the hub, whatever was in the basket', () => {
    fc.assert(
      fc.property(anySaleOfBasket, ({ sale }) => {
        expect(verifySale(sale)).toEqual([])
        expect(Check(saleSchema, sale)).toBe(true)
        expect(Check(saleSchema, JSON.parse(JSON.stringify(sale)))).toBe(true)
      }),
    )
  })

  it('keeps every line of the basket: sold or voided, each once', () => {
    fc.assert(
      fc.property(anySaleOfBasket, ({ basket, sale }) => {
        expect(sale.lines.map((line) => line.line)).toEqual(liveLines(basket).map((line) => line.line))
        const voided = basket.lines.filter((line) => line.isVoided)
        expect(sale.voidedLines).toEqual(
          voided.map(({ line, productId, code, name, quantity, unitPriceMinor }) => {
            return { line, productId, code, name, quantity, unitPriceMinor }
          }),
        )
        expect(sale).toMatchObject({ ...facts, saleId: basket.saleId, openedAt: basket.openedAt, heldBasketId: null })
      }),
    )
  })

  it('takes in exactly its total: given − change, over all tenders', () => {
    fc.assert(
      fc.property(anySaleOfBasket, ({ sale }) => {
        const cameIn = sale.tenders.reduce(
          (sum, tender) => sum + (tender.kind === 'cash' ? tender.givenMinor : tender.amountMinor),
          0,
        )
        expect(cameIn - changeMinor(sale.tenders)).toBe(sale.totals.totalMinor)
      }),
    )
  })

  it('is refused while a minor unit is missing or over', () => {
    fc.assert(
      fc.property(anySellableBasket, fc.constantFrom(-1, 1), (basket, offMinor) => {
        const { totalMinor } = priceBasket(basket, PLAIN_RULES).totals
        const tenders = [cardTender(totalMinor + offMinor)]
        expect(completeSale(basket, tenders, facts, PLAIN_RULES)).toMatchObject({
          code: 'tender_incomplete',
          details: { dueMinor: -offMinor },
        })
      }),
    )
  })

  it('is refused when there is nothing to sell', () => {
    expect(completeSale(EMPTY, [], facts, PLAIN_RULES)).toMatchObject({ code: 'basket_empty' })
  })

  it('names the hold it came from', () => {
    fc.assert(
      fc.property(anySellableBasket, (basket) => {
        const { totalMinor } = priceBasket(basket, PLAIN_RULES).totals
        const recalled = { ...basket, heldBasketId: 'b'.repeat(36) }
        expect(completeSale(recalled, [cardTender(totalMinor)], facts, PLAIN_RULES)).toMatchObject({
          heldBasketId: 'b'.repeat(36),
        })
      }),
    )
  })

  it('earns points on what was paid, but not on what points paid', () => {
    const rules = { ...PLAIN_RULES, loyalty: { earnPerMinor: 100, pointValueMinor: 2 } }
    const customer = { id: 7, name: 'Rosa Diaz', phoneEnd: '0142', groupIds: [], loyaltyPoints: 500 }
    fc.assert(
      fc.property(anySellableBasket, (basket) => {
        const { totalMinor } = priceBasket(basket, rules).totals
        const points = Math.min(150, Math.floor(totalMinor / 2))
        fc.pre(points > 0)
        const reservationId = 'c'.repeat(36)
        const paid = [
          { kind: 'points' as const, amountMinor: 2 * points, points, reservationId },
          cardTender(totalMinor - 2 * points),
        ]
        expect(completeSale({ ...basket, customer }, paid, facts, rules)).toMatchObject({
          loyalty: { pointsEarned: Math.floor((totalMinor - 2 * points) / 100), pointsBurned: points },
          reservationIds: [reservationId],
        })
        expect(completeSale(basket, paid, facts, rules)).not.toHaveProperty('loyalty')
        expect(completeSale({ ...basket, customer }, paid, facts, PLAIN_RULES)).not.toHaveProperty('loyalty')
      }),
    )
  })
})
