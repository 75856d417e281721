import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { paperText, spreadText, wrapText } from '#drivers/printer/paper-text.ts'
import { anyText } from '#tests/support/any-text.ts'

describe('text on paper', () => {
  it.each([
    ['Café 5 €', 'Café 5 €'],
    ['Cafe\u0301', 'Café'],
    ['“Tea” – it’s…', '"Tea" - it\'s...'],
    ['₹ 45', 'Rs 45'],
    ['Dvořák', 'Dvorák'],
    ['茶 🛒', '? ?'],
    ['Milk\u001bp\u0000\u0019', 'Milkp'],
    ['\u202e12.00', '12.00'],
    ['two\nlines', 'two lines'],
  ])('%j becomes %j', (text, printed) => {
    expect(paperText(text)).toBe(printed)
  })

  it('never holds a control, whatever it was made of', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(paperText(text)).not.toMatch(/\p{Control}/u)
      }),
    )
  })

  it('is wrapped at spaces and never wider than the paper', () => {
    expect(wrapText('the quick brown fox', 10)).toEqual(['the quick', 'brown fox'])
    expect(wrapText('abcdefghijklmnop', 6)).toEqual(['abcdef', 'ghijkl', 'mnop'])
    expect(wrapText('', 6)).toEqual([''])
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 48 }), (text, columns) => {
        for (const line of wrapText(text, columns)) expect(line.length).toBeLessThanOrEqual(columns)
      }),
    )
  })

  it('stands at both edges, the left one wrapped above where they do not fit', () => {
    expect(spreadText('Milk', '1.20', 12)).toEqual(['Milk    1.20'])
    expect(spreadText('Whole milk organic', '1.20', 12)).toEqual(['Whole milk', 'organic 1.20'])
    expect(spreadText('abcdefghij', '1.20', 12)).toEqual(['abcdefghij', '        1.20'])
  })
})
