import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { gs1CheckDigit, hasGs1CheckDigit } from '#core/barcode/check-digit.ts'
import { anyText } from '#tests/support/any-text.ts'

// The numbers that the schemes and processors publish for tests.
const testCards = [
  '4111111111111111',
  '4242424242424242',
  '4222222222222',
  '5555555555554444',
  '2223003122003222',
  '378282246310005',
  '30569309025904',
  '3056930009020004',
  '36227206271667',
  '6011111111111117',
  '3566002020360505',
  '6200000000000005',
  '6759649826438453',
  '6011000990139424',
]

describe('a card number', () => {
  it.each(testCards)('%s is seen', (card) => {
    expect(looksLikeCardNumber(card)).toBe(true)
    expect(looksLikeCardNumber(`customer card ${card}, ask for it`)).toBe(true)
    expect(looksLikeCardNumber(card.replaceAll(/(\d{4})(?=\d)/gu, '$1 '))).toBe(true)
    expect(looksLikeCardNumber(card.replaceAll(/(\d{4})(?=\d)/gu, '$1-'))).toBe(true)
  })

  // Digits of this prefix and length whose last makes them right by Luhn, and are no GTIN.
  const cardOf = (prefix: string, length: number): string => {
    for (let filler = 0; ; filler++) {
      const digits = prefix + String(filler).padStart(length - prefix.length - 1, '0')
      const sum = Array.from(digits)
        .toReversed()
        .reduce((total, digit, place) => {
          const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1)
          return total + Math.floor(doubled / 10) + (doubled % 10)
        }, 0)
      const card = digits + String((10 - (sum % 10)) % 10)
      if (length > 14 || !hasGs1CheckDigit(card)) return card
    }
  }

  it.each([
    ['4', [13, 16, 18, 19], [14, 15, 17]],
    ['51', [16], [15, 17]],
    ['55', [16], [15, 17]],
    ['2221', [16], [15, 17]],
    ['2299', [16], [15]],
    ['2300', [16], [15]],
    ['2699', [16], [15]],
    ['2700', [16], [15]],
    ['2720', [16], [15]],
    ['34', [15], [14, 16]],
    ['37', [15], [14, 16]],
    ['300', [14, 15, 16, 17, 18, 19], [13]],
    ['305', [14, 19], [13]],
    ['309', [14, 19], [13]],
    ['36', [14, 15, 16, 17, 18, 19], [13]],
    ['38', [14, 16, 19], [13]],
    ['39', [14, 16, 19], [13]],
    ['3528', [16, 17, 18, 19], [15]],
    ['3589', [16, 17, 18, 19], [15]],
    ['81', [16, 17, 18, 19], [15]],
    ['82', [16, 19], [15]],
    ['2200', [16, 17, 18, 19], [15]],
    ['2204', [16, 19], [15]],
    ['9792', [16, 19], [15]],
    ['50', [13, 14, 15, 16, 17, 18, 19], []],
    ['56', [13, 19], []],
    ['58', [13, 19], []],
    ['60', [13, 14, 15, 16, 17, 18, 19], []],
    ['69', [13, 19], []],
  ])('has the prefix %s and a length of its scheme', (prefix, lengths, others) => {
    for (const length of lengths) expect(looksLikeCardNumber(cardOf(prefix, length))).toBe(true)
    for (const length of others) expect(looksLikeCardNumber(cardOf(prefix, length))).toBe(false)
  })

  it.each(['0', '1', '2205', '2220', '2721', '306', '3527', '359', '7', '80', '83', '9791', '9793'])(
    'has no prefix %s',
    (prefix) => {
      expect(looksLikeCardNumber(cardOf(prefix, 16))).toBe(false)
    },
  )

  it('is seen with a security code or a date behind it, in tracks and in wide digits', () => {
    expect(looksLikeCardNumber('4111 1111 1111 1111 123')).toBe(true)
    expect(looksLikeCardNumber('12 4111 1111 1111 1111')).toBe(true)
    expect(looksLikeCardNumber(';4111111111111111=30121010000?')).toBe(true)
    expect(looksLikeCardNumber('%B4111111111111111^DOE/JOHN^3012?')).toBe(true)
    expect(looksLikeCardNumber('４１１１１１１１１１１１１１１１')).toBe(true)
  })

  it.each([
    ['wrong by Luhn', '4111111111111112'],
    ['in no range', '1234567812345670'],
    ['an IMEI', '356938035643809'],
    ['a GTIN-13', '4006381333931'],
    ['an element string', '0104006381333931'],
    ['too short', '411111111111'],
    ['too long', '41111111111111111111'],
    ['a phone number', '+1 555-0100'],
    ['nothing', ''],
  ])('is not what is %s', (_, text) => {
    expect(looksLikeCardNumber(text)).toBe(false)
  })

  it('is never a GTIN-13 or GTIN-14', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12,13}$/u), (digits) => {
        expect(looksLikeCardNumber(digits + String(gs1CheckDigit(digits)))).toBe(false)
      }),
    )
  })

  it('is looked for in any text without fail', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(looksLikeCardNumber(`${text}|4111111111111111`)).toBe(true)
      }),
    )
  })
})
