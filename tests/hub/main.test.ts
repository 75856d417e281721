import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askHub } from '#hub/control/ask-hub.ts'
import { openDatabase } from '#hub/db/open-database.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

let folder = ''
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-main-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const START_TIMEOUT_MS = 20_000

const start = (environment: Readonly<Record<string, string>> = {}) => {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, ['hub/main.ts'], {
    env: {
      PATH,
      VENDLY_DEMO: 'true',
      VENDLY_DATA: folder,
      VENDLY_RUNTIME: join(folder, 'run'),
      PORT: '0',
      MQTT_PORT: '0',
      DEVICE_PORT: '0',
      ...environment,
    },
  })
  children.push(child)
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return {
    child,
    ended,
    output: () => output,
    isUp: async () =>
      waitUntil(
        () => output.includes('the hub is up'),
        () => output,
        START_TIMEOUT_MS,
      ),
  }
}

test('starts, answers on its control socket, stops on SIGTERM and leaves no socket', async () => {
  const hub = start()
  await hub.isUp()
  expect(await askHub(join(folder, 'hub'), { command: 'status' })).toMatchObject({ deviceCount: 0 })
  await expect(askHub(join(folder, 'hub'), { command: 'dance' })).rejects.toThrow('The hub knows no command "dance".')
  // Nothing of it is for others' eyes.
  expect(statSync(join(folder, 'hub', 'hub.sqlite')).mode & 0o077).toBe(0)
  hub.child.kill('SIGTERM')
  expect(await hub.ended).toBe(0)
  expect(existsSync(join(folder, 'hub', 'control.path'))).toBe(false)
})

test('a second start on the same data says so and leaves the first alone', async () => {
  const first = start()
  await first.isUp()
  const second = start({ VENDLY_RUNTIME: join(folder, 'run2') })
  expect(await second.ended).toBe(78)
  expect(second.output()).toMatch(/^Another program has the database .+ open\. Stop the hub first/mu)
  expect(await askHub(join(folder, 'hub'), { command: 'status' })).toMatchObject({ deviceCount: 0 })
}, 30_000)

test.each([
  ['PORT', 'PORT (npm start: --port N)'],
  ['MQTT_PORT', 'MQTT_PORT'],
  ['DEVICE_PORT', 'DEVICE_PORT'],
])('a taken port says so and ends the hub: %s', async (setting, remedy) => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const hub = start({ [setting]: String(port) })
  expect(await hub.ended).toBe(78)
  expect(hub.output()).toContain(`Port ${port} on 127.0.0.1 is taken by another program. Set ${remedy} to a free one.`)
  other.close()
})

test('outside the demo a missing secret stops the start with the command that makes one', async () => {
  const hub = start({ VENDLY_DEMO: 'false' })
  expect(await hub.ended).toBe(78)
  expect(hub.output()).toContain('echo "JWT_SECRET=$(openssl rand -hex 32)" >> .env')
})

test('data of a demo is refused outside it: its password is known to everybody', async () => {
  const demo = start()
  await demo.isUp()
  await askHub(join(folder, 'hub'), { command: 'seed' })
  demo.child.kill('SIGTERM')
  await demo.ended
  const hub = start({ VENDLY_DEMO: 'false', JWT_SECRET: 'j'.repeat(32), ENCRYPTION_KEY: 'e'.repeat(32) })
  expect(await hub.ended).toBe(78)
  expect(hub.output()).toContain('This data is of a demo: admin@vendly.com has the password that everybody knows.')
}, 60_000)

test('killed while it is stocked it starts again on what was committed, and the stocking goes on', async () => {
  const ask = async (command: string): Promise<unknown> => askHub(join(folder, 'hub'), { command })
  const enrolledCount = (): unknown => {
    const reader = openDatabase(join(folder, 'hub', 'hub.sqlite'), 'reader')
    const count: unknown = reader.prepare('SELECT count(*) FROM devices WHERE pin IS NOT NULL').pluck().get()
    reader.close()
    return count
  }
  const hub = start()
  await hub.isUp()
  const seeding = ask('seed').catch(() => undefined)
  // The retired till is enrolled before its history comes, and revoked when all of it is there.
  await waitUntil(
    () => enrolledCount() === 1,
    () => 'the history does not begin',
    START_TIMEOUT_MS,
  )
  hub.child.kill('SIGKILL')
  await hub.ended
  await seeding
  const again = start()
  await again.isUp()
  const before = (await ask('doctor')) as { entryCount: number }
  expect(before).toMatchObject({ damage: [], breaks: [] })
  expect(enrolledCount()).toBe(1)
  expect(await ask('seed')).toBe('seeded')
  expect(enrolledCount()).toBe(0)
  const after = (await ask('doctor')) as { entryCount: number }
  expect(after).toMatchObject({ damage: [], breaks: [] })
  expect(after.entryCount).toBeGreaterThan(before.entryCount)
  expect(await ask('seed')).toBe('already_seeded')
}, 60_000)
