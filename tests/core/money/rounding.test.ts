import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { divide, divideExact, multiplyDivide, multiplyModulo, type RoundingMode } from '#core/money/rounding.ts'

const modes: RoundingMode[] = ['half_up', 'half_even', 'half_down', 'up', 'down', 'floor', 'ceiling']
const anyMode = fc.constantFrom(...modes)
const safe = fc.maxSafeInteger()
const divisor = safe.filter((value) => value !== 0)

// An independent reading of each mode: compares the two neighbours of the exact fraction in whole numbers.
function expected(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator]
  const low = n / d - (n % d < 0n ? 1n : 0n)
  if (low * d === n) return low
  const high = low + 1n
  const [near, far] = n < 0n ? [high, low] : [low, high]
  const toLow = n - low * d
  const toHigh = high * d - n
  const closer = toLow < toHigh ? low : high
  const table: Record<RoundingMode, bigint> = {
    floor: low,
    ceiling: high,
    down: near,
    up: far,
    half_up: toLow === toHigh ? far : closer,
    half_down: toLow === toHigh ? near : closer,
    half_even: toLow === toHigh ? low + (low % 2n) * (low < 0n ? -1n : 1n) : closer,
  }
  return table[mode]
}

describe('divide', () => {
  it.each<[RoundingMode, number[]]>([
    ['half_up', [-3, -2, -1, 1, 2, 3]],
    ['half_even', [-2, -2, 0, 0, 2, 2]],
    ['half_down', [-2, -1, 0, 0, 1, 2]],
    ['up', [-3, -2, -1, 1, 2, 3]],
    ['down', [-2, -1, 0, 0, 1, 2]],
    ['floor', [-3, -2, -1, 0, 1, 2]],
    ['ceiling', [-2, -1, 0, 1, 2, 3]],
  ])('rounds halves: %s', (mode, results) => {
    expect([-5, -3, -1, 1, 3, 5].map((numerator) => divide(numerator, 2, mode))).toEqual(results)
  })

  it('is exact for every pair of safe integers in every mode', () => {
    fc.assert(
      fc.property(safe, divisor, anyMode, (n, d, mode) => {
        expect(divide(n, d, mode)).toBe(Number(expected(BigInt(n), BigInt(d), mode)))
      }),
    )
  })

  it('is exact for all small numbers, where halves are common', () => {
    const wrong: string[] = []
    const check = (n: number, d: number, mode: RoundingMode): void => {
      if (divide(n, d, mode) !== Number(expected(BigInt(n), BigInt(d), mode))) wrong.push(`${n} / ${d} ${mode}`)
    }
    for (let n = -40; n <= 40; n++) {
      for (let d = 1; d <= 12; d++) modes.forEach((mode) => [check(n, d, mode), check(n, -d, mode)])
    }
    expect(wrong).toEqual([])
  })

  it('never gives minus zero', () => {
    expect(Object.is(divide(0, -5, 'down'), 0)).toBe(true)
    expect(Object.is(divide(-1, 5, 'down'), 0)).toBe(true)
    expect(Object.is(divide(-1, 2, 'ceiling'), 0)).toBe(true)
  })

  it('stops at what is no whole number and at zero', () => {
    expect(() => divide(1.5, 1, 'up')).toThrow(new AssertionError('numerator is no safe integer: 1.5.'))
    expect(() => divide(1, Number.NaN, 'up')).toThrow(new AssertionError('denominator is no safe integer: NaN.'))
    expect(() => divide(1, 0, 'up')).toThrow(new AssertionError('Division by zero.'))
  })
})

describe('multiplyDivide', () => {
  it('is exact where the product passes 2^53', () => {
    const wide = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 })
    fc.assert(
      fc.property(wide, wide, wide, anyMode, (a, b, c, mode) => {
        const exact = c === 0 ? undefined : expected(BigInt(a) * BigInt(b), BigInt(c), mode)
        fc.pre(exact !== undefined && Number.isSafeInteger(Number(exact)))
        expect(multiplyDivide(a, b, c, mode)).toBe(Number(exact))
      }),
    )
  })

  it('rounds large products by the same modes', () => {
    const big = 3_000_000_001
    for (const mode of modes) {
      for (const c of [-2, 2, 200, 7, -7]) {
        const a = big * (c === 2 || c === -2 ? 1 : -1)
        const exact = expected(BigInt(a) * BigInt(big), BigInt(c) * 1_000_000n, mode)
        expect(multiplyDivide(a, big, c * 1_000_000, mode)).toBe(Number(exact))
      }
    }
    expect(multiplyDivide(big * 3, big, big, 'half_up')).toBe(big * 3)
  })

  it('sends a half to the even neighbour where the product passes 2^53 too', () => {
    const odd = 3_000_000_001
    expect(multiplyDivide(odd, odd, 2 * odd, 'half_even')).toBe(1_500_000_000)
    expect(multiplyDivide(odd + 2, odd, 2 * odd, 'half_even')).toBe(1_500_000_002)
    expect(multiplyDivide(-odd - 2, odd, 2 * odd, 'half_even')).toBe(-1_500_000_002)
    expect(multiplyDivide(odd, odd, 2 * odd, 'half_down')).toBe(1_500_000_000)
    expect(multiplyDivide(odd, odd, 2 * odd, 'half_up')).toBe(1_500_000_001)
  })

  it('stops at a result that no number holds, and at zero', () => {
    const greatest = Number.MAX_SAFE_INTEGER
    expect(() => multiplyDivide(greatest, 2, 1, 'down')).toThrow(/^The quotient is no safe integer/u)
    expect(() => multiplyDivide(greatest, 2, 0, 'down')).toThrow(new AssertionError('Division by zero.'))
    expect(() => multiplyDivide(greatest, 2, 0.5, 'down')).toThrow(new AssertionError('c is no safe integer: 0.5.'))
    expect(() => multiplyDivide(0.5, 2, 1, 'down')).toThrow(new AssertionError('a is no safe integer: 0.5.'))
    expect(() => multiplyDivide(2, 0.5, 1, 'down')).toThrow(new AssertionError('b is no safe integer: 0.5.'))
  })
})

describe('multiplyModulo', () => {
  it('is the remainder that exact numbers give', () => {
    const positive = fc.integer({ min: 0, max: 99_999_999_999 })
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: 1, max: 99_999_999_999 }), (a, b, c) => {
        expect(multiplyModulo(a, b, c)).toBe(Number((BigInt(a) * BigInt(b)) % BigInt(c)))
      }),
    )
  })
})

describe('divideExact', () => {
  it('is exact for numbers of any size in every mode', () => {
    const any = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })
    const small = fc.bigInt({ min: -9n, max: 9n })
    fc.assert(
      fc.property(fc.oneof(any, small), fc.oneof(any, small), anyMode, (n, d, mode) => {
        fc.pre(d !== 0n)
        expect(divideExact(n, d, mode)).toBe(expected(n, d, mode))
      }),
    )
  })
})
