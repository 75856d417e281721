import { describe, expect, it } from 'vitest'
import { RealtimeSieve } from '#drivers/virtual/realtime-sieve.ts'

const sift = (...bytes: number[]): { data: number[]; commands: number[][] } => {
  const sieve = new RealtimeSieve()
  const all = bytes.map((byte) => sieve.push(byte))
  const commands = all.map((one) => [...one.command]).filter((command) => command.length > 0)
  return { data: all.flatMap((one) => one.data), commands }
}

describe('real-time commands in a printer’s stream', () => {
  it('are taken out as they come', () => {
    expect(sift(65, 0x10, 0x04, 2, 66, 0x10, 0x14, 1, 0, 2, 0x10, 0x05, 2)).toEqual({
      data: [65, 66],
      commands: [
        [0x10, 0x04, 2],
        [0x10, 0x14, 1, 0, 2],
        [0x10, 0x05, 2],
      ],
    })
  })

  it('are not every byte of that value: a length of sixteen is data', () => {
    expect(sift(0x1d, 0x28, 0x6b, 0x10, 0x00, 0x31)).toEqual({
      data: [0x1d, 0x28, 0x6b, 0x10, 0x00, 0x31],
      commands: [],
    })
  })
})
