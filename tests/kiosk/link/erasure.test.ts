import { createHash, randomUUIDv7 } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import { verifyChains } from '#hub/audit/verify-chains.ts'
import { eraseCustomer } from '#hub/erasure/erase-customer.ts'
import { alex, basketOf, makeProduct, tendersFor } from '#tests/kiosk/store/till-fixture.ts'
import { filesHolding } from '#tests/support/files-holding.ts'
import { hasCatalogue, isAllSent, openLinkedTill, stockHub, type LinkedTill } from '#tests/support/linked-till.ts'
import { newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { saveTestCustomer } from '#tests/support/test-customer.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const products = [makeProduct(1)]
const secrets = ['Zebulon Quux', 'GB-QUUX-9']
const buyer = { name: 'Zebulon Quux', taxId: 'GB-QUUX-9', address: [] }

let folders: ReturnType<typeof newFolder>[]
let hub: RunningHub
let till: LinkedTill

beforeEach(async () => {
  folders = [newFolder(), newFolder()]
  hub = await startHub({ folder: folders[0]?.path ?? '' })
  await stockHub(hub, products)
  till = await openLinkedTill(hub, 'T1', folders[1]?.path ?? '')
  await hasCatalogue(till, 1)
})

afterEach(async () => {
  await till.stop()
  await hub.stop()
  for (const folder of folders) folder.remove()
})

const sellWithInvoice = (): string => {
  const customer = { id: 1, name: 'Zebulon Quux', groupIds: [], phoneEnd: '1234', loyaltyPoints: 0 }
  const basket = { ...basketOf(randomUUIDv7(), products), customer, buyer }
  const sale = till.store.sales.complete(basket, tendersFor(basket), alex)
  if (sale instanceof DomainError) throw sale
  till.link.journalGrew()
  return sale.saleId
}

it('who a customer was is forgotten by the till too, at its next connection, and both chains verify', async () => {
  await saveTestCustomer(hub.journal, { name: 'Zebulon Quux' })
  const saleId = sellWithInvoice()
  await isAllSent(till)
  expect(filesHolding(folders[1]?.path ?? '', secrets)).not.toEqual([])
  const { mqttPort, httpsPort } = hub.devices
  const erased = await hub.journal.write((work) =>
    eraseCustomer(work, { actor: { kind: 'user', id: 1 }, keyHash: undefined }, 1),
  )
  expect(erased.entryCount).toBe(2)
  await hub.stop()
  hub = await startHub({ folder: hub.folder, ports: { mqttPort, httpsPort } })
  await waitUntil(
    () => till.store.erasures.upTo() > 0,
    () => `the till has not heard: ${String(till.troubles.at(-1))}`,
    15_000,
  )
  expect(till.store.sales.isRecorded(saleId)).toBe(true)
  for (const { stream } of till.store.replication.cursors()) {
    for (const entry of till.store.journal.read(stream, 0, 99)) expect(entry).not.toHaveProperty('private')
  }
  // What was written before stands in the log until it is moved; a stop moves it.
  await till.stop()
  await hub.stop()
  expect(folders.flatMap(({ path }) => filesHolding(path, secrets))).toEqual([])
  hub = await startHub({ folder: hub.folder })
  till = await openLinkedTill(hub, 'T1', folders[1]?.path ?? '')
  expect((await verifyChains(hub.database.read, sha256)).breaks).toEqual([])
})
