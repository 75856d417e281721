import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandLength, EscPosInterpreter } from '#drivers/virtual/escpos-interpreter.ts'
import { PaperRoll } from '#drivers/virtual/paper-roll.ts'

function openInterpreter(columns = 20) {
  const paper = new PaperRoll(columns)
  const sent: number[][] = []
  const status: number[] = []
  let pulses = 0
  const interpreter = new EscPosInterpreter(paper, {
    pulseDrawer: () => {
      pulses += 1
    },
    setAutomaticStatus: (bits) => status.push(bits),
    send: (bytes) => sent.push([...bytes]),
    sensors: () => ({ isPaperNearEnd: true, isDrawerPinHigh: true }),
  })
  const run = (...bytes: number[]): number => {
    let rest = Uint8Array.from(bytes)
    for (let length = commandLength(rest); length > 0 && rest.length > 0; length = commandLength(rest)) {
      interpreter.execute(rest.subarray(0, length))
      rest = rest.slice(length)
    }
    return rest.length
  }
  return { paper, sent, status, pulses: () => pulses, run }
}

const text = (words: string): number[] => [...Buffer.from(words, 'latin1')]

describe('ESC/POS as a printer reads it', () => {
  it('prints lines, aligned, and wraps at the edge', () => {
    const { paper, run } = openInterpreter(10)
    run(...text('left\n'), 0x1b, 0x61, 1, ...text('mid\n'), 0x1b, 0x61, 2, ...text('right\n'))
    run(0x1b, 0x61, 0, ...text('0123456789ab\n'))
    expect(paper.rows).toEqual(['left', '   mid', '     right', '0123456789', 'ab'])
  })

  it('prints double width as two columns a character', () => {
    const { paper, run } = openInterpreter(10)
    run(0x1d, 0x21, 0x11, ...text('AB'), 0x1d, 0x21, 0x00, ...text('c\n'), 0x1b, 0x21, 0x20, ...text('D\n'))
    expect(paper.rows).toEqual(['A B c', 'D'])
  })

  it('knows code page 858 only where it was chosen', () => {
    const { paper, run } = openInterpreter()
    run(0x82, 0xd5, 0x0a, 0x1b, 0x74, 19, 0x82, 0xd5, 0x0a)
    expect(paper.rows).toEqual(['▯▯', 'é€'])
  })

  it('feeds, cuts and resets', () => {
    const { paper, run, status } = openInterpreter(4)
    run(0x1b, 0x64, 2, ...text('a'), 0x1d, 0x56, 66, 3, ...text('b'), 0x1b, 0x40, ...text('c\n'))
    expect(paper.rows).toEqual(['', '', 'a', '╌╌╌╌', 'c'])
    expect(status).toEqual([0])
  })

  it('answers a fence with its four characters, and GS r with its sensors', () => {
    const { sent, run } = openInterpreter()
    run(0x1d, 0x28, 0x48, 6, 0, 0x30, 0x30, ...text('ab12'), 0x1d, 0x72, 1, 0x1d, 0x72, 2)
    expect(sent).toEqual([[0x37, 0x22, ...text('ab12'), 0], [3], [1]])
  })

  it('pulses the drawer', () => {
    const { pulses, run } = openInterpreter()
    run(0x1b, 0x70, 0, 25, 250)
    expect(pulses()).toBe(1)
  })

  it('prints barcodes with their figures, and QR codes that fit', () => {
    const { paper, run } = openInterpreter(30)
    run(0x1d, 0x6b, 67, 13, ...text('4006381333931'), 0x1d, 0x6b, 73, 6, ...text('{BA{{1'))
    expect(paper.rows.filter((_, at) => at % 2 === 1)).toEqual(['4006381333931', 'A{1'])
    run(0x1d, 0x28, 0x6b, 5, 0, 0x31, 0x50, 0x30, ...text('hi'), 0x1d, 0x28, 0x6b, 3, 0, 0x31, 0x51, 0x30)
    expect(paper.rows.slice(4).join('')).toContain('█▄▄▄▄▄█')
  })

  it('waits for the rest of a command, and steps over pictures and unknown commands', () => {
    const { paper, run } = openInterpreter()
    expect(run(0x1d, 0x28, 0x48, 6, 0, 0x30)).toBe(6)
    expect(run(0x1d, 0x76, 0x30, 0, 2, 0, 2, 0, 1, 2, 3, 4, 0x1b, 0xff, 0x1d, 0xff, ...text('ok\n'))).toBe(0)
    expect(paper.rows).toEqual(['ok'])
  })

  it('never crashes, and never prints wider than its paper, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        const { paper, run } = openInterpreter(12)
        run(...noise)
        for (const row of paper.rows) expect(row.length).toBeLessThanOrEqual(12)
      }),
    )
  })
})
