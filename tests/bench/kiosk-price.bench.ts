import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { type Bench, atMost } from '#tests/bench/bench.ts'
import { percentile } from '#tests/bench/statistics.ts'
import { cpuMicroseconds } from '#tests/bench/till-of.ts'
import { basketOf, shelfProducts } from '#tests/kiosk/store/till-fixture.ts'

const LINES = 30
const BLOCKS = 60
const BLOCK = 2_000

export const bench: Bench = {
  name: 'kiosk.price',
  run: async () => {
    const basket = basketOf('01970000-0000-7000-8000-000000000001', shelfProducts(LINES))
    let sumMinor = 0
    const loop = (): void => {
      for (const { unitPriceMinor } of basket.lines) sumMinor += Math.trunc((unitPriceMinor * 19) / 119)
    }
    const times: number[] = []
    const ratios: number[] = []
    for (let turn = 0; turn < BLOCKS; turn++) {
      const ours = cpuMicroseconds(() => {
        for (let time = 0; time < BLOCK; time++) sumMinor += priceBasket(basket, PLAIN_RULES).totals.totalMinor
      })
      const floor = cpuMicroseconds(() => {
        for (let time = 0; time < BLOCK; time++) loop()
      })
      times.push(ours / BLOCK)
      ratios.push(ours / Math.max(1, floor))
    }
    return Promise.resolve([
      atMost('a full re-price of 30 lines', percentile(times, 0.5), 'µs', 60),
      { name: 'the same / a loop of whole numbers', value: percentile(ratios, 0.5), unit: '×' },
    ])
  },
}
