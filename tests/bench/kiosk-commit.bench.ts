import { closeSync, fdatasyncSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { type Bench, type Metric, atMost } from '#tests/bench/bench.ts'
import { percentile, seededRandom } from '#tests/bench/statistics.ts'
import {
  alex,
  basketOf,
  catalogueRows,
  openTill,
  shelfProducts,
  TemporaryFolder,
  tendersFor,
} from '#tests/kiosk/store/till-fixture.ts'

const SALES = 600
const WARM_UP = 60
const LINES = 8
const uuid = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`

const timed = (work: () => void): number => {
  const startMs = performance.now()
  work()
  return performance.now() - startMs
}

const metrics = (saleMs: readonly number[], floorMs: readonly number[], bytes: number): Metric[] => {
  const p50 = percentile(saleMs, 0.5) / percentile(floorMs, 0.5)
  const p10 = percentile(saleMs, 0.1) / percentile(floorMs, 0.1)
  return [
    atMost('a sale / write + fdatasync of its bytes, p50', p50, '×', 1.5),
    { name: 'the same, p10', value: p10, unit: '×' },
    { name: 'a sale, p50', value: percentile(saleMs, 0.5), unit: 'ms' },
    { name: 'a sale, p99', value: percentile(saleMs, 0.99), unit: 'ms' },
    { name: 'bytes of a sale, mean', value: Math.round(bytes), unit: 'B' },
  ]
}

const measureAll = (): Metric[] => {
  using folder = new TemporaryFolder()
  using store = openTill(folder.path)
  const products = shelfProducts(100)
  store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, catalogueRows(products))
  store.openStream()
  store.shifts.open({ operatorId: 7, floatMinor: 10_000, businessDate: '2026-01-05' })
  const log = join(folder.path, 'till.sqlite-wal')
  const file = openSync(join(folder.path, 'floor'), 'w')
  const random = seededRandom(1)
  const saleMs: number[] = []
  const floorMs: number[] = []
  let bytes = 0
  for (let number = 1; number <= SALES; number++) {
    const basket = basketOf(uuid(number), products.slice(number % 80, (number % 80) + LINES))
    store.baskets.save(basket, [])
    const tenders = tendersFor(basket, Math.floor(priceBasket(basket, PLAIN_RULES).totals.totalMinor / 2))
    const before = statSync(log).size
    const sell = (): void => {
      const sale = store.sales.complete(basket, tenders, alex)
      if (sale instanceof DomainError) throw sale
    }
    let written = 0
    const ours = (): void => {
      saleMs.push(timed(sell))
      written = statSync(log).size - before
      bytes += written
    }
    // The floor writes what the sale writes: the same number of pages, at the end of a file.
    const floor = (): void => {
      const page = Buffer.alloc(written || Math.round(bytes / number), number)
      floorMs.push(
        timed(() => {
          writeSync(file, page)
          fdatasyncSync(file)
        }),
      )
    }
    // The first has nothing to take its size from yet.
    if (number === 1 || random() < 0.5) [ours, floor].forEach((one) => one())
    else [floor, ours].forEach((one) => one())
  }
  closeSync(file)
  return metrics(saleMs.slice(WARM_UP), floorMs.slice(WARM_UP), bytes / SALES)
}

export const bench: Bench = {
  name: 'kiosk.commit',
  run: async () => Promise.resolve(measureAll()),
}
