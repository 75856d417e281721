import { join } from 'node:path'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { type Bench, type Metric, atMost } from '#tests/bench/bench.ts'
import { shelf } from '#tests/bench/shelf-catalogue.ts'
import { percentile, seededRandom } from '#tests/bench/statistics.ts'
import { tillOf } from '#tests/bench/till-of.ts'
import { TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'

const QUERIES = 3_000
const RESULTS = 20

/** What people type: the first letters of a word of some product, sometimes of two. */
const queries = (products: number): string[] => {
  const random = seededRandom(3)
  const every = Math.max(1, Math.floor(products / QUERIES))
  const typed: string[] = []
  for (const { id, name } of shelf(products)) {
    if (id % every !== 0) continue
    const [first = '', second = ''] = name.split(' ').toSorted(() => random() - 0.5)
    const letters = 3 + Math.floor(random() * 4)
    typed.push(random() < 0.3 ? `${first.slice(0, letters)} ${second.slice(0, 3)}` : first.slice(0, letters))
  }
  return typed
}

const measure = (store: TillStore, products: number, limitMs: number): Metric[] => {
  const typed = queries(products)
  for (const text of typed.slice(0, 200)) store.catalogue.search(text, RESULTS)
  const times = typed.map((text) => {
    const startMs = performance.now()
    store.catalogue.search(text, RESULTS)
    return performance.now() - startMs
  })
  const size = products.toLocaleString('en')
  return [
    { name: `${size} products, p50`, value: percentile(times, 0.5), unit: 'ms' },
    atMost(`${size} products, p99`, percentile(times, 0.99), 'ms', limitMs),
  ]
}

const measureIn = (folder: string, products: number, limitMs: number): Metric[] => {
  using store = tillOf(folder, products)
  return measure(store, products, limitMs)
}

const measureAll = (): Metric[] => {
  using folder = new TemporaryFolder()
  const hundredThousand = measureIn(join(folder.path, 'a'), 100_000, 1)
  return [...hundredThousand, ...measureIn(join(folder.path, 'b'), 1_000_000, 10)]
}

export const bench: Bench = {
  name: 'kiosk.search',
  run: async () => Promise.resolve(measureAll()),
}
