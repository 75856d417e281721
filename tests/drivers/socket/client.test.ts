import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DevicesServer } from '#drivers/server/devices-server.ts'
import type { MethodTable } from '#drivers/server/method-table.ts'
import { DevicesClient } from '#drivers/socket/client.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const refusals: string[] = []
const notes = { refused: (reason: string) => refusals.push(reason), failed: () => refusals.push('failed') }
const health: MethodTable = { health: () => ({ devices: [] }) }

/** A folder for a socket, a client at it, and servers that come and go. */
function openBench() {
  const folder = mkdtempSync(join(tmpdir(), 'devices-'))
  const socketPath = join(folder, 'd.sock')
  const client = new DevicesClient({ socketPath, random: () => 0.5 })
  const servers: DevicesServer[] = []
  const isUp = (state: 'up' | 'down') =>
    waitUntil(
      () => client.link.state === state,
      () => `the link is ${client.link.state}`,
    )
  return {
    client,
    socketPath,
    isUp,
    serve: async (table: MethodTable = health) => {
      const server = new DevicesServer({ socketPath, table, isVirtual: false, notes })
      await server.listen()
      servers.push(server)
      return server
    },
    [Symbol.asyncDispose]: async () => {
      await client.close()
      for (const server of servers) await server.close().catch(() => undefined)
      rmSync(folder, { recursive: true })
    },
  }
}

/** A server that says what it likes. */
async function openLiar(socketPath: string, lines: string) {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.write(lines)
  })
  server.listen(socketPath)
  await once(server, 'listening')
  return {
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const hello = '{"event":"hello","protocol":1,"isVirtual":false}\n'

describe('the client of the devices socket', () => {
  it('connects when the server comes, hears events and asks', async () => {
    await using bench = openBench()
    const events: DeviceEvent[] = []
    bench.client.onEvent((event) => events.push(event))
    expect(bench.client.link).toEqual({ state: 'down' })
    const server = await bench.serve()
    await bench.isUp('up')
    expect(await bench.client.request('health', {})).toEqual({ devices: [] })
    server.tell({ event: 'drawer', at: '2026-01-02T03:04:05.000Z', device: 'drawer', isOpen: true })
    await waitUntil(
      () => events.length === 1,
      () => 'no event came',
    )
    expect(events[0]).toMatchObject({ event: 'drawer', isOpen: true })
  })

  it('sends what was asked while the link was down, once it is up', async () => {
    await using bench = openBench()
    const answer = bench.client.request('health', {})
    await bench.serve()
    expect(await answer).toEqual({ devices: [] })
  })

  it('gives up a request at its deadline, and says whether it was sent', async () => {
    await using bench = openBench()
    const early = bench.client.request('health', {}, { timeoutMs: 30 })
    await expect(early).rejects.toMatchObject({ code: 'Offline', detail: 'NotSent' })
    await bench.serve({ health: () => new Promise(() => undefined) })
    await bench.isUp('up')
    const late = bench.client.request('health', {}, { timeoutMs: 30 })
    await expect(late).rejects.toMatchObject({ code: 'Timeout', detail: 'Unanswered' })
  })

  it('never sends again what was sent when the link broke, and comes back by itself', async () => {
    await using bench = openBench()
    let prints = 0
    const first = await bench.serve({
      'drawer.open': () => {
        prints += 1
        return new Promise(() => undefined)
      },
    })
    await bench.isUp('up')
    const answer = bench.client.request('drawer.open', { reason: 'sale' })
    await waitUntil(
      () => prints === 1,
      () => 'it was not asked',
    )
    await Promise.all([expect(answer).rejects.toMatchObject({ code: 'Offline', detail: 'Unanswered' }), first.close()])
    await bench.serve()
    await bench.isUp('up')
    expect(await bench.client.request('health', {})).toEqual({ devices: [] })
    expect(prints).toBe(1)
  })

  it('refuses more requests than a till can have', async () => {
    await using bench = openBench()
    const asked = Array.from({ length: 64 }, () => bench.client.request('health', {}).catch(() => 'closed'))
    await expect(bench.client.request('health', {})).rejects.toMatchObject({ code: 'Busy' })
    await bench.client.close()
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['closed']))
    await expect(bench.client.request('health', {})).rejects.toMatchObject({ code: 'Closed' })
  })

  it('drops lines that are not of the protocol, and counts them', async () => {
    await using bench = openBench()
    const scan = '{"event":"scan","at":"x","device":"s","text":"123"}'
    const lines = `${hello}nonsense\n{"event":"scan","device":"s","text":""}\n{"id":"1"}\n[]\n${scan}\n`
    const texts: string[] = []
    bench.client.onEvent((event) => texts.push(event.event === 'scan' ? event.text : event.event))
    await using liar = await openLiar(bench.socketPath, lines)
    await waitUntil(
      () => texts.length === 1,
      () => 'the good line did not come',
    )
    expect([texts, bench.client.invalidLines, liar.sockets.length]).toEqual([['123'], 4, 1])
  })

  it('survives any noise, and hears the next good line', async () => {
    await using bench = openBench()
    let scans = 0
    bench.client.onEvent(() => {
      scans += 1
    })
    await using liar = await openLiar(bench.socketPath, hello)
    await bench.isUp('up')
    const noise = fc.sample(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      100,
    )
    for (const bytes of noise) liar.sockets[0]?.write(Buffer.concat([bytes, Buffer.from('\n')]))
    liar.sockets[0]?.write('{"event":"scan","at":"x","device":"s","text":"123"}\n')
    await waitUntil(
      () => scans === 1,
      () => `${scans} scans`,
    )
    expect(bench.client.invalidLines).toBeGreaterThanOrEqual(noise.length)
  })

  it('refuses an answer that is not of its form', async () => {
    await using bench = openBench()
    await using liar = await openLiar(bench.socketPath, hello)
    await bench.isUp('up')
    const answer = bench.client.request('health', {})
    liar.sockets[0]?.write('{"id":1,"result":{"devices":[{"name":"x"}]}}\n')
    await expect(answer).rejects.toMatchObject({ code: 'Failure' })
  })

  it('hangs up on another version and on a line without end', async () => {
    await using bench = openBench()
    await using liar = await openLiar(bench.socketPath, '{"event":"hello","protocol":2,"isVirtual":false}\n')
    await waitUntil(
      () => liar.sockets.length >= 2,
      () => 'it did not hang up',
    )
    expect(bench.client.link).toEqual({ state: 'down' })
    liar.sockets.at(-1)?.write('x'.repeat(300_000))
  })

  it('says that a path is too long for a socket', () => {
    expect(() => new DevicesClient({ socketPath: `/tmp/${'x'.repeat(120)}` })).toThrow(/125 bytes long/)
  })
})
