import { describe, expect, it } from 'vitest'
import { BYTES_WAITING_MAX } from '#drivers/transport/byte-queue.ts'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import type { Transport } from '#drivers/transport/transport.ts'

async function openCable() {
  const cable = new MemoryCable('cable')
  const ends: Transport[] = []
  cable.onConnect((end) => ends.push(end))
  const driver = await cable.open()
  const [device] = ends
  if (device === undefined) throw new Error('no device was connected')
  return { cable, driver, device }
}

const readAll = async (transport: Transport): Promise<number[][]> => {
  const chunks: number[][] = []
  for await (const chunk of transport.readable) chunks.push([...chunk])
  return chunks
}

describe('a cable', () => {
  it('makes the writer wait for a reader who does not read', async () => {
    const { cable, driver, device } = await openCable()
    await driver.write(new Uint8Array(BYTES_WAITING_MAX))
    let isWritten = false
    const more = driver.write(Uint8Array.of(1)).then(() => {
      isWritten = true
    })
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    expect(isWritten).toBe(false)
    const reading = readAll(device)
    await more
    cable.unplug()
    expect((await reading).flat()).toHaveLength(BYTES_WAITING_MAX + 1)
  })

  it('cuts what it carries to pieces', async () => {
    const { cable, driver, device } = await openCable()
    cable.setFaults({ pieceBytesMax: 2, delayMs: 1 })
    await driver.write(Uint8Array.of(1, 2, 3, 4, 5))
    cable.unplug()
    expect(await readAll(device)).toEqual([[1, 2], [3, 4], [5]])
  })

  it('slips out after so many bytes, and tells both ends', async () => {
    const { cable, driver, device } = await openCable()
    cable.setFaults({ unplugAfterBytes: 3 })
    await expect(driver.write(Uint8Array.of(1, 2, 3, 4, 5))).rejects.toMatchObject({ code: 'Offline' })
    expect(await Promise.all([driver.ended, device.ended])).toEqual([{ reason: 'unplugged' }, { reason: 'unplugged' }])
    expect((await readAll(device)).flat()).toEqual([1, 2, 3])
    await expect(cable.open()).rejects.toMatchObject({ code: 'NoHardware' })
  })

  it('has one owner, and says when it is back', async () => {
    const { cable, driver } = await openCable()
    await expect(cable.open()).rejects.toMatchObject({ code: 'Claimed' })
    let arrivals = 0
    const unsubscribe = cable.onArrival(() => {
      arrivals += 1
    })
    cable.plug()
    cable.unplug()
    cable.plug()
    unsubscribe()
    cable.unplug()
    cable.plug()
    expect(arrivals).toBe(1)
    await expect(driver.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'Offline' })
  })
})
