import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verifyChains } from '#hub/audit/verify-chains.ts'
import { erasuresOfDevice } from '#hub/erasure/erasure-queries.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { newSalt } from '#hub/ports/new-salt.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { openTill, type KnownTill } from '#tests/hub/claims/claims-fixture.ts'
import { filesHolding } from '#tests/support/files-holding.ts'
import { saveTestCustomer } from '#tests/support/test-customer.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

const ERASE = '/api/v1/customers/1/erase'
const SALE = '/api/v1/sales/1000000001'
const customer = { id: 1, name: '', groupIds: [], phoneEnd: '', loyaltyPoints: 0 }
const buyer = { name: 'Zebulon Quux', taxId: 'GB-QUUX-9', address: ['5 Dock Road'] }
const secrets = ['Zebulon Quux', 'Zebra Quux', 'GB-QUUX-9', '0777 123 9876', '07771239876']

let hub: TestHub
let till: KnownTill
beforeEach(async () => {
  hub = await openTestHub()
  till = await openTill(hub, 'T1', 1)
  await saveTestCustomer(hub.journal, { name: 'Zebra Quux', phone: '0777 123 9876' })
  const part = { salt: newSalt(), data: { buyer } }
  await till.send(
    'sale_completed',
    { ...testSale(1), customer, customerId: 1, invoiceLabel: 'T1-INV-000001' },
    undefined,
    part,
  )
})
afterEach(async () => closeSound(hub))

const receipt = async (): Promise<string> => (await hub.ask('GET', `${SALE}/receipt?format=text`)).text

test('a customer who is erased is nobody any more, and every sum stays', async () => {
  expect(await receipt()).toContain('Zebulon Quux')
  const before = (await hub.ask('GET', '/api/v1/reports/summary')).json
  const { status, json } = await hub.ask('POST', ERASE, { as: 'manager' })
  expect({ status, json }).toEqual({ status: 200, json: { customer_id: 1, entries: 2 } })
  expect(await receipt()).toContain('Buyer: erased')
  expect((await hub.ask('GET', '/api/v1/reports/summary')).json).toEqual(before)
  expect((await verifyChains(hub.database.read, sha256)).breaks).toEqual([])
  // Once more is no error, and finds nothing left.
  expect((await hub.ask('POST', ERASE, { as: 'manager' })).json).toEqual({ customer_id: 1, entries: 0 })
})

test('no byte of who it was stays in the database', async () => {
  expect(filesHolding(hub.folder, secrets)).not.toEqual([])
  await hub.ask('POST', ERASE, { as: 'manager' })
  const file = new Sqlite(hub.database.path)
  file.pragma('wal_checkpoint(TRUNCATE)')
  file.close()
  expect(filesHolding(hub.folder, secrets)).toEqual([])
})

test.each([
  ['with its personal data', true],
  ['without', false],
])('an entry that comes to a rebuilt hub %s brings nothing back', async (_how, isBeside) => {
  const rebuilt = await openTestHub()
  const { id: deviceId, name: deviceName, deviceNumber } = till.device
  const place = { stream: till.stream.id, seq: 2 }
  await rebuilt.journal.write(async ({ record }) => {
    const device = { deviceId, deviceName, deviceNumber, publicKeyPin: sha256(deviceId) }
    await record(programActor, { type: 'device_enrolled', body: device })
    await record(programActor, { type: 'personal_data_erased', body: { customerId: 1, entries: [place] } })
  })
  const entries = till.stream.entries.map(({ private: part, ...entry }) =>
    isBeside && part !== undefined ? { ...entry, private: part } : entry,
  )
  const position = await rebuilt.journal.receive(till.device, { ...till.stream.batch(), entries })
  expect(position.positions).toEqual([{ stream: place.stream, last: entries.length }])
  expect(filesHolding(rebuilt.folder, secrets)).toEqual([])
  const told = await rebuilt.database.read.all(erasuresOfDevice, { deviceId, since: 0, rows: 10 })
  expect(told).toEqual([{ number: 1, ...place }])
  await closeSound(rebuilt)
})

test('it takes a permission, a customer, and stands on the record', async () => {
  expect((await hub.ask('POST', ERASE, { as: 'clerk' })).status).toBe(403)
  expect((await hub.ask('POST', '/api/v1/customers/77/erase', { as: 'manager' })).status).toBe(404)
  await hub.ask('POST', ERASE, { as: 'manager' })
  const rows = await hub.database.read.all(
    { build: (db) => db.selectFrom('entries').select('actor_id').where('type', '=', 'personal_data_erased') },
    {},
  )
  expect(rows).toEqual([{ actor_id: 2 }])
})
