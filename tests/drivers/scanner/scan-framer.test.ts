import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScanFramer } from '#drivers/scanner/scan-framer.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const textsOf = (framer: ScanFramer, text: string): string[] =>
  framer.push(bytes(text)).map((frame) => Buffer.from(frame.bytes).toString('latin1'))

describe('scans on a serial line', () => {
  it('end with CR, LF or both', () => {
    expect(textsOf(new ScanFramer(), ']E0123\r]E0456\n]E0789\r\nrest')).toEqual([']E0123', ']E0456', ']E0789'])
  })

  it('come without filler and flow control', () => {
    expect(textsOf(new ScanFramer(), '\x0012\x11\x133\r')).toEqual(['123'])
  })

  it('are cut at their limit, and the next one is whole again', () => {
    const [long, next] = new ScanFramer().push(bytes(`${'9'.repeat(5000)}\r123\r`))
    expect(long).toMatchObject({ isTooLong: true })
    expect(long?.bytes.length).toBe(515)
    expect(next).toEqual({ bytes: Uint8Array.from(bytes('123')), isTooLong: false })
  })

  it('are the same however the bytes are cut', () => {
    const codes = fc.array(fc.stringMatching(/^[!-~]{1,20}$/), { maxLength: 8 })
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 7 }), (texts, size) => {
        const framer = new ScanFramer()
        const wire = texts.map((text) => `${text}\r`).join('')
        const pieces = wire.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
        expect(pieces.flatMap((piece) => textsOf(framer, piece))).toEqual(texts)
      }),
    )
  })
})
