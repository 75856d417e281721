import { describe, expect, it } from 'vitest'
import type { ScaleReading } from '#drivers/scale/scale-codec.ts'
import { toledo8217 } from '#drivers/scale/toledo-8217.ts'

const read = (bytes: Iterable<number>): ScaleReading[] => toledo8217.makeDecoder().push(Uint8Array.from(bytes))
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1')

describe('Toledo 8217', () => {
  it('asks with W', () => {
    expect([...toledo8217.request]).toEqual([0x57])
  })

  it.each([
    ['\x0200.512\r', { state: 'stable', weight: { coefficient: 512, exponent: -3, unit: 'kg' } }],
    ['\x0212.34N\r', { state: 'stable', weight: { coefficient: 1234, exponent: -2, unit: 'kg' } }],
    ['\x0200.000\r', { state: 'zero', weight: { coefficient: 0, exponent: -3, unit: 'kg' } }],
    ['\x02?\x01\r', { state: 'motion' }],
    ['\x02?\x02\r', { state: 'over' }],
    ['\x02?\x04\r', { state: 'under' }],
    ['\x02?\x0d\r', { state: 'under' }],
    ['\x02?\x10\r', { state: 'zero', weight: { coefficient: 0, exponent: -3, unit: 'kg' } }],
    ['\x02?\x40\r', { state: 'not_ready' }],
  ])('reads %j', (frame, reading) => {
    expect(read(ascii(frame))).toEqual([reading])
  })

  it('takes off the parity bit that an eight-bit port shows', () => {
    expect(read([0x82, 0x30, 0xb1, 0x2e, 0x35, 0x8d])).toMatchObject([{ weight: { coefficient: 15, exponent: -1 } }])
  })

  it('starts anew at each STX, and drops what is no figure', () => {
    expect(read(ascii('\x0200.\x0200.100\r'))).toMatchObject([{ weight: { coefficient: 100 } }])
    expect(read(ascii('\x02--.--\r\x02\r00.100\r'))).toEqual([])
  })
})
