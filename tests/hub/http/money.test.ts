import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minorOfNumber, numberOfMinor } from '#hub/http/money.ts'

test('every amount comes back as it was, in every exponent', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
      fc.constantFrom(0, 2, 3, 4),
      (minor, exponent) => {
        const text = JSON.stringify(numberOfMinor(minor, exponent))
        expect(minorOfNumber(Number(JSON.parse(text)), exponent)).toBe(minor)
      },
    ),
  )
})

test.each([
  [19.99, 1999],
  [0.1 + 0.2, 30],
  [1.005 * 100, 10_050],
  [-3.5, -350],
  [0, 0],
  [1e-9, 0],
  [19.990_000_01, 1999],
  [19.989_999_99, 1999],
])('%d is %d', (value, minor) => {
  expect(minorOfNumber(value, 2)).toBe(minor)
})

test.each([19.995, 0.001, 1e-7, 1e21, 1e300, Infinity, -Infinity, Number.NaN, 100_000_000_001, 19.990_001])(
  '%d is no amount',
  (value) => {
    expect(minorOfNumber(value, 2)).toBeUndefined()
  },
)

test('a number as small as the tolerance is nothing', () => {
  expect([1e-8, -1e-8, 9e-9, 0].map((value) => minorOfNumber(value, 2))).toEqual([0, 0, 0, 0])
  expect([2e-8, -2e-8].map((value) => minorOfNumber(value, 2))).toEqual([undefined, undefined])
})

test('a number is an amount exactly when a whole minor unit lies within a millionth of one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 999_999 }), (minor, millionths) => {
      const value = Number(
        `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}${String(millionths).padStart(6, '0')}`,
      )
      const isAbove = millionths === 999_999
      const wanted = millionths <= 1 || isAbove ? minor + (isAbove ? 1 : 0) : undefined
      // Doubles of that size hold eight decimals exactly enough to be told apart.
      expect(minorOfNumber(value, 2)).toBe(wanted)
    }),
  )
})
