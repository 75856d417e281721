import { expect, test } from 'vitest'
import { type BarKey, keyBar, keyPlaces } from '#kiosk/ui/key-bar.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { plainRow } from '#tests/support/plain-row.ts'

const key = (name: string): BarKey => ({ key: name, label: `Does ${name}`, tone: 'plain', reason: 'not now' })

test.for([
  [80, 12],
  [97, 12],
  [160, 12],
  [80, 1],
  [80, 3],
  [160, 6],
] as const)('on %i columns %i keys stand side by side, the last at the end', ([columns, count]) => {
  const places = keyPlaces(columns, count)
  const ends = places.map(({ column, cells }) => column + cells)
  expect(places).toHaveLength(count)
  expect(ends.at(-1)).toBe(columns)
  expect(places.slice(1).every(({ column }, at) => column >= (ends[at] ?? 0))).toBe(true)
})

test('a key that does nothing says why where there is room', () => {
  const small = keyBar({ theme: darkTheme, columns: 80, rows: 24 }, [key('F1')]).map(plainRow)
  const wide = keyBar({ theme: darkTheme, columns: 160, rows: 50 }, [key('F1')]).map(plainRow)
  expect(small.map((row) => row.trim())).toEqual(['F1', 'Does F1'])
  expect(wide.map((row) => row.trim())).toEqual(['F1', 'Does F1', 'not now'])
})
