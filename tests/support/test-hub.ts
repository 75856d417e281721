import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions } from 'fastify'
import type { Operator, Role } from '#core/staff/operator.ts'
import { createApp, type App } from '#hub/app.ts'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { createAlarms } from '#hub/health/alarms.ts'
import { createServerCounters } from '#hub/http/base-server.ts'
import { createPasswords, type Passwords } from '#hub/identity/passwords.ts'
import { saveMember } from '#hub/identity/save-member.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { openJournal, type Journal } from '#hub/ingest/journal.ts'
import { createLog } from '#hub/log.ts'
import { MetricsRegistry } from '#hub/metrics/registry.ts'
import { newSalt } from '#hub/ports/new-salt.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { watchQuarantine } from '#hub/quarantine/watch-quarantine.ts'
import { readSettings } from '#hub/settings.ts'
import { resetForTests } from '#hub/testing/testing-routes.ts'

/** A clock that stands until it is moved: limits, tokens and dates run by it. */
interface TestClock {
  nowMs: () => number
  readonly monotonicMs: () => number
  readonly isTrusted: () => boolean
  readonly move: (ms: number) => void
}

const TEST_BCRYPT_COST = 4
const TEST_SECRET = 'a secret of tests that is long enough'
const TEST_STARTS_AT_MS = Date.parse('2026-11-20T12:00:00.000Z')

const testClock = (): TestClock => {
  let now = TEST_STARTS_AT_MS
  return {
    nowMs: () => now,
    monotonicMs: () => now - TEST_STARTS_AT_MS,
    isTrusted: () => true,
    move: (ms) => (now += ms),
  }
}

/** An answer; `json` is what the test says it is. */
interface Answer<T = unknown> {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  readonly json: T
}

interface AskOptions {
  readonly body?: unknown
  readonly as?: Role | 'nobody'
  readonly headers?: Readonly<Record<string, string>>
  /** A body as it is, in place of JSON. */
  readonly payload?: string
}

/** A hub's API on a real database in a folder of its own, asked without a socket. */
export interface TestHub {
  readonly app: App
  readonly database: HubDatabase
  readonly journal: Journal
  readonly passwords: Passwords
  readonly clock: TestClock
  readonly folder: string
  readonly changes: Changes[]
  readonly bugs: unknown[]
  readonly metrics: MetricsRegistry
  readonly logFile: string
  readonly ask: <T = unknown>(method: string, url: string, options?: AskOptions) => Promise<Answer<T>>
  readonly login: (email: string, password: string) => Promise<Answer<{ access_token: string }>>
  readonly close: () => Promise<void>
}

const members: Readonly<Record<Role, { operator: Operator; email: string; password: string }>> = {
  admin: {
    operator: { id: 1, number: 9, name: 'Test Owner', role: 'admin', pinVerifier: null, isActive: true },
    email: 'admin@vendly.com',
    password: 'admin123',
  },
  manager: {
    operator: { id: 2, number: 4, name: 'Mo Manager', role: 'manager', pinVerifier: null, isActive: true },
    email: 'mo@example.com',
    password: 'manager-pass',
  },
  clerk: {
    operator: { id: 3, number: 1, name: 'Cleo Clerk', role: 'clerk', pinVerifier: null, isActive: true },
    email: 'cleo@example.com',
    password: 'clerk-pass-1',
  },
}

/** Closes it, and throws what was a bug of ours while it ran. */
export const closeSound = async ({ close, bugs }: TestHub): Promise<void> => {
  await close()
  if (bugs.length > 0) throw bugs[0]
}

/** Opens it with one admin, manager and clerk; `environment` sets settings by their names. */
export async function openTestHub(
  environment: Readonly<Record<string, string>> = {},
  folder = mkdtempSync(join(tmpdir(), 'vendly-hub-')),
): Promise<TestHub> {
  const settings = readSettings(
    {
      NODE_ENV: 'test',
      JWT_SECRET: TEST_SECRET,
      ENCRYPTION_KEY: TEST_SECRET,
      VENDLY_DATA: folder,
      RATE_LIMIT_LOGIN: '1000/minute',
      LOG_LEVEL: 'debug',
      ...environment,
    },
    () => TEST_SECRET,
  )
  const clock = testClock()
  const bugs: unknown[] = []
  const changes: Changes[] = []
  const metrics = new MetricsRegistry()
  const logFile = join(folder, 'hub.log')
  const logger = createLog({ level: settings.logLevel, file: logFile })
  const alarms = createAlarms(logger, metrics)
  const database = openHubDatabase(settings.databasePath, (error) => bugs.push(error), {
    onRoom: (hasRoom) => (hasRoom ? alarms.clear('disk_full') : alarms.raise('disk_full', 'The disk is full.')),
  })
  const signer = feedSigner(generateKeyPairSync('ed25519').privateKey)
  const common = { clock, newId: newUuid, newSalt, sha256, version: 'test' }
  const journal = await openJournal({
    ...common,
    database,
    feedSigner: signer,
    onChanges: (change) => {
      changes.push(change)
      if (change.isEntryNotApplied) void watchQuarantine(database.read, alarms)
    },
  })
  const passwords = createPasswords(TEST_BCRYPT_COST, () => new Error('too many wait'))
  await resetForTests({ ...common, journal, passwords })
  for (const { operator, email, password } of [members.manager, members.clerk]) {
    const passwordHash = await passwords.hash(password)
    await journal.write((work) =>
      saveMember(work, programActor, { operator, email, passwordHash }, { ...common, nowMs: clock.nowMs }),
    )
  }
  const app = await createApp({
    ...common,
    settings,
    database,
    journal,
    logger,
    metrics,
    alarms,
    counters: createServerCounters(metrics),
    passwords,
    onBug: (error) => bugs.push(error),
    isBrokerUp: () => true,
    enrolment: undefined,
  })
  await app.server.ready()

  const tokens = new Map<Role, Promise<string>>()
  const send = async <T>(request: InjectOptions): Promise<Answer<T>> => {
    const answer = await app.server.inject(request)
    const isJson = answer.headers['content-type']?.toString().includes('json') ?? false
    const json = (isJson ? JSON.parse(answer.payload) : undefined) as T
    return { status: answer.statusCode, headers: answer.headers, text: answer.payload, json }
  }
  const login: TestHub['login'] = async (email, password) =>
    send({ method: 'POST', url: '/api/v1/auth/login', payload: { email, password } })
  const tokenOf = (role: Role): Promise<string> => {
    const known = tokens.get(role)
    if (known !== undefined) return known
    const { email, password } = members[role]
    const token = login(email, password).then(({ json }) => json.access_token)
    tokens.set(role, token)
    return token
  }
  return {
    app,
    database,
    journal,
    passwords,
    clock,
    folder,
    changes,
    bugs,
    metrics,
    logFile,
    login,
    ask: async <T>(method: string, url: string, { body, as = 'admin', headers = {}, payload }: AskOptions = {}) => {
      const text = payload ?? (body === undefined ? undefined : JSON.stringify(body))
      return send<T>({
        method,
        url,
        headers: {
          ...(as === 'nobody' ? {} : { authorization: `Bearer ${await tokenOf(as)}` }),
          ...(text === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(text === undefined ? {} : { payload: text }),
      })
    },
    close: async () => {
      await app.server.close()
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
