import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitUntil } from '#tests/support/wait-until.ts'

const TIMEOUT_MS = 120_000
const START_TIMEOUT_MS = 30_000

let folder = ''
let hub: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-online-'))
})
afterEach(() => {
  hub?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const { PATH = '' } = process.env
const vendly = async (...args: readonly string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, ['bin/vendly.ts', ...args, '--data', folder], { env: { PATH } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })

const startHub = async (more: Readonly<Record<string, string>> = {}): Promise<void> => {
  const ports = { PORT: '0', MQTT_PORT: '0', DEVICE_PORT: '0' }
  const env = { PATH, VENDLY_DEMO: 'true', VENDLY_DATA: folder, VENDLY_RUNTIME: join(folder, 'run'), ...ports, ...more }
  const child = spawn(process.execPath, ['hub/main.ts'], { env })
  hub = child
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  child.stderr.on('data', (text: Buffer) => (output += text.toString()))
  await waitUntil(
    () => output.includes('the hub is up'),
    () => output,
    START_TIMEOUT_MS,
  )
}

const kill = async (): Promise<void> => {
  const ended = new Promise((resolve) => hub?.once('exit', resolve))
  hub?.kill('SIGKILL')
  await ended
}

test(
  'a hub that runs is backed up and audited, and no restore goes over it; killed and wiped it is restored',
  async () => {
    mkdirSync(join(folder, 'mirror'))
    await startHub({ MIRROR_DIR: join(folder, 'mirror') })
    await vendly('hub', 'owner', '--email', 'one@example.com')
    const file = join(folder, 'night.backup')
    const made = await vendly('hub', 'backup', '--to', file)
    expect(made).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Copying the database 100 %.+Verifying.+verified/su),
    })
    expect(existsSync(join(folder, 'hub', 'snapshot.sqlite'))).toBe(false)
    expect(await vendly('audit', 'verify')).toMatchObject({ code: 0, out: expect.stringContaining('hub: ') })
    const restore = ['hub', 'restore', '--from', file, '--mirror', join(folder, 'mirror')]
    expect(await vendly(...restore, '--force')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Another program has the database'),
    })
    await vendly('hub', 'owner', '--email', 'two@example.com')
    await kill()
    for (const name of readdirSync(join(folder, 'hub'))) {
      if (name.startsWith('hub.sqlite')) rmSync(join(folder, 'hub', name))
    }
    // The demo keeps the secret that opens backup and mirror among its keys.
    expect(await vendly(...restore)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Restored \d+ entries.+newer entries of the hub's own came from the mirror/su),
    })
    expect(await vendly('hub', 'doctor')).toMatchObject({ code: 0 })
    await startHub({ MIRROR_DIR: join(folder, 'mirror') })
    expect(await vendly('hub', 'status')).toMatchObject({ code: 0 })
    expect(await vendly('audit', 'verify')).toMatchObject({ code: 0 })
  },
  TIMEOUT_MS,
)
