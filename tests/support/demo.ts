import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTerminal } from '#tests/support/terminal.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

/** Building, stocking the shop and opening the till, on a machine that is busy with other tests. */
const START_TIMEOUT_MS = 60_000

const RETRY_MS = 100

const freePort = async (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** A folder and ports for demos that know of each other. */
export interface DemoPlace {
  readonly data: string
  readonly port: number
  readonly environment: Readonly<Record<string, string>>
  readonly remove: () => void
}

export const demoPlace = async (): Promise<DemoPlace> => {
  const data = mkdtempSync(join(tmpdir(), 'vendly-e2e-'))
  const environment = { MQTT_PORT: String(await freePort()), DEVICE_PORT: String(await freePort()) }
  const remove = (): void => rmSync(data, { recursive: true, force: true })
  return { data, port: await freePort(), environment, remove }
}

/** `npm start` as a newcomer runs it, in a pseudo-terminal. */
export function startDemo(place: DemoPlace, args: string[] = [], size = { columns: 80, rows: 24 }) {
  const command = ['bin/launch.mjs', 'bin/start.ts', '--data', place.data, '--port', String(place.port), ...args]
  const terminal = openTerminal('node', command, { ...place.environment }, size)
  /** Types, key by key as one burst. */
  const type = (keys: string): void => terminal.press(keys)
  const isOpen = async (): Promise<void> => terminal.shows('Operator number', START_TIMEOUT_MS)
  const signIn = async (): Promise<void> => {
    await isOpen()
    type('1\r1111\r')
    await waitUntil(
      () => /Float|Code/u.test(terminal.text()),
      () => `nobody is signed in:\n${terminal.text()}`,
      10_000,
    )
    if (terminal.text().includes('Float')) type('100\r')
    await terminal.shows('Code')
  }
  return { ...terminal, type, isOpen, signIn }
}

const signIn = async (base: string): Promise<Response> =>
  fetch(`${base}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@vendly.com', password: 'admin123' }),
  })

/** The hub's API, as HQ uses it; waits for a hub that is starting again. */
export async function signedInApi(place: DemoPlace) {
  const base = `http://127.0.0.1:${place.port}/api/v1`
  const endsAt = performance.now() + START_TIMEOUT_MS
  let login: Response | undefined
  while (login === undefined) {
    login = await signIn(base).catch((error: unknown) => {
      if (performance.now() > endsAt) throw error
      return undefined
    })
    if (login === undefined) await sleep(RETRY_MS)
  }
  const { access_token: token } = (await login.json()) as { access_token: string }
  return {
    get: async (path: string): Promise<unknown> => {
      const answer = await fetch(base + path, { headers: { authorization: `Bearer ${token}` } })
      return answer.json()
    },
  }
}

const readProcess = (pid: string, file: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    // It ended, or is somebody else's.
    return ''
  }
}

/** The process that runs a program of this demo, if it runs. */
export const processOf = (place: DemoPlace, program: 'hub' | 'kiosk' | 'devices'): number | undefined => {
  const pid = readdirSync('/proc').find(
    (name) =>
      /^\d+$/u.test(name) &&
      readProcess(name, 'cmdline').includes(`dist/${program}.mjs`) &&
      readProcess(name, 'environ').includes(`VENDLY_DATA=${place.data}\0`),
  )
  return pid === undefined ? undefined : Number(pid)
}
