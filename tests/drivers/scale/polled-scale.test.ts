import { describe, expect, it } from 'vitest'
import { PolledScale } from '#drivers/scale/polled-scale.ts'
import { toledo8217 } from '#drivers/scale/toledo-8217.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { VirtualScale } from '#drivers/virtual/virtual-scale.ts'
import { makeBench } from '#tests/drivers/driver-bench.ts'

async function openScale() {
  const cable = new MemoryCable('scale')
  const virtual = new VirtualScale(cable)
  const bench = makeBench('scale', cable)
  const scale = new PolledScale(bench.ports, toledo8217)
  scale.start()
  await bench.reaches('idle')
  return { ...bench, cable, virtual, scale, [Symbol.asyncDispose]: () => scale.close() }
}

describe('a polled scale', () => {
  it('reads whole grams at rest', async () => {
    await using bench = await openScale()
    bench.virtual.put({ weightGrams: 1234, isStable: true })
    expect(await bench.scale.read({ stable: true, timeoutMs: 1000 })).toEqual({
      coefficient: 1234,
      exponent: -3,
      unit: 'kg',
      weightGrams: 1234,
      state: 'stable',
      at: '2026-01-02T03:04:05.000Z',
    })
  })

  it('waits until something lies on it and rests', async () => {
    await using bench = await openScale()
    const weight = bench.scale.read({ stable: true, timeoutMs: 5000 })
    bench.virtual.put({ weightGrams: 500, isStable: false })
    setTimeout(() => bench.virtual.put({ weightGrams: 512, isStable: true }), 150)
    expect(await weight).toMatchObject({ weightGrams: 512, state: 'stable' })
  })

  it.each([
    [{ weightGrams: 20_000, isStable: true }, 'Extended', 'OverWeight'],
    [{ weightGrams: -5, isStable: true }, 'Extended', 'UnderZero'],
    [{ weightGrams: 300, isStable: false }, 'Timeout', 'Motion'],
    [{ weightGrams: 0, isStable: true }, 'Timeout', 'Empty'],
  ])('refuses %j in words', async (pan, code, detail) => {
    await using bench = await openScale()
    bench.virtual.put(pan)
    await expect(bench.scale.read({ stable: true, timeoutMs: 250 })).rejects.toMatchObject({ code, detail })
  })

  it('reads through a slow cable that cuts every answer to pieces', async () => {
    await using bench = await openScale()
    bench.cable.setFaults({ pieceBytesMax: 1, delayMs: 2 })
    bench.virtual.put({ weightGrams: 250, isStable: true })
    expect(await bench.scale.read({ stable: true, timeoutMs: 2000 })).toMatchObject({ weightGrams: 250 })
  })

  it('says at once that it is away', async () => {
    await using bench = await openScale()
    bench.cable.unplug()
    await bench.reaches('searching')
    await expect(bench.scale.read({ stable: true, timeoutMs: 1000 })).rejects.toMatchObject({ code: 'Offline' })
  })
})
