import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameReader } from '#drivers/payment-terminal/frame-reader.ts'
import { decodeTerminalMessage, encodeTillMessage } from '#drivers/payment-terminal/terminal-messages.ts'

describe('the frames of the card terminal', () => {
  it('have a 16-bit length in front', () => {
    const frame = encodeTillMessage({ type: 'lookup', intentId: 'i1' })
    expect(Buffer.from(frame).toString('latin1')).toBe('\u0000\u0021{"type":"lookup","intentId":"i1"}')
    expect(new FrameReader().push(frame)?.map((body) => Buffer.from(body).toString())).toEqual([
      '{"type":"lookup","intentId":"i1"}',
    ])
  })

  it('are dropped at an impossible length, and read again afterwards', () => {
    const reader = new FrameReader()
    expect(reader.push(Uint8Array.of(0xff, 0xff, 1))).toBeUndefined()
    expect(reader.push(Uint8Array.of(0, 1, 65))?.map((frame) => frame.join())).toEqual(['65'])
  })

  it('never crash on noise, and never are a message', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        for (const frame of new FrameReader().push(noise) ?? []) expect(decodeTerminalMessage(frame)).toBeUndefined()
      }),
    )
  })

  it.each([
    '{"type":"outcome","intentId":"i","outcome":"approved"}',
    '{"type":"outcome","intentId":"i","outcome":"approved","approvalCode":"1","scheme":"V","last4":"4111111111111111"}',
    '{"type":"paid"}',
    'null',
  ])('hold no message in %s', (json) => {
    expect(decodeTerminalMessage(Buffer.from(json))).toBeUndefined()
  })
})
