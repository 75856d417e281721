import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mtSics } from '#drivers/scale/mt-sics.ts'
import type { ScaleCodec } from '#drivers/scale/scale-codec.ts'
import { toledo8217 } from '#drivers/scale/toledo-8217.ts'

/** Each protocol, with the bytes of half a kilogram and twelve grams at rest as its manual has them. */
const codecs: readonly (readonly [ScaleCodec, string])[] = [
  [toledo8217, '\x0200.512\r'],
  [mtSics, 'S S      0.512 kg\r\n'],
]

describe.each(codecs)('$id', (codec, halfKilogram) => {
  const frame = Buffer.from(halfKilogram, 'latin1')
  const reading = { state: 'stable', weight: { coefficient: 512, exponent: -3, unit: 'kg' } }

  it('reads a weight at rest', () => {
    expect(codec.makeDecoder().push(frame)).toEqual([reading])
  })

  it('reads it however the bytes are cut', () => {
    const decoder = codec.makeDecoder()
    expect([...frame].flatMap((byte) => decoder.push(Uint8Array.of(byte)))).toEqual([reading])
  })

  it('survives any noise, and reads the next weight', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const decoder = codec.makeDecoder()
        decoder.push(noise)
        decoder.push(frame)
        expect(decoder.push(frame)).toEqual([reading])
      }),
    )
  })

  it('gives whole coefficients and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        for (const one of codec.makeDecoder().push(noise)) {
          expect('weight' in one ? Number.isSafeInteger(one.weight.coefficient) : true).toBe(true)
        }
      }),
    )
  })
})
