import { describe, expect, it } from 'vitest'
import { encodeLines, initialise } from '#drivers/line-display/cd5220.ts'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

describe('CD5220', () => {
  it('writes both lines, twenty characters each', () => {
    expect(text(encodeLines('Total', '12.34'))).toBe(`\u001bQATotal${' '.repeat(15)}\r\u001bQB12.34${' '.repeat(15)}\r`)
    expect(text(encodeLines('a'.repeat(50), ''))).toBe(`\u001bQA${'a'.repeat(20)}\r\u001bQB${' '.repeat(20)}\r`)
  })

  it('shows accents without them, and lets no control through', () => {
    expect(text(encodeLines('Café €', '\u001b@\r'))).toBe(
      `\u001bQACafe ?${' '.repeat(14)}\r\u001bQB?@?${' '.repeat(17)}\r`,
    )
  })

  it('starts with ESC @', () => {
    expect(text(initialise)).toBe('\u001b@')
  })
})
