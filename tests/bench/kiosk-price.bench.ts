import type { Basket } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { pricePromotions } from '#core/promotion/price-promotions.ts'
import type { PromotionInput } from '#core/promotion/promotion-input.ts'
import { type Bench, type Metric, atMost } from '#tests/bench/bench.ts'
import { shopBasket, worstBaskets } from '#tests/bench/promotion-baskets.ts'
import { percentile } from '#tests/bench/statistics.ts'
import { cpuMicroseconds } from '#tests/bench/till-of.ts'
import { basketOf, shelfProducts } from '#tests/kiosk/store/till-fixture.ts'

const LINES = 30
const BLOCKS = 60
const BLOCK = 2_000
const WORST_RUNS = 25

/** Microseconds for one run of `work`, median of blocks, and the same as a ratio to a floor in the same blocks. */
const interleaved = (work: () => void, floor: () => void): { readonly time: number; readonly ratio: number } => {
  const times: number[] = []
  const ratios: number[] = []
  for (let turn = 0; turn < BLOCKS; turn++) {
    const ours = cpuMicroseconds(() => {
      for (let time = 0; time < BLOCK; time++) work()
    })
    const floors = cpuMicroseconds(() => {
      for (let time = 0; time < BLOCK; time++) floor()
    })
    times.push(ours / BLOCK)
    ratios.push(ours / Math.max(1, floors))
  }
  return { time: percentile(times, 0.5), ratio: percentile(ratios, 0.5) }
}

const worst = (): Metric[] =>
  worstBaskets().map(({ name, input }) => {
    const times = Array.from({ length: WORST_RUNS }, () => cpuMicroseconds(() => pricePromotions(input)) / 1_000)
    return atMost(`500 lines, 200 promotions: ${name}`, percentile(times, 0.5), 'ms', 20)
  })

/** The basket of `shopBasket` as a till has it. */
const basketWithOffers = (plain: Basket, offers: PromotionInput): Basket => ({
  ...plain,
  openedLocal: offers.at,
  coupons: [...offers.coupons],
  lines: plain.lines.flatMap((line, index) => {
    const { productId, departmentId, quantity, unitPriceMinor } = offers.lines[index] ?? line
    return [Object.assign({}, line, { productId, departmentId, quantity, unitPriceMinor })]
  }),
  ...(offers.orderDiscount === undefined ? {} : { orderDiscount: { off: offers.orderDiscount, reason: 'goodwill' } }),
})

export const bench: Bench = {
  name: 'kiosk.price',
  run: async () => {
    const plain = basketOf('01970000-0000-7000-8000-000000000001', shelfProducts(LINES))
    const offers = shopBasket()
    const basket = basketWithOffers(plain, offers)
    const rules = { ...PLAIN_RULES, promotions: offers.promotions }
    let sumMinor = 0
    const loop = (): void => {
      for (const { unitPriceMinor } of plain.lines) sumMinor += Math.trunc((unitPriceMinor * 19) / 119)
    }
    const measure = (work: () => number): { readonly time: number; readonly ratio: number } =>
      interleaved(() => {
        sumMinor += work()
      }, loop)
    const taxed = measure(() => priceBasket(plain, PLAIN_RULES).totals.totalMinor)
    const searched = measure(() => pricePromotions(offers).nodes)
    const whole = measure(() => priceBasket(basket, rules).totals.totalMinor)
    return Promise.resolve([
      atMost('a full re-price of 30 lines, every kind of promotion', whole.time, 'µs', 60),
      { name: 'the same / a loop of whole numbers', value: whole.ratio, unit: '×' },
      { name: 'of it the promotions', value: searched.time, unit: 'µs' },
      { name: '30 lines without promotions', value: taxed.time, unit: 'µs' },
      ...worst(),
    ])
  },
}
