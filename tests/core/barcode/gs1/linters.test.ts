import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1CheckCharacters, hasGs1CheckCharacters } from '#core/barcode/gs1/check-characters.ts'
import { isCountryLetters } from '#core/barcode/gs1/iso-country.ts'
import { currencyOfNumber } from '#core/barcode/gs1/iso-currency.ts'
import { linters, type LinterName } from '#core/barcode/gs1/linters.ts'
import { findCurrency } from '#core/money/currency.ts'

type Case = readonly [rule: LinterName, right: readonly string[], wrong: readonly string[]]

// Company, offer, value, and one purchase: what each coupon has. Behind it may stand parts announced by their first digit.
const coupon = '012345612345611110123'
const couponParts = [
  '1351234591236123456789012',
  '101101239',
  '21141239',
  '3991231',
  '4990101',
  '50123456',
  '611234567',
  '90000',
  '21191230123456',
  '59123456789012345',
  '671234567890123',
  '96291',
  '39901014990101',
]
const wrongParts =
  '141101239 10612345601239 101151239 101101237 210 3991331 3990100 4991331 39901014990102 60123456 6812345678901234 ' +
  '93000 90300 90002 7 8 0'

// Examples of the reference linters' own tests where they have some, of the General Specifications, and the bounds.
const cases: readonly Case[] = [
  [
    'couponcode',
    [
      coupon,
      '61234567890121234565123455123459123',
      ...couponParts.map((part) => coupon + part),
      coupon + couponParts.slice(1, 7).join(''),
    ],
    [
      ...Array.from(coupon, (_, length) => coupon.slice(0, length)),
      coupon.replace(/^./u, 'a'),
      coupon.replace(/^./u, '7'),
      coupon.replace(/3$/u, 'a'),
      // Value and purchase of no digits and of six, a purchase of no known kind.
      '0123456123456011110123',
      '0123456123456612345611110123',
      '012345612345611010123',
      '012345612345611115123',
      ...couponParts.flatMap((part) => [coupon + part.slice(0, -1), `${coupon}${part}0`]),
      ...wrongParts.split(' ').map((part) => coupon + part),
      // Parts in the wrong order, and one twice.
      `${coupon}49901013991231`,
      `${coupon}39912313991231`,
    ],
  ],
  [
    'couponposoffer',
    ['001234561234560123456', '101234561234560123456', '061234567890121234569123456789012345'],
    [
      '',
      '201234561234560123456',
      '07123456789012312345601234567',
      '00123456123456012345',
      '0012345612345601234567',
      'a01234561234560123456',
      '0012345612345a0123456',
    ],
  ],
  [
    'csum',
    ['24012345678905', '2112233789657', '416000336108', '02345680'],
    ['24012345678909', '2112233789658', '5', ''],
  ],
  [
    'csumalpha',
    [
      '22',
      '!22',
      '1987654Ad4X4bL5ttr2310c2K',
      '12345678901234567890123NT',
      '12345_ABCDEFGHIJKLMCP',
      '12345_!"%&\'()*+,-./LC',
      '12345_0123456789:;<=>?62',
      '99999zzzzzzzzzzzzzzzzzzT2',
    ],
    ['', '2', '33', '1987654Ad4X4bL5ttr2310cXK', '1987654Ad4X4bL5ttr2310c2X', `${'!'.repeat(24)}22`],
  ],
  ['gcppos1', ['0123', '0123A'], ['', '012', 'A123', '012A4']],
  ['gcppos2', ['90123', '901234'], ['0123', 'A012B']],
  ['hasnondigit', ['1a2', 'x'], ['12', '']],
  ['hh', ['00', '19', '23'], ['24', '30', '0']],
  ['hhmi', ['0000', '1959', '2359'], ['2400', '2360', '235']],
  ['hyphen', ['-'], ['+', '', '-1']],
  [
    'iban',
    ['FR7630006000011234567890189', 'MU43BOMM0101123456789101000MUR', 'CH5604835012345678009', 'BE71096123456769'],
    ['BE71096123456760', 'XX361234567890', 'BE71', '', 'LC14BOSLxx3456789012345678901230', 'BE68539007'],
  ],
  ['importeridx', ['-', '_', '0', '9', 'A', 'Z', 'a', 'z'], ['', '!', '+', '00']],
  ['iso3166', ['004', '276', '894'], ['000', '005', '999', '27', '2760', '76D']],
  ['iso3166999', ['004', '999'], ['000', '998']],
  ['iso3166alpha2', ['AF', 'DE', 'ZM'], ['XX', 'de', 'D', '04', '4A', ' 0', 'DEU']],
  ['iso4217', ['008', '978', '999', '532', '924'], ['000', '009', '97', '9780', 'EUR', ' 97']],
  ['iso5218', ['0', '1', '2', '9'], ['3', '8', '', '00']],
  ['latitude', ['0000000000', '1800000000'], ['1800000001', '9999999999']],
  ['longitude', ['0000000000', '3600000000'], ['3600000001']],
  ['mediatype', ['01', '09', '10', '80', '99'], ['00', '11', '79', '1', '100']],
  ['mi', ['00', '59'], ['60', '5']],
  ['nonzero', ['01', '1'], ['0', '000', '']],
  ['nozeroprefix', ['0', '1', '10'], ['00', '01', '']],
  [
    'packagetype',
    ['1A', '200', '43', '8', '8A', '9', 'PAE', 'X11', 'ZZ'],
    ['', '0', '1', '00', '9A', '_9', 'pa', '__proto__'],
  ],
  ['pcenc', ['', 'abc', 'a%20b', '%c3%BC'], ['%', '%2', 'a%2Gb', '%%20']],
  ['pieceoftotal', ['0101', '0102', '9999'], ['0001', '0201', '0100', '0000']],
  ['posinseqslash', ['1/1', '1/3', '3/9'], ['0/3', '4/3', '1/0', '123', '1/a', '/11', '01/']],
  ['ss', ['00', '59'], ['60', '']],
  ['winding', ['0', '1', '9'], ['2', '8', '']],
  ['yesno', ['0', '1'], ['2', '']],
  [
    'yymmd0',
    ['260101', '260200', '240229', '000229', '991231'],
    ['260229', '261301', '260001', '260132', '260000', '261300'],
  ],
  ['yymmdd', ['260101', '240229'], ['260200', '250229', '260431']],
  ['yyyymmdd', ['20260101', '20000229', '20240229'], ['19000229', '20260200', '20261301']],
  ['zero', ['0', '00'], ['1', '01', '']],
]

describe('the rules of the syntax dictionary', () => {
  it('are all looked at', () => {
    expect(cases.map(([rule]) => rule)).toEqual(Object.keys(linters))
  })

  it.each(cases)('%s', (rule, right, wrong) => {
    expect(right.filter((value) => !linters[rule](value))).toEqual([])
    expect(wrong.filter((value) => linters[rule](value))).toEqual([])
  })

  it('catch each wrong character of a key with a pair of check characters', () => {
    const sign = fc.constantFrom(...Array.from('!"%&\'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz'))
    fc.assert(
      fc.property(fc.array(sign, { minLength: 1, maxLength: 23 }), fc.nat(22), sign, (signs, at, other) => {
        const key = signs.join('')
        expect(hasGs1CheckCharacters(key + gs1CheckCharacters(key))).toBe(true)
        const place = at % signs.length
        const wrong = signs.with(place, other).join('')
        expect(hasGs1CheckCharacters(wrong + gs1CheckCharacters(key))).toBe(wrong === key)
      }),
    )
  })

  it('know the countries that Intl knows, and the currencies that money is held in', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(65 + index))
    const known = letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountryLetters)
    expect(known).toHaveLength(249)
    expect(known.filter((code) => names.of(code) === undefined)).toEqual([])
    const numbers = Array.from({ length: 1000 }, (_, index) => String(index).padStart(3, '0'))
    const currencies = numbers.map(currencyOfNumber).filter((code) => code !== undefined)
    expect(new Set(currencies).size).toBe(currencies.length)
    expect(currencies).toHaveLength(182)
    const notHeld = currencies.filter((code) => findCurrency(code) === undefined)
    expect(notHeld.every((code) => code.startsWith('X') || /^(?:CUC|HRK|MXV|SLL|ZWL|BGN)$/u.test(code))).toBe(true)
    expect(numbers.filter((number) => linters.iso3166(number))).toHaveLength(249)
  })
})
