import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DevicesServer } from '#drivers/server/devices-server.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import { LINE_BYTES_MAX } from '#drivers/socket/messages.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

async function openServer() {
  const folder = mkdtempSync(join(tmpdir(), 'devices-'))
  const socketPath = join(folder, 'd.sock')
  const refused: string[] = []
  const failed: string[] = []
  const make = () =>
    new DevicesServer({
      socketPath,
      isVirtual: true,
      table: {
        health: () => ({ devices: [] }),
        'scale.read': () => {
          throw new DeviceError('Extended', 'scale', 'Too heavy for the scale.', { detail: 'OverWeight' })
        },
        'drawer.open': () => {
          throw new TypeError('a secret of the inside')
        },
      },
      notes: { refused: (reason) => refused.push(reason), failed: (method) => failed.push(method) },
    })
  const server = make()
  await server.listen()
  const socket = createConnection(socketPath)
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk.toString('utf8')
  })
  socket.on('error', () => undefined)
  const lines = (): Record<string, unknown>[] =>
    heard
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return {
    make,
    server,
    socket,
    socketPath,
    refused,
    failed,
    lines,
    hears: (count: number) =>
      waitUntil(
        () => lines().length === count,
        () => `it heard ${heard}`,
      ),
    [Symbol.asyncDispose]: async () => {
      socket.destroy()
      await server.close()
      rmSync(folder, { recursive: true })
    },
  }
}

describe('the devices socket', () => {
  it('greets, and is for its owner alone', async () => {
    await using bench = await openServer()
    await bench.hears(1)
    expect(bench.lines()).toEqual([{ event: 'hello', protocol: 1, isVirtual: true }])
    expect(statSync(bench.socketPath).mode & 0o777).toBe(0o600)
  })

  it('answers in the order of being done, by id', async () => {
    await using bench = await openServer()
    bench.socket.write('{"id":1,"method":"health","params":{}}\n{"id":2,"method":"health","params":{}}\n')
    await bench.hears(3)
    expect(bench.lines().slice(1)).toEqual([
      { id: 1, result: { devices: [] } },
      { id: 2, result: { devices: [] } },
    ])
  })

  it.each([
    ['{"id":1,"method":"scale.read","params":{"stable":true,"timeoutMs":500}}', 'Extended', 'Too heavy'],
    ['{"id":1,"method":"scale.read","params":{"stable":"yes"}}', 'Illegal', 'parameters of scale.read'],
    ['{"id":1,"method":"printer.print","params":{}}', 'NoExist', 'not served here'],
    ['{"id":1,"method":"constructor","params":{}}', 'NoExist', 'not served here'],
    ['{"id":1,"method":"drawer.open","params":{"reason":"sale"}}', 'Failure', 'made a mistake'],
  ])('answers %s by a fault', async (line, code, message) => {
    await using bench = await openServer()
    bench.socket.write(`${line}\n`)
    await bench.hears(2)
    const fault = expect.objectContaining({ code, message: expect.stringContaining(message) })
    expect(bench.lines()[1]).toEqual({ id: 1, fault })
    expect(bench.failed).toEqual(code === 'Failure' ? ['drawer.open'] : [])
  })

  it('refuses what is no request, and hangs up on what is too long', async () => {
    await using bench = await openServer()
    bench.socket.write('nonsense\n{"id":0}\n{"id":1,"method":"health","params":{}}\n')
    await bench.hears(2)
    expect(bench.refused).toEqual(['not_json', 'not_a_request'])
    const closed = once(bench.socket, 'close')
    bench.socket.write('x'.repeat(LINE_BYTES_MAX + 1))
    await closed
    expect(bench.refused.at(-1)).toBe('too_long')
  })

  it('serves on, whatever another client sends', async () => {
    await using bench = await openServer()
    const noise = fc.uint8Array({ maxLength: 2000 })
    await fc.assert(
      fc.asyncProperty(noise, fc.json(), async (bytes, json) => {
        const stranger = createConnection(bench.socketPath)
        stranger.on('error', () => undefined)
        await once(stranger, 'connect')
        stranger.end(Buffer.concat([bytes, Buffer.from(`\n${json}\n{"id":1,"method":"health","params":${json}}\n`)]))
        stranger.resume()
        await once(stranger, 'close')
      }),
      { numRuns: 40 },
    )
    bench.socket.write('{"id":7,"method":"health","params":{}}\n')
    await bench.hears(2)
    expect(bench.lines()[1]).toEqual({ id: 7, result: { devices: [] } })
    expect(bench.failed).toEqual([])
  })

  it('does not take over a path that is served', async () => {
    await using bench = await openServer()
    await expect(bench.make().listen()).rejects.toMatchObject({ code: 'Claimed' })
    expect(existsSync(bench.socketPath)).toBe(true)
  })
})
