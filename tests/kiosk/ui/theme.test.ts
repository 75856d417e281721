import { expect, test } from 'vitest'
import { darkTheme, indexedTheme, tokens, vt16Theme } from '#kiosk/ui/theme.ts'
import { contrastOf } from '#tests/support/contrast.ts'

const themes = { dark: darkTheme, indexed: indexedTheme, vt16: vt16Theme }

// WCAG 2.2, 1.4.3, level AA.
const CONTRAST_MIN = 4.5

test.for(Object.entries(themes))('%s can be read', ([, theme]) => {
  const weak = tokens.filter((token) => contrastOf(theme[token]) < CONTRAST_MIN)
  expect(weak.map((token) => [token, contrastOf(theme[token])])).toEqual([])
})

test('the Linux console gets none but its eight backgrounds', () => {
  for (const token of tokens) expect(vt16Theme[token].background).toMatch(/^4[0-7]$/)
})
