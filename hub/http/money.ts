import { validationError } from '#hub/http/http-error.ts'

/** Above this no shop's amount lies; 10^13 minor units keep every sum of 500 lines below 2^53. */
const AMOUNT_MINOR_MAX = 10_000_000_000_000

/** How far from a whole minor unit a number may lie and still mean it: 10^-6, as six digits. */
const TOLERANCE_DIGITS = 6

/** Digits of a plain decimal number: JavaScript writes numbers below 10^-6 and from 10^21 with an exponent. */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/u

const roundedWithinTolerance = (whole: number, rest: string): number | undefined => {
  const near = rest.slice(0, TOLERANCE_DIGITS).padEnd(TOLERANCE_DIGITS, '0')
  if (near === '000000' || /^0{5}10*$/u.test(rest)) return whole
  return near === '999999' ? whole + 1 : undefined
}

/**
 * The minor units that a JSON number of major units means, by its decimal digits: 19.99 is 1999. A number farther than
 * 10^-6 of a minor unit from a whole one means none, and nor does one without end or beyond every amount.
 */
export function minorOfNumber(value: number, exponent: number): number | undefined {
  // Its digits would come with an exponent; it is zero to within the tolerance.
  if (Math.abs(value) <= Number(`1e-${exponent + TOLERANCE_DIGITS}`)) return 0
  const [, sign, major = '', fraction = ''] = DECIMAL.exec(String(value)) ?? []
  if (sign === undefined) return undefined
  const digits = fraction.padEnd(exponent, '0')
  const whole = Number(major + digits.slice(0, exponent))
  const minor = roundedWithinTolerance(whole, digits.slice(exponent))
  if (minor === undefined || minor > AMOUNT_MINOR_MAX) return undefined
  return sign === '-' ? 0 - minor : minor
}

/** As `minorOfNumber`; 422 at `loc` for a number that is no amount. */
export function amountAt(value: number, exponent: number, loc: readonly (string | number)[]): number {
  const minor = minorOfNumber(value, exponent)
  if (minor !== undefined) return minor
  const msg = `Value error, an amount has at most ${exponent} decimal places`
  throw validationError([
    { type: 'decimal_max_places', loc, msg, input: Number.isFinite(value) ? value : String(value) },
  ])
}

/** Says an amount in minor units as the API does. */
export type SayMoney = (amountMinor: number) => number

/** Minor units as the JSON number of major units: the nearest double prints as the same decimal digits. */
export const numberOfMinor = (amountMinor: number, exponent: number): number => amountMinor / 10 ** exponent

/** The saying of amounts in one currency, by the number of its decimal places. */
export const sayMoney =
  (exponent: number): SayMoney =>
  (amountMinor) =>
    numberOfMinor(amountMinor, exponent)
