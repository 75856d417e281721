import { describe, expect, it } from 'vitest'
import { isPrintableText } from '#core/privacy/printable-text.ts'

describe('printable text', () => {
  it.each(['', 'Milk', 'दूध', '牛乳', 'שלום', 'a\tb\nc', '😀', ' ~', '\u00a0'])('is %j', (text) => {
    expect(isPrintableText(text)).toBe(true)
  })

  it.each([
    '\u0000',
    '\u0008',
    '\u000b',
    'a\u001b[2J',
    '\u001f',
    '\u007f',
    '\u009b',
    '\u202e',
    '\u202a',
    '\u2066',
    '\u2069',
    '\ud800',
  ])('is not %j', (text) => {
    expect(isPrintableText(text)).toBe(false)
    expect(isPrintableText(`Milk${text}Bread`)).toBe(false)
  })
})
