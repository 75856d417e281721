import type { Product } from '#core/catalogue/product.ts'
import { seededRandom } from '#tests/bench/statistics.ts'
import { gtin13, makeProduct } from '#tests/kiosk/store/till-fixture.ts'

const syllables = ['ba', 'ke', 'lo', 'mi', 'nu', 'pra', 'qui', 'ro', 'sta', 'te', 'vu', 'wa', 'xi', 'yo', 'za', 'cho']
const WORDS = 4_000
const SHIFT = 5

const words = (random: () => number): string[] =>
  Array.from({ length: WORDS }, () =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => syllables[Math.floor(random() * syllables.length)]).join(
      '',
    ),
  )

/**
 * Products whose names share words as those of a shop do (Zipf and Mandelbrot): the commonest word stands on every tenth
 * product, most words on a few.
 */
export function* shelf(count: number): Generator<Product> {
  const random = seededRandom(count)
  const vocabulary = words(random)
  const pick = (): string => vocabulary[Math.floor(SHIFT * ((1 + WORDS / SHIFT) ** random() - 1))] ?? 'bake'
  for (let id = 1; id <= count; id++) {
    const name = `${pick()} ${pick()} ${pick()} ${pick()} ${1 + (id % 12)}x${100 + (id % 900)}g`
    yield makeProduct(id, { name, barcodes: [gtin13(id)] })
  }
}
