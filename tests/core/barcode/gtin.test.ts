import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import { formatGtin, hasGtinLength, parseGtin } from '#core/barcode/gtin.ts'
import { lookupKey } from '#core/barcode/lookup-key.ts'
import { expandUpcE } from '#core/barcode/upc-e.ts'
import { anyText } from '#tests/support/any-text.ts'

describe('a GTIN', () => {
  it('is one number in all its lengths', () => {
    expect(parseGtin('042100005264')).toBe(42_100_005_264)
    expect(parseGtin('0042100005264')).toBe(42_100_005_264)
    expect(parseGtin('00042100005264')).toBe(42_100_005_264)
    expect(formatGtin(42_100_005_264)).toBe('00042100005264')
    expect(parseGtin('0400000000008')).toBe(400_000_000_008)
  })

  it('of eight digits is UPC-E where GS1 gives no GTIN-8', () => {
    expect(parseGtin('04252614')).toBe(42_100_005_264)
    expect(parseGtin('40170725')).toBe(40_170_725)
    expect(parseGtin('02345673')).toBe(23_456_000_073)
    expect(parseGtin('12345670')).toBe(12_345_670)
    expect(parseGtin('12345678')).toBeUndefined()
    expect(parseGtin('10000007')).toBe(10_000_007)
  })

  it('of eight digits that start with 1 is UPC-E where it is no GTIN-8', () => {
    expect(parseGtin(`1234561${gs1CheckDigit('1234561')}`)).toBe(Number(`1234561${gs1CheckDigit('1234561')}`))
    const upcA = expandUpcE('1234561') ?? ''
    expect(parseGtin(`1234561${upcA.slice(-1)}`)).toBe(Number(upcA))
  })

  it.each(['', '1234', '4006381333932', '400638133393', '40063813339x1', '123456789', '123456789012345'])(
    'is not %j',
    (text) => {
      expect(parseGtin(text)).toBeUndefined()
    },
  )

  it('reads back from its fourteen digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{13}$/u), (thirteen) => {
        const gtin = parseGtin(thirteen + String(gs1CheckDigit(thirteen)))
        expect(Number.isSafeInteger(gtin)).toBe(true)
        expect(parseGtin(formatGtin(gtin ?? -1))).toBe(gtin)
      }),
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseGtin(text) === undefined || hasGtinLength(text)).toBe(true)
      }),
    )
  })
})

describe('lookupKey', () => {
  it('is the same for all spellings of a code', () => {
    const spellings = ['04252614', '042100005264', '0042100005264', '00042100005264']
    expect(new Set(spellings.map(lookupKey))).toEqual(new Set(['42100005264']))
    expect(lookupKey('04011')).toBe('4011')
    expect(lookupKey('000')).toBe('0')
    expect(lookupKey('A-01')).toBe('A-01')
    expect(lookupKey('')).toBe('')
  })

  it('is its own key', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{9,13}$/u)), (code) => {
        fc.pre(!/^0*\d{8}$/u.test(code))
        expect(lookupKey(lookupKey(code))).toBe(lookupKey(code))
      }),
    )
  })
})
