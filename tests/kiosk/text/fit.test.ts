import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellWidth, glyphsOf } from '#kiosk/text/cell-width.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { fit, wrapWords } from '#kiosk/text/fit.ts'

test.for([
  ['Milk 1L', 7],
  ['Crème brûlée ₹€', 15],
  ['日本語', 6],
  ['한국어', 6],
  ['नमस्ते', 4],
  ['தமிழ்', 3],
  ['ไทย', 3],
  ['┌─█▀●✔', 6],
  ['🛒', 2],
] as const)('%s takes %i cells', ([text, cells]) => {
  expect(cellWidth(text)).toBe(cells)
  expect(glyphsOf(text).reduce((sum, glyph) => sum + glyph.cells, 0)).toBe(cells)
})

test.for([
  ['Milk\u001b[2J\u0007', 'Milk[2J'],
  ['two\nlines', 'two lines'],
  ['e\u0301', 'é'],
  ['\u202e99.00', '99.00'],
  ['👩\u200d🍳', '👩🍳'],
  ['✔\ufe0f', '✔'],
  ['क्\u200dष', 'क्\u200dष'],
] as const)('%j is shown as %j', ([text, shown]) => {
  expect(cleanText(text)).toBe(shown)
})

test('any text fits exactly', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.nat(30),
      fc.constantFrom('left', 'right', 'center'),
      (text, cells, align) => {
        expect(cellWidth(fit(text, cells, align))).toBe(cells)
      },
    ),
  )
})

test('cuts with an ellipsis, pads on the right side', () => {
  expect(fit('Amul Taaza Milk', 8)).toBe('Amul Ta…')
  expect(fit('Amul Taaza Milk', 6)).toBe('Amul… ')
  expect(fit('9.50', 6, 'right')).toBe('  9.50')
  expect(fit('OK', 5, 'center')).toBe(' OK  ')
  expect(fit('日本語', 4)).toBe('日… ')
})

test('breaks words into lines', () => {
  expect(wrapWords('The till cannot read the scale', 12)).toEqual(['The till', 'cannot read', 'the scale'])
  expect(wrapWords('Donaudampfschifffahrt', 8)).toEqual(['Donauda…'])
  expect(wrapWords('', 8)).toEqual([])
})
