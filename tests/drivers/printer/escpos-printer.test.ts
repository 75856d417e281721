import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EscPosPrinter } from '#drivers/printer/escpos-printer.ts'
import type { PrintDocument } from '#drivers/socket/print-document.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { VirtualDrawer } from '#drivers/virtual/virtual-drawer.ts'
import { VirtualPrinter } from '#drivers/virtual/virtual-printer.ts'
import { makeBench } from '#tests/drivers/driver-bench.ts'
import { anyText } from '#tests/support/any-text.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const receipt = (rows: number, name = 'row'): PrintDocument =>
  Array.from({ length: rows }, (_, at) => ({ kind: 'text' as const, text: `${name} ${at + 1}` }))
const rowsOf = (rows: number, name = 'row'): string[] => Array.from({ length: rows }, (_, at) => `${name} ${at + 1}`)

async function openPrinter() {
  const cable = new MemoryCable('printer')
  const drawer = new VirtualDrawer(() => virtual.drawerMoved())
  const virtual = new VirtualPrinter(cable, drawer, 36, () => undefined)
  const bench = makeBench('receipt', cable)
  const printer = new EscPosPrinter(bench.ports, { columns: 36, stallMs: 100 })
  printer.start()
  await bench.reaches('idle')
  const print = (jobId: string, document: PrintDocument) => printer.print({ jobId, kind: 'receipt', document })
  const printed = (jobId: string) =>
    waitUntil(
      () => bench.told('printed').some((event) => event.jobId === jobId),
      () => `${jobId} was never confirmed`,
    )
  return { ...bench, cable, drawer, virtual, printer, print, printed, [Symbol.asyncDispose]: () => printer.close() }
}

describe('a receipt printer', () => {
  it('confirms what is on paper', async () => {
    await using bench = await openPrinter()
    expect(await bench.print('1', [...receipt(3), { kind: 'cut' }])).toEqual({ outcome: 'confirmed' })
    expect(bench.virtual.paperRows).toEqual([...rowsOf(3), '╌'.repeat(36)])
  })

  it('refuses before the first byte while the cover is open or the paper is out', async () => {
    await using bench = await openPrinter()
    bench.virtual.turn({ cover: 'open' })
    await bench.reaches('error')
    expect(await bench.print('1', receipt(3))).toEqual({ outcome: 'refused', cause: 'cover_open' })
    bench.virtual.turn({ cover: 'closed', paper: 'out' })
    expect(await bench.print('1', receipt(3))).toEqual({ outcome: 'refused', cause: 'paper_out' })
    expect(bench.virtual.bufferedBytes).toBe(0)
    bench.virtual.turn({ paper: 'ok' })
    await bench.reaches('idle')
    expect(await bench.print('1', receipt(3))).toEqual({ outcome: 'confirmed' })
    expect(bench.virtual.paperRows).toEqual(rowsOf(3))
  })

  it('does not know when the paper ends in the middle, and confirms once a new roll is in', async () => {
    await using bench = await openPrinter()
    bench.virtual.loadRows(5)
    expect(await bench.print('1', receipt(20))).toEqual({ outcome: 'unconfirmed', cause: 'paper_out' })
    expect(bench.told('health').at(-1)?.device.attention).toContain('out of paper')
    expect(await bench.print('1', receipt(20))).toEqual({ outcome: 'unconfirmed', cause: 'paper_out' })
    expect(await bench.print('2', receipt(1))).toEqual({ outcome: 'refused', cause: 'paper_out' })
    bench.virtual.turn({ paper: 'ok' })
    await bench.printed('1')
    expect(bench.printer.outcome('1')).toEqual({ outcome: 'confirmed' })
    expect(await bench.print('1', receipt(20))).toEqual({ outcome: 'confirmed' })
    expect(bench.virtual.paperRows).toEqual(rowsOf(20))
  })

  it('finishes a receipt longer than its buffer after the paper is back, in the right order', async () => {
    await using bench = await openPrinter()
    const name = 'a row that is thirty wide'
    bench.virtual.loadRows(5)
    expect(await bench.print('1', receipt(390, name))).toMatchObject({ outcome: 'unconfirmed' })
    bench.virtual.turn({ paper: 'ok' })
    await bench.printed('1')
    expect(bench.virtual.paperRows).toEqual(rowsOf(390, name))
  })

  it('never sends a receipt again whose cable was pulled in the middle', async () => {
    await using bench = await openPrinter()
    bench.cable.setFaults({ unplugAfterBytes: 200 })
    expect(await bench.print('1', receipt(100))).toEqual({ outcome: 'unconfirmed', cause: 'offline' })
    const rows = bench.virtual.paperRows.length
    expect(rows).toBeLessThan(100)
    bench.cable.plug()
    await bench.reaches('idle')
    expect(await bench.print('1', receipt(100))).toEqual({ outcome: 'unconfirmed', cause: 'offline' })
    expect(await bench.print('2', receipt(1, 'next'))).toEqual({ outcome: 'confirmed' })
    expect(bench.virtual.paperRows.at(-1)).toBe('next 1')
  })

  it('does not take a printer that lost its buffer for one that printed', async () => {
    await using bench = await openPrinter()
    bench.virtual.loadRows(5)
    await bench.print('1', receipt(20))
    bench.virtual.turn({ power: 'off' })
    await bench.reaches('searching')
    bench.virtual.turn({ power: 'on', paper: 'ok' })
    await bench.reaches('idle')
    expect(await bench.print('2', receipt(1, 'next'))).toEqual({ outcome: 'confirmed' })
    expect(bench.printer.outcome('1')).toMatchObject({ outcome: 'unconfirmed' })
    expect(bench.virtual.paperRows).toEqual([...rowsOf(5), 'next 1'])
  })

  it('prints one job once, however often it is asked at once', async () => {
    await using bench = await openPrinter()
    const results = await Promise.all([1, 2, 3].map(() => bench.print('1', receipt(4))))
    expect(results).toEqual([1, 2, 3].map(() => ({ outcome: 'confirmed' })))
    expect(bench.virtual.paperRows).toEqual(rowsOf(4))
  })

  it('is refused as offline while it is away, and knows no job that it never had', async () => {
    await using bench = await openPrinter()
    bench.cable.unplug()
    await bench.reaches('searching')
    expect(await bench.print('1', receipt(4))).toEqual({ outcome: 'refused', cause: 'offline' })
    expect(() => bench.printer.outcome('9')).toThrow(expect.objectContaining({ code: 'NoExist' }))
  })

  it('prints through a cable that cuts everything to single bytes', async () => {
    await using bench = await openPrinter()
    bench.cable.setFaults({ pieceBytesMax: 1 })
    expect(await bench.print('1', receipt(10))).toEqual({ outcome: 'confirmed' })
    expect(bench.virtual.paperRows).toEqual(rowsOf(10))
  })

  it('opens no drawer, whatever the names on a receipt', async () => {
    await using bench = await openPrinter()
    let job = 0
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (left, right) => {
        job += 1
        const document: PrintDocument = [
          { kind: 'columns', left, right },
          { kind: 'text', text: left, isDouble: true },
        ]
        expect(await bench.print(String(job), document)).toEqual({ outcome: 'confirmed' })
      }),
      { numRuns: 60 },
    )
    expect(bench.drawer.isOpen).toBe(false)
    for (const row of bench.virtual.paperRows) expect(row.length).toBeLessThanOrEqual(36)
  })
})
