import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listWindow, scrollMark } from '#kiosk/ui/list-window.ts'

test('shows the end of a list, or the selected row', () => {
  expect(listWindow(30, 10, undefined)).toEqual({ first: 20, count: 10 })
  expect(listWindow(5, 10, undefined)).toEqual({ first: 0, count: 5 })
  expect(listWindow(30, 10, 0)).toEqual({ first: 0, count: 10 })
  expect(listWindow(30, 10, 15)).toEqual({ first: 10, count: 10 })
})

test('the selected row is always in sight', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 50 }), fc.nat(499), (length, room, at) => {
      const selected = at % length
      const { first, count } = listWindow(length, room, selected)
      expect(first).toBeLessThanOrEqual(selected)
      expect(first + count).toBeGreaterThan(selected)
      expect(first + count).toBeLessThanOrEqual(length)
    }),
  )
})

test('the bar beside a list has a thumb of the window’s size, and none where all is seen', () => {
  const marks = (length: number, room: number, selected: number): string =>
    Array.from({ length: room }, (_, row) => scrollMark(row, room, length, listWindow(length, room, selected))).join('')
  expect(marks(4, 4, 0)).toBe('    ')
  expect(marks(16, 4, 0)).toBe('█│││')
  expect(marks(16, 4, 15)).toBe('│││█')
})
