import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findScrolls, scrolledRows } from '#kiosk/ui/scroll.ts'

const page = (first: number, count = 10): string[] => [
  'head',
  ...Array.from({ length: count }, (_, at) => `${first + at}`),
  'foot',
]

test('finds rows that moved up and rows that moved down', () => {
  expect(findScrolls(page(1), page(2))).toContainEqual({ top: 1, bottom: 10, lines: 1 })
  expect(findScrolls(page(4), page(1))).toContainEqual({ top: 1, bottom: 10, lines: -3 })
})

test('finds nothing where nothing moved, or too little', () => {
  expect(findScrolls(page(1), page(1))).toEqual([])
  expect(findScrolls(page(1), page(100))).toEqual([])
  expect(findScrolls(page(1, 2), page(2, 2))).toEqual([])
})

test('takes in the row that lost its mark', () => {
  const marked = (first: number): string[] =>
    page(first).map((text) => (text === String(first + 9) ? `▸${text}` : text))
  expect(findScrolls(marked(1), marked(2))).toContainEqual({ top: 1, bottom: 10, lines: 1 })
})

test('every scroll that is found brings at least three rows to their place', () => {
  const rows = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', ''), { minLength: 12, maxLength: 12 })
  fc.assert(
    fc.property(rows, rows, (last, next) => {
      for (const scroll of findScrolls(last, next)) {
        const shown = scrolledRows(last, scroll, () => 'new')
        expect(shown.filter((row, at) => row === next[at]).length).toBeGreaterThanOrEqual(3)
      }
    }),
  )
})
