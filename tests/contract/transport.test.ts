import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { MemoryCable } from '#drivers/transport/memory-cable.ts'
import { tcpTransport } from '#drivers/transport/tcp.ts'
import type { TransportFactory } from '#drivers/transport/transport.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

/** The far end of a wire: what came, what it says, and a way to vanish. */
interface FarEnd extends AsyncDisposable {
  readonly factory: TransportFactory
  readonly received: () => Uint8Array
  readonly say: (bytes: Uint8Array) => void
  readonly vanish: () => void
}

async function overMemory(): Promise<FarEnd> {
  const cable = new MemoryCable('memory')
  let received = Buffer.alloc(0)
  let say: FarEnd['say'] = () => undefined
  cable.onConnect((end) => {
    say = (bytes) => void end.write(bytes)
    void (async () => {
      for await (const chunk of end.readable) received = Buffer.concat([received, chunk])
    })()
  })
  return {
    factory: cable,
    received: () => received,
    say: (bytes) => say(bytes),
    vanish: () => cable.unplug(),
    [Symbol.asyncDispose]: async () => cable.unplug(),
  }
}

async function overTcp(): Promise<FarEnd> {
  let received = Buffer.alloc(0)
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
    })
    socket.on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    factory: tcpTransport('127.0.0.1', port),
    received: () => received,
    say: (bytes) => sockets.at(-1)?.write(bytes),
    vanish: () => sockets.at(-1)?.resetAndDestroy(),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const signal = (): AbortSignal => AbortSignal.timeout(2000)

describe.each([
  ['memory', overMemory],
  ['tcp', overTcp],
])('transport over %s', (_, open) => {
  it('carries every byte, in order, both ways', async () => {
    await using far = await open()
    const transport = await far.factory.open(signal())
    const sent = Uint8Array.from({ length: 60_000 }, (_byte, at) => at % 251)
    await transport.write(sent.subarray(0, 30_000))
    await transport.write(sent.subarray(30_000))
    await waitUntil(
      () => far.received().length === sent.length,
      () => `${far.received().length} bytes arrived`,
    )
    expect(Buffer.compare(far.received(), sent)).toBe(0)
    far.say(Uint8Array.of(1, 2, 3))
    for await (const chunk of transport.readable) {
      expect([...chunk]).toEqual([1, 2, 3])
      break
    }
    await transport.close()
  })

  it('delivers what was written before it was closed, although the device had talked back', async () => {
    await using far = await open()
    const transport = await far.factory.open(signal())
    far.say(Uint8Array.of(0x14, 0, 0, 0))
    await transport.write(new Uint8Array(60_000))
    await transport.close()
    expect(await transport.ended).toEqual({ reason: 'local' })
    await waitUntil(
      () => far.received().length === 60_000,
      () => `${far.received().length} bytes arrived`,
    )
  })

  it('ends its reading and refuses to write when the device vanishes', async () => {
    await using far = await open()
    const transport = await far.factory.open(signal())
    await transport.write(Uint8Array.of(1))
    await waitUntil(
      () => far.received().length === 1,
      () => 'nothing arrived',
    )
    far.vanish()
    for await (const chunk of transport.readable) expect(chunk).toBeUndefined()
    expect((await transport.ended).reason).not.toBe('local')
    await expect(transport.write(Uint8Array.of(2))).rejects.toMatchObject({ name: 'DeviceError', code: 'Offline' })
  })

  it('opens anew after it was closed', async () => {
    await using far = await open()
    const first = await far.factory.open(signal())
    await first.close()
    const second = await far.factory.open(signal())
    await second.write(Uint8Array.of(7))
    await waitUntil(
      () => far.received().at(-1) === 7,
      () => 'nothing arrived',
    )
    await second.close()
    expect(await first.ended).toEqual({ reason: 'local' })
  })
})
