import { hasGs1CheckDigit } from '#core/barcode/check-digit.ts'
import { hasGs1CheckCharacters } from '#core/barcode/gs1/check-characters.ts'
import { isCouponCode, isOfferFileCoupon } from '#core/barcode/gs1/coupon-code.ts'
import { isCalendarDay } from '#core/barcode/gs1/gs1-date.ts'
import { isIban } from '#core/barcode/gs1/iban.ts'
import { isCountryLetters, isCountryNumber } from '#core/barcode/gs1/iso-country.ts'
import { currencyOfNumber } from '#core/barcode/gs1/iso-currency.ts'
import { isPackageType } from '#core/barcode/gs1/package-type.ts'

type Linter = (value: string) => boolean

const matches =
  (shape: RegExp): Linter =>
  (value) =>
    shape.test(value)

const isAtMost =
  (most: number): Linter =>
  (value) =>
    Number(value) <= most

// Two digits of a year are checked as one of 2000–2099: a leap year there is one in the century before, too.
const isYymmdd =
  (isDayZeroAllowed: boolean): Linter =>
  (value) =>
    isCalendarDay(2000 + Number(value.slice(0, 2)), value.slice(2), isDayZeroAllowed)

const isOneOf = (numbers: readonly string[]): boolean => {
  const [piece = 0, total = 0] = numbers.map(Number)
  return piece >= 1 && piece <= total
}

/** The rules of GS1's syntax dictionary, by its names for them, each for a value whose character set and length are right. */
export const linters = {
  couponcode: isCouponCode,
  couponposoffer: isOfferFileCoupon,
  csum: hasGs1CheckDigit,
  csumalpha: hasGs1CheckCharacters,
  // The shortest company prefix has four digits; which are given out, only GS1 knows.
  gcppos1: matches(/^\d{4}/u),
  gcppos2: matches(/^.\d{4}/u),
  hasnondigit: matches(/\D/u),
  hh: matches(/^(?:[01]\d|2[0-3])$/u),
  hhmi: matches(/^(?:[01]\d|2[0-3])[0-5]\d$/u),
  hyphen: matches(/^-+$/u),
  iban: isIban,
  importeridx: matches(/^[-\w]$/u),
  iso3166: isCountryNumber,
  iso3166999: (value) => value === '999' || isCountryNumber(value),
  iso3166alpha2: isCountryLetters,
  iso4217: (value) => currencyOfNumber(value) !== undefined,
  iso5218: matches(/^[0129]$/u),
  latitude: isAtMost(1_800_000_000),
  longitude: isAtMost(3_600_000_000),
  mediatype: matches(/^(?:0[1-9]|10|[89]\d)$/u),
  mi: matches(/^[0-5]\d$/u),
  nonzero: matches(/[^0]/u),
  nozeroprefix: matches(/^(?:0$|[^0])/u),
  packagetype: isPackageType,
  pcenc: matches(/^(?:[^%]|%[\dA-Fa-f]{2})*$/u),
  pieceoftotal: (value) => isOneOf([value.slice(0, value.length / 2), value.slice(value.length / 2)]),
  posinseqslash: (value) => /^[1-9]\d*\/[1-9]\d*$/u.test(value) && isOneOf(value.split('/')),
  ss: matches(/^[0-5]\d$/u),
  winding: matches(/^[019]$/u),
  yesno: matches(/^[01]$/u),
  yymmd0: isYymmdd(true),
  yymmdd: isYymmdd(false),
  yyyymmdd: (value) => isCalendarDay(Number(value.slice(0, 4)), value.slice(4), false),
  zero: matches(/^0+$/u),
} satisfies Readonly<Record<string, Linter>>

/** The name of a rule in GS1's syntax dictionary. */
export type LinterName = keyof typeof linters
