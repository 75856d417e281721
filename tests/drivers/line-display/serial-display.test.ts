import { describe, expect, it } from 'vitest'
import { SerialDisplay } from '#drivers/line-display/serial-display.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { VirtualDisplay } from '#drivers/virtual/virtual-display.ts'
import { makeBench } from '#tests/drivers/driver-bench.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

async function openDisplay() {
  const cable = new MemoryCable('display')
  const virtual = new VirtualDisplay(cable, () => undefined)
  const bench = makeBench('customer', cable)
  const display = new SerialDisplay(bench.ports)
  display.start()
  await bench.reaches('idle')
  const shows = (upper: string) =>
    waitUntil(
      () => virtual.lines.upper.trimEnd() === upper,
      () => `it shows ${JSON.stringify(virtual.lines)}`,
    )
  return { ...bench, cable, virtual, display, shows, [Symbol.asyncDispose]: () => display.close() }
}

describe('a customer display', () => {
  it('shows two lines', async () => {
    await using bench = await openDisplay()
    await bench.display.show({ upper: 'Whole milk 1 L', lower: '           1.20 EUR' })
    await bench.shows('Whole milk 1 L')
    expect(bench.virtual.lines.lower).toBe('           1.20 EUR ')
  })

  it('ends on the newest text when they come faster than its line', async () => {
    await using bench = await openDisplay()
    bench.cable.setFaults({ pieceBytesMax: 5, delayMs: 1 })
    await Promise.all(Array.from({ length: 200 }, (_, at) => bench.display.show({ upper: `text ${at}`, lower: '' })))
    await bench.shows('text 199')
    expect(bench.virtual.lines.upper).toHaveLength(20)
  })

  it('shows what is due once its cable is back', async () => {
    await using bench = await openDisplay()
    bench.cable.unplug()
    await bench.reaches('searching')
    await bench.display.show({ upper: 'while away', lower: '' })
    bench.cable.plug()
    await bench.shows('while away')
    expect(bench.told('health').at(-1)?.device.state).toBe('idle')
  })
})
