import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askHub } from '#hub/control/ask-hub.ts'
import { filesHolding } from '#tests/support/files-holding.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const START_TIMEOUT_MS = 30_000

const typed = {
  wrongPassword: 'wr0ng-password-typed',
  longPassword: `l0ng-password-${'x'.repeat(100)}`,
  forgedToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIiwicm9sZSI6ImFkbWluIn0.Zm9yZ2VkLXNpZ25hdHVyZQ',
  tokenInAddress: 't0ken-in-an-address',
  basic: 'YWRtaW46YmFzaWMtcGFzc3dvcmQ=',
  cookie: 'session-c00kie-value',
  apiKey: 'vk_l1ve_api_key_value',
  email: 'private.person@example.com',
}
const secrets = { JWT_SECRET: 'jwt-secret-'.padEnd(40, 'j'), ENCRYPTION_KEY: 'encryption-key-'.padEnd(40, 'e') }

let folder = ''
let hub: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vendly-secrets-'))
})
afterEach(() => {
  hub?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const portIn = (logFile: string): number | undefined => {
  try {
    const line = readFileSync(logFile, 'utf8')
      .split('\n')
      .find((text) => text.includes('the hub is up'))
    return line === undefined ? undefined : (JSON.parse(line) as { port: number }).port
  } catch {
    // It has written nothing yet.
    return undefined
  }
}

const startHub = async (logFile: string): Promise<string> => {
  const { PATH = '' } = process.env
  hub = spawn(process.execPath, ['hub/main.ts'], {
    stdio: 'ignore',
    env: {
      PATH,
      VENDLY_DEMO: 'true',
      VENDLY_DATA: folder,
      VENDLY_RUNTIME: join(folder, 'run'),
      LOG_FILE: logFile,
      LOG_LEVEL: 'trace',
      PORT: '0',
      MQTT_PORT: '0',
      DEVICE_PORT: '0',
      ...secrets,
    },
  })
  await waitUntil(
    () => portIn(logFile) !== undefined,
    () => 'the hub is not up',
    START_TIMEOUT_MS,
  )
  return `http://127.0.0.1:${portIn(logFile)}/api/v1`
}

const logIn = async (base: string, email: string, password: string): Promise<Response> =>
  fetch(`${base}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })

test('a hub that logs everything writes no secret: not those it has, not those it is sent', async () => {
  const logFile = join(folder, 'logs', 'hub.log')
  const base = await startHub(logFile)
  await askHub(join(folder, 'hub'), { command: 'seed' })
  const { code } = (await askHub(join(folder, 'hub'), { command: 'token', params: { name: 'T1' } })) as { code: string }

  const login = await logIn(base, 'admin@vendly.com', 'admin123')
  const { access_token: accessToken } = (await login.json()) as { access_token: string }
  expect((await logIn(base, 'admin@vendly.com', typed.wrongPassword)).status).toBe(401)
  expect((await logIn(base, typed.email, typed.longPassword)).status).toBe(401)
  const asking = async (path: string, headers: Record<string, string>): Promise<number> =>
    (await fetch(base + path, { headers })).status
  expect(await asking('/auth/me', { authorization: `Bearer ${accessToken}` })).toBe(200)
  expect(await asking('/auth/me', { authorization: `Bearer ${typed.forgedToken}` })).toBe(401)
  expect(await asking('/auth/me', { authorization: `Basic ${typed.basic}` })).toBe(401)
  expect(await asking('/auth/me', { cookie: typed.cookie, 'x-api-key': typed.apiKey })).toBe(401)
  expect(await asking(`/auth/me?token=${typed.tokenInAddress}`, {})).toBe(401)
  expect(await asking(`/nothing?access_token=${typed.tokenInAddress}`, {})).toBe(404)
  await fetch(`${base}/auth/login`, { method: 'POST', body: `{"password": "${typed.wrongPassword}", ` })
  hub?.kill('SIGTERM')
  await new Promise((ended) => hub?.once('exit', ended))

  const log = readFileSync(logFile, 'utf8')
  expect(log).toContain('the hub has stopped')
  const known = [...Object.values(secrets), accessToken, code, 'admin123', 'admin@vendly.com']
  expect(filesHolding(join(folder, 'logs'), [...Object.values(typed), ...known])).toEqual([])
  // What was typed is nowhere else either: not in the database, not in its write-ahead log.
  expect(filesHolding(folder, [...Object.values(typed), ...Object.values(secrets), accessToken, code])).toEqual([])
}, 60_000)
