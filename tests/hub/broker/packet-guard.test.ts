import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PACKET_BYTES_BEFORE_CONNECT_MAX, PACKET_BYTES_MAX, PacketGuard } from '#hub/broker/packet-guard.ts'

const packet = (type: number, length: number): Buffer => {
  const header = [type << 4]
  let rest = length
  do {
    header.push((rest & 127) | (rest > 127 ? 128 : 0))
    rest >>>= 7
  } while (rest > 0)
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length)])
}

describe('the packet guard', () => {
  it('passes packets of any size below the limit, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 5000 }),
        (lengths, cut) => {
          const guard = new PacketGuard()
          const bytes = Buffer.concat([packet(1, 40), ...lengths.map((length) => packet(3, length))])
          for (let at = 0; at < bytes.length; at += cut)
            expect(guard.check(bytes.subarray(at, at + cut))).toBeUndefined()
        },
      ),
      { numRuns: 50 },
    )
  })

  it('stops a CONNECT as soon as it announces more than 64 KiB', () => {
    const guard = new PacketGuard()
    expect(guard.check(packet(1, PACKET_BYTES_BEFORE_CONNECT_MAX).subarray(0, 4))).toBe('packet_too_large')
  })

  it('lets packets up to 1 MiB pass after CONNECT was accepted, and no larger one', () => {
    const guard = new PacketGuard()
    guard.check(packet(1, 40))
    guard.raiseLimit()
    expect(guard.check(packet(3, PACKET_BYTES_MAX - 5))).toBeUndefined()
    expect(guard.check(packet(3, PACKET_BYTES_MAX).subarray(0, 5))).toBe('packet_too_large')
  })

  it('takes CONNECT first and once, and a length of four bytes at most', () => {
    expect(new PacketGuard().check(packet(3, 1))).toBe('packet_malformed')
    const guard = new PacketGuard()
    guard.check(packet(1, 1))
    expect(guard.check(packet(1, 1))).toBe('packet_malformed')
    expect(new PacketGuard().check(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff]))).toBe('packet_malformed')
  })
})
