import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeSellingRules } from '#core/basket/selling-rules.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import { tinyProducts } from '#tests/support/tiny-catalogue.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling } from '#tests/support/tiny-till.ts'

const REFUND = action('refund')

test('without a receipt goods are worth what the same goods sell for now, offers too', () => {
  const { milk } = tinyProducts
  const twoMilks: Promotion = {
    id: 1,
    name: 'Two milks',
    isActive: true,
    offer: {
      kind: 'multi_buy',
      items: { kind: 'products', ids: [milk.id] },
      count: 2,
      priceMinor: 9_999,
    },
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.boolean(), (count, isExpired) => {
      const till = startSelling({ refunds: { daysMax: 10, cashMaxMinor: 90_000, withoutReceiptMaxMinor: 90_000 } })
      withHub(till)
      const window = { toDate: '2020-01-01' }
      till.shop.rules = makeSellingRules(till.shop.policy, [isExpired ? { ...twoMilks, window } : twoMilks])
      till.do({ type: 'catalogue_changed' }, `${count}*12⏎`, action('total'), action('cash'), '⏎')
      const soldMinor = till.shop.sales[0]?.totals.totalMinor
      till.do(REFUND, REFUND, `${count}*12⏎`, '⏎', '⏎', '⏎', '9⏎9999⏎', '+')
      expect(till.shop.refunds[0]?.totals.totalMinor).toBe(soldMinor)
      expect(soldMinor).toBe(isExpired ? count * 7_400 : Math.floor(count / 2) * 9_999 + (count % 2) * 7_400)
    }),
    { numRuns: 15 },
  )
})
