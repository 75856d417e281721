import { expect, test } from 'vitest'
import stringWidth from '#kiosk/build/string-width.ts'

test('counts cells, not escape sequences', () => {
  expect(stringWidth('\u001b[1m\u001b[38;5;3mMilk\u001b[39m\u001b[22m')).toBe(4)
  expect(stringWidth('')).toBe(0)
})
