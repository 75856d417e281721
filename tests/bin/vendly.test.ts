import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandTable } from '#bin/commands/command-table.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-command-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const TIMEOUT_MS = 60_000

const vendly = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  cwd: string = process.cwd(),
) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const { PATH = '' } = process.env
    const env = { PATH, ...environment }
    execFile(process.execPath, [join(process.cwd(), 'bin/vendly.ts'), ...args], { env, cwd }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })

const ENCRYPTION_KEY = 'a key for tests that is long enough'

test(
  'a backup is made, and comes back elsewhere; what cannot be says why and exits with 1',
  async () => {
    const secret = { ENCRYPTION_KEY }
    const file = join(folder, 'night.backup')
    const here = ['--data', join(folder, 'here')]
    const there = ['--data', join(folder, 'there')]
    const backup = ['hub', 'backup', '--to', file, ...here]
    expect(await vendly(backup, secret)).toMatchObject({ code: 1, err: expect.stringContaining('no hub') })
    await vendly(['hub', 'owner', '--email', 'owner@example.com', ...here])
    expect(await vendly(backup)).toMatchObject({ code: 1, err: expect.stringContaining('ENCRYPTION_KEY is missing') })
    expect(await vendly(backup, secret)).toMatchObject({ code: 0, out: expect.stringContaining('verified') })
    expect(await vendly(backup, secret)).toMatchObject({ code: 1, err: expect.stringContaining('is there already') })
    const restore = ['hub', 'restore', '--from', file]
    expect(await vendly([...restore, ...there], { ENCRYPTION_KEY: 'x'.repeat(40) })).toMatchObject({
      code: 1,
      err: expect.stringContaining('another ENCRYPTION_KEY'),
    })
    expect(await vendly([...restore, ...there], secret)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Restored \d+ entries.+Start the hub/su),
    })
    expect(await vendly(['hub', 'doctor', ...there])).toMatchObject({ code: 0 })
    expect(await vendly([...restore, ...here], secret)).toMatchObject({
      code: 1,
      err: expect.stringContaining('With --force it is put aside'),
    })
    expect(await vendly([...restore, '--force', ...here], secret)).toMatchObject({
      code: 0,
      out: expect.stringContaining('What was there is in'),
    })
  },
  TIMEOUT_MS,
)

test(
  'a journal that holds is 0, one that does not is 1 with its first bad entry named, what cannot be checked is 2',
  async () => {
    const data = ['--data', folder]
    const verify = ['audit', 'verify', ...data]
    expect(await vendly(verify)).toMatchObject({ code: 2, err: expect.stringContaining("There is no hub's data") })
    await vendly(['hub', 'owner', '--email', 'owner@example.com', ...data])
    expect(await vendly(verify)).toMatchObject({ code: 0, out: expect.stringMatching(/^hub: \d+ entries hold/mu) })
    const extract = join(folder, 'all.audit')
    const period = ['--from', '2020-01-01', '--until', '2099-12-31', '--to', extract]
    const made = await vendly(['audit', 'export', ...period, ...data])
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('Signed with the key') })
    const [key = ''] = /[0-9a-f]{64}/u.exec(made.out) ?? []
    const file = ['audit', 'verify', '--file', extract]
    expect(await vendly([...file, '--key', key])).toMatchObject({ code: 0 })
    expect(await vendly([...file, '--key', 'f'.repeat(64)])).toMatchObject({
      code: 1,
      err: expect.stringContaining('signed with another key'),
    })
    const database = new Sqlite(join(folder, 'hub', 'hub.sqlite'))
    database.exec(`UPDATE entries SET text = replace(text, 'Owner', 'Thief') WHERE type = 'operator_saved'`)
    database.close()
    expect(await vendly(verify)).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^hub: first bad entry: stream [0-9a-f-]{36}, entry 2: its text was changed \[hash_wrong\]$/mu,
      ),
    })
  },
  TIMEOUT_MS,
)

test(
  'without a command, and with --help, it lists what there is',
  async () => {
    const { code, out } = await vendly([])
    expect(code).toBe(0)
    for (const { noun, verb, summary } of commandTable) {
      expect(out).toMatch(new RegExp(`vendly ${noun} ${verb} +${summary}`, 'u'))
    }
    expect((await vendly(['--help'])).out).toBe(out)
    expect((await vendly(['hub'])).out).toContain('vendly hub doctor')
  },
  TIMEOUT_MS,
)

test(
  'every command has its help',
  async () => {
    for (const { noun, verb, summary, flags } of commandTable) {
      const { code, out } = await vendly([noun, verb, '--help'])
      expect(code).toBe(0)
      expect(out).toContain(summary)
      for (const flag of Object.keys(flags)) expect(out).toContain(`--${flag}`)
    }
  },
  TIMEOUT_MS,
)

test(
  'what it does not know it says, and exits with 64',
  async () => {
    expect(await vendly(['hub', 'dance'])).toMatchObject({
      code: 64,
      err: expect.stringContaining('"vendly hub dance"'),
    })
    expect(await vendly(['hub', 'seed', '--fast'])).toMatchObject({
      code: 64,
      err: expect.stringContaining("'--fast'"),
    })
  },
  TIMEOUT_MS,
)

test(
  'with no hub running: what needs one says so, what works on the data does',
  async () => {
    const data = ['--data', folder]
    expect(await vendly(['hub', 'token', '--name', 'T2', ...data])).toMatchObject({
      code: 1,
      err: expect.stringContaining('No hub is running'),
    })
    expect(await vendly(['hub', 'doctor', ...data])).toMatchObject({
      code: 1,
      err: expect.stringContaining("There is no hub's data"),
    })
    expect(readdirSync(folder)).toEqual([])
    expect(await vendly(['hub', 'migrate', ...data])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Taken: 0001/u),
    })
    expect(await vendly(['hub', 'migrate', ...data])).toMatchObject({ code: 0, out: 'The database is up to date.\n' })
    expect(await vendly(['hub', 'doctor', ...data])).toMatchObject({
      code: 0,
      out: expect.stringContaining('All is well.'),
    })
    const owner = ['hub', 'owner', '--email', 'owner@example.com', ...data]
    const passwords = [(await vendly(owner)).out, (await vendly(owner)).out]
    for (const out of passwords) expect(out).toMatch(/^Password, shown this once: [\w-]{16}\n$/u)
    expect(passwords[0]).not.toBe(passwords[1])
    expect(await vendly(['hub', 'seed', ...data])).toMatchObject({
      code: 1,
      err: expect.stringContaining('VENDLY_DEMO'),
    })
  },
  TIMEOUT_MS,
)

test(
  'without a folder that is said, a command looks where a hub is, and chooses between no two',
  async () => {
    const doctor = async () => vendly(['hub', 'doctor'], {}, folder)
    expect((await doctor()).err).toContain(join(folder, '.local/hub'))
    mkdirSync(join(folder, '.local/demo/hub'), { recursive: true })
    expect((await doctor()).err).toContain(join(folder, '.local/demo'))
    mkdirSync(join(folder, '.local/hub/hub'), { recursive: true })
    expect(await doctor()).toMatchObject({ code: 1, err: expect.stringContaining('two hubs') })
  },
  TIMEOUT_MS,
)
