import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DevicesClient } from '#drivers/socket/client.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const program = fileURLToPath(import.meta.resolve('#drivers/main.ts'))
const folder = mkdtempSync(join(tmpdir(), 'devices-'))
const socketPath = join(folder, 'd.sock')
const logs: string[] = []
const events: DeviceEvent[] = []
let child: ChildProcess
let client: DevicesClient

const run = (...args: string[]): ChildProcess => {
  const started = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [started.stdout, started.stderr]) stream.on('data', (chunk) => logs.push(String(chunk)))
  return started
}
const start = (): ChildProcess => run('--socket', socketPath, '--virtual', '--data', folder)
const isUp = (state: 'up' | 'down') =>
  waitUntil(
    () => client.link.state === state,
    () => `the link is ${client.link.state}: ${logs.join('')}`,
    10_000,
  )
const comes = async <Name extends DeviceEvent['event']>(name: Name): Promise<Extract<DeviceEvent, { event: Name }>> => {
  const isIt = (event: DeviceEvent): event is Extract<DeviceEvent, { event: Name }> => event.event === name
  await waitUntil(
    () => events.some(isIt),
    () => `no ${name} came`,
  )
  const event = events.find(isIt)
  if (event === undefined) throw new Error(`no ${name}`)
  return event
}
const stateOf = async () => (await client.request('panel.state', {})).state

beforeAll(async () => {
  client = new DevicesClient({ socketPath })
  client.onEvent((event) => events.push(event))
  child = start()
  await isUp('up')
})
afterAll(async () => {
  await client.close()
  child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

describe('the devices process', () => {
  it('has all the virtual devices of a till, and lists what its panel can do', async () => {
    expect(client.link).toEqual({ state: 'up', isVirtual: true })
    const { devices } = await client.request('health', {})
    expect(devices.map(({ name, state }) => `${name} ${state}`).toSorted()).toEqual([
      'display idle',
      'drawer idle',
      'printer idle',
      'scale idle',
      'scanner idle',
      'terminal idle',
    ])
    expect((await client.request('panel.list', {})).methods).toContain('panel.scan')
  })

  it('turns a scan at the panel into an event, and keeps its content out of the log', async () => {
    await client.request('panel.scan', { text: '4006381333931' })
    expect(await comes('scan')).toMatchObject({ device: 'scanner', aim: ']E0', text: '4006381333931' })
    await client.request('panel.scan', { text: '1\u001b[2J', aim: ']C0' })
    expect(await comes('scan_rejected')).toMatchObject({ reason: 'bad_characters', count: 1 })
    await waitUntil(
      () => logs.join('').includes('"characters":13'),
      () => logs.join(''),
    )
    expect(logs.join('')).not.toContain('4006381333931')
  })

  it('weighs, shows, opens the drawer and charges', async () => {
    await client.request('panel.weight', { weightGrams: 512, isStable: true })
    expect(await client.request('scale.read', { stable: true, timeoutMs: 2000 })).toMatchObject({ weightGrams: 512 })
    await client.request('display.show', { upper: 'Apples 0.512 kg', lower: '1.53' })
    await client.request('drawer.open', { reason: 'sale' })
    expect(await comes('drawer')).toMatchObject({ isOpen: true })
    await client.request('panel.terminal', { answer: 'decline' })
    const charge = { intentId: 'i1', amountMinor: 153, currency: 'EUR' }
    expect(await client.request('terminal.charge', charge)).toMatchObject({ outcome: 'declined' })
    await waitUntil(
      () => events.some((event) => event.event === 'panel' && event.state.display.upper.startsWith('Apples')),
      () => 'the panel was not told',
    )
    expect(await stateOf()).toMatchObject({ drawer: { isOpen: true }, terminal: { answer: 'decline' } })
  })

  it('prints, and the panel shows the paper', async () => {
    const result = await client.request('printer.print', {
      jobId: 'job-1',
      kind: 'receipt',
      document: [
        { kind: 'text', text: 'Vendly', align: 'center', isBold: true },
        { kind: 'columns', left: 'Apples', right: '1.53' },
        { kind: 'cut' },
      ],
    })
    expect(result).toEqual({ outcome: 'confirmed' })
    const { printer } = await stateOf()
    expect(printer.paperRows).toEqual(['               Vendly', `Apples${' '.repeat(26)}1.53`, '╌'.repeat(36)])
  })

  it('says in plain words what is wrong, as it happens', async () => {
    await client.request('panel.printer', { cover: 'open' })
    await waitUntil(
      () => events.some((event) => event.event === 'health' && event.device.attention?.includes('Close its cover')),
      () => 'nobody said that the cover is open',
    )
    const job = { jobId: 'job-2', kind: 'receipt' as const, document: [{ kind: 'rule' as const }] }
    expect(await client.request('printer.print', job)).toEqual({ outcome: 'refused', cause: 'cover_open' })
    await client.request('panel.cable', { device: 'scanner', isPlugged: false })
    const { devices } = await client.request('health', {})
    expect(devices.find(({ name }) => name === 'scanner')).toMatchObject({ state: 'searching', power: 'offline' })
    await expect(client.request('panel.cable', { device: 'kettle', isPlugged: false })).rejects.toMatchObject({
      code: 'NoExist',
    })
  })

  it('is killed, starts again over its stale socket, and the client is back by itself', async () => {
    child.kill('SIGKILL')
    await isUp('down')
    expect(existsSync(socketPath)).toBe(true)
    child = start()
    await isUp('up')
    expect((await client.request('health', {})).devices).toHaveLength(6)
    // The card terminal is a device of its own: it still knows what it decided.
    expect(await client.request('terminal.lookup', { intentId: 'i1' })).toMatchObject({ outcome: 'declined' })
  })

  it('ends cleanly on SIGTERM, also when nobody reads its log any more', async () => {
    child.stdout?.destroy()
    await client.request('panel.printer', { cover: 'open' })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(existsSync(socketPath)).toBe(false)
  })

  it.each([
    [[], 'vendly-devices --socket PATH'],
    [['--socket', `/tmp/${'x'.repeat(120)}`], '125 bytes long'],
  ])('refuses to start with %j, and says why', async (args, words) => {
    const wrong = run(...args)
    expect(await once(wrong, 'exit')).toEqual([1, null])
    expect(logs.join('')).toContain(words)
  })
})
