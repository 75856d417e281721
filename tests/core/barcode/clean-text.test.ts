import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from '#core/barcode/clean-text.ts'
import { anyText } from '#tests/support/any-text.ts'

describe('clean text', () => {
  it.each([
    ['\u001B[2JMilk', '[2JMilk'],
    ['Milk\u0000\u0007\u007F\u009B', 'Milk'],
    ['a\r\nb\tc', 'a b c'],
    ['a\u2028b\u0085c', 'a b c'],
    ['abc\u202Edef\u2066\u200F\u061C', 'abcdef'],
    ['a\u200B\u200C\u200D\u2060\uFEFFb', 'ab'],
    ['x\uD800y\uDC00', 'xy'],
    ['牛乳 दूध حليب 🥛 é', '牛乳 दूध حليب 🥛 é'],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanText(text)).toBe(clean)
  })

  it('has nothing left to obey, keeps all else and stays as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text)
        expect(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(clean)).toBe(false)
        expect(clean.isWellFormed()).toBe(true)
        expect(cleanText(clean)).toBe(clean)
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x7E]*$/u), (text) => {
        expect(cleanText(text)).toBe(text)
      }),
    )
  })
})
