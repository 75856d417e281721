import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
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
