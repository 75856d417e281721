import { describe, expect, it } from 'vitest'
import { PrinterDrawer } from '#drivers/cash-drawer/printer-drawer.ts'
import { EscPosPrinter } from '#drivers/printer/escpos-printer.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { VirtualDrawer } from '#drivers/virtual/virtual-drawer.ts'
import { VirtualPrinter } from '#drivers/virtual/virtual-printer.ts'
import { makeBench } from '#tests/drivers/driver-bench.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

async function openDrawer() {
  const cable = new MemoryCable('printer')
  const virtualDrawer = new VirtualDrawer(() => virtual.drawerMoved())
  const virtual = new VirtualPrinter(cable, virtualDrawer, 36, () => undefined)
  const bench = makeBench('till', cable)
  const printer = new EscPosPrinter(makeBench('receipt', cable).ports, { columns: 36 })
  const drawer = new PrinterDrawer(bench.ports, printer, 'low')
  drawer.start()
  printer.start()
  await bench.reaches('idle')
  const moves = (count: number) =>
    waitUntil(
      () => bench.told('drawer').length === count,
      () => `${bench.told('drawer').length} instead of ${count} moves`,
    )
  return { ...bench, cable, virtual, virtualDrawer, drawer, moves, [Symbol.asyncDispose]: () => printer.close() }
}

describe('a cash drawer', () => {
  it('opens, and tells of it and of being closed', async () => {
    await using bench = await openDrawer()
    await bench.drawer.open()
    expect(bench.virtualDrawer.isOpen).toBe(true)
    bench.virtualDrawer.setOpen(false)
    await bench.moves(2)
    expect(bench.told('drawer').map((event) => event.isOpen)).toEqual([true, false])
  })

  it('opens while the printer is out of paper', async () => {
    await using bench = await openDrawer()
    bench.virtual.turn({ paper: 'out' })
    await bench.drawer.open()
    expect(bench.virtualDrawer.isOpen).toBe(true)
  })

  it('tells of being opened by its key', async () => {
    await using bench = await openDrawer()
    bench.virtualDrawer.setOpen(true)
    await bench.moves(1)
    expect(bench.told('drawer')[0]).toMatchObject({ device: 'till', isOpen: true })
  })

  it('says that it stayed shut when its own cable is off', async () => {
    await using bench = await openDrawer()
    bench.virtualDrawer.setPlugged(false)
    await expect(bench.drawer.open()).rejects.toMatchObject({ code: 'Failure', detail: 'StillClosed' })
  })

  it('is away with its printer', async () => {
    await using bench = await openDrawer()
    bench.cable.unplug()
    await bench.reaches('searching')
    await expect(bench.drawer.open()).rejects.toMatchObject({ code: 'Offline', device: 'till' })
  })
})
