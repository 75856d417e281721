import { assert } from '#core/errors/assert.ts'
import { assertInteger } from '#core/money/assert-integer.ts'

/**
 * How a fraction becomes a whole number. `half_up` sends a half away from zero, `half_down` toward zero, `half_even` to
 * the even neighbour; `up` sends every fraction away from zero, `down` toward zero, `floor` and `ceiling` along the line.
 */
export type RoundingMode = 'half_up' | 'half_even' | 'half_down' | 'up' | 'down' | 'floor' | 'ceiling'

interface Fraction {
  readonly isNegative: boolean
  readonly isQuotientOdd: boolean
  /** Below, at or above one half, as a negative number, zero or a positive one. */
  readonly aboveHalf: number
}

function roundsAway(mode: RoundingMode, fraction: Fraction): boolean {
  switch (mode) {
    case 'half_up':
      return fraction.aboveHalf >= 0
    case 'half_down':
      return fraction.aboveHalf > 0
    case 'half_even':
      return fraction.aboveHalf > 0 || (fraction.aboveHalf === 0 && fraction.isQuotientOdd)
    case 'up':
      return true
    case 'down':
      return false
    case 'floor':
      return fraction.isNegative
    case 'ceiling':
      return !fraction.isNegative
  }
}

/** The quotient of two safe integers as a whole number, rounded as `mode` says; never passes through a fraction. */
export function divide(numerator: number, denominator: number, mode: RoundingMode): number {
  assertInteger(numerator, 'numerator')
  assertInteger(denominator, 'denominator')
  assert(denominator !== 0, 'Division by zero.')
  const remainder = numerator % denominator
  const quotient = (numerator - remainder) / denominator
  if (remainder === 0) return quotient + 0 // turns -0 into 0
  const isNegative = numerator < 0 !== denominator < 0
  const aboveHalf = Math.abs(remainder) * 2 - Math.abs(denominator) // doubling is exact in a double
  if (!roundsAway(mode, { isNegative, isQuotientOdd: quotient % 2 !== 0, aboveHalf })) return quotient + 0
  return isNegative ? quotient - 1 : quotient + 1
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** The quotient of two whole numbers of any size, rounded as `mode` says; the caller sees to it that no divisor is 0. */
export function divideExact(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  const quotient = numerator / denominator
  const remainder = numerator % denominator
  if (remainder === 0n) return quotient
  const isNegative = numerator < 0n !== denominator < 0n
  const aboveHalf = Number(magnitude(remainder) * 2n - magnitude(denominator))
  if (!roundsAway(mode, { isNegative, isQuotientOdd: quotient % 2n !== 0n, aboveHalf })) return quotient
  return isNegative ? quotient - 1n : quotient + 1n
}

/** `a * b / c` of safe integers, rounded as `mode` says; exact also where the product passes 2^53. */
export function multiplyDivide(a: number, b: number, c: number, mode: RoundingMode): number {
  assertInteger(a, 'a')
  assertInteger(b, 'b')
  const product = a * b
  if (Number.isSafeInteger(product)) return divide(product, c, mode)
  assertInteger(c, 'c')
  assert(c !== 0, 'Division by zero.')
  const quotient = Number(divideExact(BigInt(a) * BigInt(b), BigInt(c), mode))
  assertInteger(quotient, 'The quotient')
  return quotient
}

/** The remainder of `a * b / c` for whole numbers that are not negative; exact also where the product passes 2^53. */
export function multiplyModulo(a: number, b: number, c: number): number {
  const product = a * b
  return Number.isSafeInteger(product) ? product % c : Number((BigInt(a) * BigInt(b)) % BigInt(c))
}
