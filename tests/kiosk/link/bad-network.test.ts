import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readFeedHead } from '#hub/feed/feed.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import { chances } from '#tests/support/kill-shop.ts'
import { hasCatalogue, openLinkedTill, stockHub, type LinkedTill } from '#tests/support/linked-till.ts'
import { newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'
import { TcpProxy, type NetworkMood } from '#tests/support/tcp-proxy.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

// Back-offs are real, and so are the sockets.
vi.setConfig({ testTimeout: 120_000 })

const products = [makeProduct(1), makeProduct(2), makeProduct(3)]
const moods: readonly NetworkMood[] = ['pass', 'slow', 'deaf', 'mute', 'away', 'pass', 'slow']
const ROUNDS = 40
const ROUND_MS = 250
const SALES_A_ROUND_MAX = 8
/** Of back-off the longest that this test can have grown, and what a busy machine needs. */
const HEALED_WITHIN_MS = 90_000

let hubFolder: ReturnType<typeof newFolder>
let tillFolder: ReturnType<typeof newFolder>
let hub: RunningHub
let till: LinkedTill
let proxy: TcpProxy

const hubSales = async (): Promise<string[]> => {
  const rows = await hub.database.read.all(
    { build: (db) => db.selectFrom('sales').select('sale_uuid').orderBy('entry_number') },
    {},
  )
  return rows.map(({ sale_uuid: id }) => id)
}

beforeEach(async () => {
  hubFolder = newFolder()
  tillFolder = newFolder()
  hub = await startHub({ folder: hubFolder.path })
  await stockHub(hub, products)
  proxy = await TcpProxy.listen(() => hub.devices.mqttPort)
  till = await openLinkedTill(hub, 'T1', tillFolder.path, { mqttPort: proxy.port })
  await hasCatalogue(till, (await readFeedHead(hub.database.read)).revision)
})

afterEach(async () => {
  await till.stop()
  await proxy.close()
  await hub.stop()
  hubFolder.remove()
  tillFolder.remove()
})

test('whatever the network does, each sale arrives, once, in its order', async () => {
  const chance = chances(7)
  const pick = (count: number): number => Math.floor(chance() * count)
  const sold: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    proxy.be(moods[pick(moods.length)] ?? 'pass', 20 + pick(300))
    if (chance() < 0.3) proxy.cut()
    for (let sales = pick(SALES_A_ROUND_MAX); sales > 0; sales--) sold.push(till.sell(products).saleId)
    const endsAt = performance.now() + chance() * ROUND_MS
    await waitUntil(
      () => performance.now() > endsAt,
      () => 'time stands still',
    )
  }
  proxy.be('pass')
  proxy.cut()
  await waitUntil(
    () => till.store.replication.unsentCount() === 0,
    () => `${till.store.replication.unsentCount()} entries are not acknowledged: ${String(till.troubles.at(-1))}`,
    HEALED_WITHIN_MS,
  )
  expect(sold.length).toBeGreaterThan(ROUNDS)
  expect(await hubSales()).toEqual(sold)
})

test('a network that only listens is found out, and made good by a new connection', async () => {
  const first = till.sell(products).saleId
  await waitUntil(
    () => till.store.replication.unsentCount() === 0,
    () => 'the first sale does not arrive',
    15_000,
  )
  proxy.be('deaf')
  const second = till.sell(products).saleId
  // The hub has it, and the till cannot know.
  const endsAt = performance.now() + 10_000
  while ((await hubSales()).length < 2 && performance.now() < endsAt);
  expect(till.store.replication.unsentCount()).toBeGreaterThan(0)
  proxy.be('pass')
  proxy.cut()
  await waitUntil(
    () => till.store.replication.unsentCount() === 0,
    () => 'the second sale is not acknowledged',
    HEALED_WITHIN_MS,
  )
  expect(await hubSales()).toEqual([first, second])
})
