import { expect, it } from 'vitest'
import { formatRate } from '#core/tax/format-rate.ts'

it.each([
  [0, '0%'],
  [1, '0.0001%'],
  [5_000, '0.5%'],
  [10_000, '1%'],
  [88_750, '8.875%'],
  [180_000, '18%'],
  [200_100, '20.01%'],
  [1_000_000, '100%'],
])('%i parts per million read as %s', (ratePpm, text) => {
  expect(formatRate(ratePpm)).toBe(text)
})
