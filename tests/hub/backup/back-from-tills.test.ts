import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { saleLineNumber, saleNumber } from '#core/sale/receipt-label.ts'
import { applyMirror } from '#hub/backup/apply-mirror.ts'
import { restoreHub } from '#hub/backup/restore-hub.ts'
import type { Snapshot } from '#hub/backup/take-snapshot.ts'
import { writeBackup } from '#hub/backup/write-backup.ts'
import { openHub, type Hub } from '#hub/hub.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { readSettings } from '#hub/settings.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import { hasCatalogue, isAllSent, openLinkedTill, stockHub, type LinkedTill } from '#tests/support/linked-till.ts'
import { newFolder, type RunningHub } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const SECRET = 'a key for tests that is long enough'
const TIMEOUT_MS = 120_000
const product = makeProduct(1)

let folder: ReturnType<typeof newFolder>
let hub: Hub
let ports = { MQTT_PORT: '0', DEVICE_PORT: '0' }
let tills: LinkedTill[] = []
const fatal: unknown[] = []
const data = (): string => join(folder.path, 'data')
const mirror = (): string => join(folder.path, 'mirror')
const databasePath = (): string => join(data(), 'hub', 'hub.sqlite')
const keyFolder = (): string => join(data(), 'hub', 'keys')

/** The hub as it runs in a shop: all of it, on ports that its tills find again. */
const start = async (): Promise<void> => {
  const settings = readSettings(
    {
      VENDLY_DATA: data(),
      HOST: '127.0.0.1',
      DEVICE_HOST: '127.0.0.1',
      HUB_NAMES: '127.0.0.1',
      PORT: '0',
      ...ports,
      MIRROR_DIR: mirror(),
      JWT_SECRET: SECRET,
      ENCRYPTION_KEY: SECRET,
      RATE_LIMIT_LOGIN: 'off',
    },
    () => SECRET,
  )
  hub = await openHub({ settings, logger: pino({ level: 'silent' }), onFatal: (error) => fatal.push(error) })
  ports = { MQTT_PORT: String(hub.devices.mqttPort), DEVICE_PORT: String(hub.devices.httpsPort) }
}

const asRunning = (): RunningHub => ({
  folder: data(),
  database: hub.database,
  journal: hub.journal,
  devices: hub.devices,
  refusals: [],
  stop: () => hub.close(),
})

const openTill = async (name: string): Promise<LinkedTill> => {
  const at = join(folder.path, name)
  mkdirSync(at)
  const till = await openLinkedTill(asRunning(), name, at)
  tills.push(till)
  await hasCatalogue(till, 4)
  return till
}

const command = async (name: string, params: object = {}): Promise<unknown> => {
  const run = hub.commands[name]
  if (run === undefined) throw new Error(`The hub has no command "${name}".`)
  return run({ ...params }, () => {})
}

let token = ''
const api = async (method: 'GET' | 'POST', url: string, payload?: object, headers: Record<string, string> = {}) => {
  const answer = await hub.server.inject({
    method,
    url: `/api/v1${url}`,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: answer.statusCode, json: JSON.parse(answer.payload) as unknown }
}
const signIn = async (): Promise<void> => {
  const made = (await command('owner', { email: 'owner@example.com', name: 'Owner' })) as { password: string }
  const payload = { email: 'owner@example.com', password: made.password }
  const answer = await hub.server.inject({ method: 'POST', url: '/api/v1/auth/login', payload })
  token = (JSON.parse(answer.payload) as { access_token: string }).access_token
}
const sellAtApi = async (headers: Record<string, string> = {}) =>
  api('POST', '/sales', { items: [{ product_id: 1, quantity: 1, unit_price: 1.01 }], payment_method: 'cash' }, headers)

interface SaleOut {
  readonly id: number
  readonly status: string
  readonly items: readonly { readonly id: number }[]
}
/** Everything of a sale that a client of the API may hold on to. */
const sales = async (): Promise<Map<number, SaleOut>> => {
  const { json } = await api('GET', '/sales?limit=200')
  return new Map((json as SaleOut[]).map((sale) => [sale.id, sale]))
}
const level = async (): Promise<unknown> =>
  ((await api('GET', '/products/1')).json as { readonly quantity: number }).quantity

const deleteDatabase = (): void => {
  for (const name of readdirSync(join(data(), 'hub'))) {
    if (name.startsWith('hub.sqlite')) rmSync(join(data(), 'hub', name))
  }
}

const backUp = async (target: string): Promise<void> => {
  const { path: snapshotPath, schema, hubId } = (await command('snapshot')) as Snapshot
  const facts = { madeAt: new Date().toISOString(), softwareVersion: 'test', schema, hubId }
  await writeBackup({ snapshotPath, keyFolder: keyFolder(), target, secret: SECRET, facts, sha256, say: () => {} })
}

const restore = async (from: string): Promise<{ takenCount: number }> => {
  const place = { databasePath: databasePath(), keyFolder: keyFolder(), mirrorFolder: mirror(), secret: SECRET, sha256 }
  await restoreHub({ ...place, from, isForced: false, nowMs: Date.now, say: () => {} })
  return applyMirror({ ...place, newId: newUuid })
}

const revoke = async (till: string): Promise<void> => {
  const device = hub.devices.directory.list().find(({ name }) => name === till)
  await hub.devices.enrolment.revoke(device?.id ?? '', 'lost', programActor)
}

const allSent = async (): Promise<void> => {
  for (const till of tills) await isAllSent(till)
}
const isBack = async (count: number): Promise<void> => {
  let found = 0
  const look = setInterval(() => void sales().then(({ size }) => (found = size)), 50)
  try {
    await waitUntil(
      () => found >= count,
      () => `${found} of ${count} sales are back: ${String(tills.flatMap(({ troubles }) => troubles).at(-1))}`,
      60_000,
    )
  } finally {
    clearInterval(look)
  }
}

beforeEach(async () => {
  folder = newFolder()
  tills = []
  fatal.length = 0
  ports = { MQTT_PORT: '0', DEVICE_PORT: '0' }
  mkdirSync(mirror())
  await start()
  await signIn()
  await stockHub(asRunning(), [product])
  await hub.journal.write(({ record }) =>
    record(programActor, {
      type: 'stock_adjusted',
      body: { productId: 1, unit: 'piece', change: 1000, reason: 'opening' },
    }),
  )
})
afterEach(async () => {
  for (const till of tills) await till.stop()
  await hub.close()
  folder.remove()
  if (fatal.length > 0) throw fatal[0]
})

test(
  'the database deleted while tills sell: backup, mirror and tills bring all back, under the same numbers',
  async () => {
    const [one, other] = [await openTill('T1'), await openTill('T2')]
    for (const till of [one, other]) for (let n = 0; n < 3; n += 1) till.sell([product])
    expect((await sellAtApi()).status).toBe(201)
    await allSent()
    const backup = join(folder.path, 'night.backup')
    const written = backUp(backup)
    one.sell([product, product])
    await written

    // After the backup: at tills and at the API, a refund of a till's sale among it, and a till that gets lost.
    const sold = other.sell([product])
    for (let n = 0; n < 4; n += 1) one.sell([product])
    await allSent()
    const key = { 'idempotency-key': 'sell-this-once' }
    expect((await sellAtApi(key)).status).toBe(201)
    await sellAtApi()
    const refunded = saleNumber(2, sold.receiptNumber)
    const refund = { items: [{ sale_item_id: saleLineNumber(refunded, 1), quantity: 1 }], employee_id: '7' }
    expect(await api('POST', `/sales/${refunded}/refund`, refund)).toMatchObject({ status: 200 })
    const lost = await openTill('T3')
    lost.sell([product])
    await allSent()
    await revoke('T3')
    await lost.stop()
    tills = [one, other]
    const before = { sales: await sales(), level: await level(), boot: hub.journal.hubBoot }
    expect(before.sales.get(refunded)?.status).toBe('refunded')

    await hub.close()
    deleteDatabase()
    const meanwhile = [one.sell([product]), other.sell([product])]
    const { takenCount } = await restore(backup)
    expect(takenCount).toBeGreaterThan(4)
    await start()
    expect(hub.journal.hubBoot).not.toBe(before.boot)
    // The lost till stays out, whatever the backup says, and its number is not given again.
    expect(hub.devices.directory.list().map(({ name }) => name)).toEqual(['T1', 'T2'])
    await signIn()
    // T3 is gone with what only it and the hub had: its one sale.
    const wanted = new Map([...before.sales].filter(([id]) => id < 3_000_000_000))
    await isBack(wanted.size + meanwhile.length)
    await allSent()
    const after = await sales()
    for (const [id, sale] of wanted) expect(after.get(id)).toEqual(sale)
    expect(after.size).toBe(wanted.size + meanwhile.length)
    expect(await level()).toBe(Number(before.level) + 1 - meanwhile.length)
    // Of what came back nothing may go back twice.
    expect((await api('POST', `/sales/${refunded}/refund`, refund)).status).toBe(400)
    // The request whose answer is gone is not carried out again.
    expect(await sellAtApi(key)).toMatchObject({ status: 409, json: { code: 'done_before_restore' } })
    expect((await api('GET', '/audit/verify')).json).toMatchObject({ is_intact: true, breaks: [] })
    expect((await sellAtApi()).json).toMatchObject({ id: 4 })
  },
  TIMEOUT_MS,
)

test(
  'put back to last night’s copy by hand it gets everything back, without a command',
  async () => {
    const till = await openTill('T1')
    for (let n = 0; n < 3; n += 1) till.sell([product])
    await allSent()
    await hub.close()
    copyFileSync(databasePath(), join(folder.path, 'last-night.sqlite'))
    await start()
    for (let n = 0; n < 60; n += 1) till.sell([product])
    await isAllSent(till)
    await sellAtApi()
    await sellAtApi()
    const before = { sales: await sales(), level: await level() }
    expect(before.sales.size).toBe(65)
    await hub.close()
    deleteDatabase()
    expect(existsSync(databasePath())).toBe(false)
    copyFileSync(join(folder.path, 'last-night.sqlite'), databasePath())
    await start()
    await isBack(before.sales.size)
    expect(await sales()).toEqual(before.sales)
    expect(await level()).toBe(before.level)
  },
  TIMEOUT_MS,
)
