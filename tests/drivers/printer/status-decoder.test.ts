import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PrinterMessage } from '#drivers/printer/printer-status.ts'
import { StatusDecoder } from '#drivers/printer/status-decoder.ts'

const decode = (...bytes: number[]): PrinterMessage[] => new StatusDecoder().push(Uint8Array.from(bytes))
const ready = {
  isCoverOpen: false,
  isPaperOut: false,
  isPaperNearEnd: false,
  hasError: false,
  isDrawerPinHigh: false,
}

describe('what a printer sends', () => {
  it.each([
    [[0x10, 0, 0, 0], {}],
    [[0x14, 0, 0, 0], { isDrawerPinHigh: true }],
    [[0x38, 0, 0, 0], { isCoverOpen: true }],
    [[0x18, 0x08, 0, 0], { hasError: true }],
    [[0x18, 0x20, 0, 0], { hasError: true }],
    [[0x10, 0, 0x03, 0], { isPaperNearEnd: true }],
    // GS a tells the near end by bits 0 and 1, the end by bits 2 and 3: one of a pair alone says it too.
    [[0x10, 0, 0x01, 0], { isPaperNearEnd: true }],
    [[0x10, 0, 0x02, 0], { isPaperNearEnd: true }],
    [[0x10, 0, 0x04, 0], { isPaperOut: true }],
    [[0x10, 0, 0x08, 0], { isPaperOut: true }],
    [[0x18, 0, 0x0f, 0], { isPaperNearEnd: true, isPaperOut: true }],
  ])('%j is automatic status', (bytes, different) => {
    expect(decode(...bytes)).toEqual([{ kind: 'status', status: { ...ready, ...different } }])
  })

  it('is a real-time answer, a status and a fence, one after the other', () => {
    expect(decode(0x12, 0x10, 0, 0, 0, 0x37, 0x22, 0x61, 0x62, 0x63, 0x64, 0x00, 0x16)).toEqual([
      { kind: 'realtime', byte: 0x12 },
      { kind: 'status', status: ready },
      { kind: 'fence', processId: 'abcd' },
      { kind: 'realtime', byte: 0x16 },
    ])
  })

  it('is read however the bytes are cut', () => {
    const decoder = new StatusDecoder()
    const bytes = [0x37, 0x22, 0x30, 0x30, 0x30, 0x31, 0x00]
    expect(bytes.flatMap((byte) => decoder.push(Uint8Array.of(byte)))).toEqual([{ kind: 'fence', processId: '0001' }])
  })

  it('is understood again after any noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
        const decoder = new StatusDecoder()
        decoder.push(noise)
        decoder.push(Uint8Array.of(0x10, 0, 0, 0))
        expect(decoder.push(Uint8Array.of(0x10, 0, 0, 0))).toEqual([{ kind: 'status', status: ready }])
      }),
    )
  })
})
