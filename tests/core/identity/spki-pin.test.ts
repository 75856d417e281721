import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { SpkiPin } from '#core/identity/spki-pin.ts'

describe('the pin of a key', () => {
  it('is 64 lowercase hexadecimal digits', () => {
    expect(Check(SpkiPin, 'a0'.repeat(32))).toBe(true)
    for (const other of ['A0'.repeat(32), 'a0'.repeat(31), `${'a0'.repeat(32)}0`, 7]) {
      expect(Check(SpkiPin, other)).toBe(false)
    }
  })
})
