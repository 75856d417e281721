import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeScan, SCAN_BYTES_MAX } from '#drivers/scanner/decode-scan.ts'

const decode = (text: string) => decodeScan(Buffer.from(text, 'latin1'))

describe('a scan', () => {
  it('has an AIM identifier or none', () => {
    expect(decode(']E04006381333931')).toEqual({ aim: ']E0', text: '4006381333931' })
    expect(decode('4006381333931')).toEqual({ text: '4006381333931' })
    expect(decode(']')).toEqual({ text: ']' })
  })

  it('may hold GS in GS1 symbologies, and nowhere else', () => {
    expect(decode(']C1010400638133393110ABC\x1d17261231')).toMatchObject({ text: '010400638133393110ABC\x1d17261231' })
    const composite = '4006381333931|]e010ABC\x1d21X'
    expect(decode(`]E0${composite}`)).toEqual({ aim: ']E0', text: composite })
    expect(decode(`]C0${composite}`)).toEqual({ rejected: 'bad_characters' })
    for (const prefix of [']C0', ']E0', ']Q1', '']) {
      expect(decode(`${prefix}0104006381333931\x1d17261231`)).toEqual({ rejected: 'bad_characters' })
    }
  })

  it.each(['\x03', '\x1b[A', '\x1b]0;x\x07', '\x7f', '\x80', 'é'])('never lets %j through', (harm) => {
    expect(decode(`]C0123${harm}`)).toEqual({ rejected: 'bad_characters' })
    expect(decode(`]C1123${harm}`)).toEqual({ rejected: 'bad_characters' })
  })

  it('has at most 512 bytes besides its identifier, and at least one', () => {
    expect(decode(`]Q1${'a'.repeat(SCAN_BYTES_MAX)}`)).toMatchObject({ aim: ']Q1' })
    expect(decode(`]Q1${'a'.repeat(SCAN_BYTES_MAX + 1)}`)).toEqual({ rejected: 'too_long' })
    expect(decode(']E0')).toEqual({ rejected: 'empty' })
  })

  it('gives printable text or a reason, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const scan = decodeScan(bytes)
        expect('rejected' in scan || /^[ -~]{1,512}$/.test(scan.text.replaceAll('\x1d', '|'))).toBe(true)
      }),
    )
  })
})
