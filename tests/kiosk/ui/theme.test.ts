import { expect, test } from 'vitest'
import { themeFor, themes, tokens } from '#kiosk/ui/theme.ts'
import { contrastOf } from '#tests/support/contrast.ts'

// WCAG 2.2, 1.4.3, level AA.
const CONTRAST_MIN = 4.5

test.for(Object.entries(themes))('%s can be read', ([, theme]) => {
  const weak = tokens.filter((token) => contrastOf(theme[token]) < CONTRAST_MIN)
  expect(weak.map((token) => [token, contrastOf(theme[token])])).toEqual([])
})

test('the Linux console gets none but its eight backgrounds', () => {
  for (const token of tokens) expect(themes.vt16[token].background).toMatch(/^4[0-7]$/)
})

test('the theme follows what the terminal says of itself', () => {
  expect(themeFor('linux', '')).toBe('vt16')
  expect(themeFor('foot', 'truecolor')).toBe('dark')
  expect(themeFor('xterm-256color', '')).toBe('indexed')
})
