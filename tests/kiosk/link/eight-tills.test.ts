import { expect, test } from 'vitest'
import { readFeedHead } from '#hub/feed/feed.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import { hasCatalogue, isAllSent, openLinkedTill, stockHub } from '#tests/support/linked-till.ts'
import { newFolder, startHub } from '#tests/support/running-hub.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

const products = [makeProduct(1), makeProduct(2), makeProduct(3)]
const TILLS = 8
const SALES_A_TILL = 60
/** `OUTAGE_S=150` lets every till's waiting time grow to its longest. */
const OUTAGE_MS = Number(process.env['OUTAGE_S'] ?? 6) * 1000
/** A till that has waited for long tries again within a minute; the rest is what it has to send. */
const BACK_WITHIN_MS = 60_000 + 30_000

test(`${TILLS} tills are back within a minute after an outage of the hub, and all they sold is there once`, async () => {
  const folders = Array.from({ length: TILLS + 1 }, newFolder)
  const [hubFolder, ...tillFolders] = folders
  let hub = await startHub({ folder: hubFolder?.path ?? '' })
  await stockHub(hub, products)
  const { revision } = await readFeedHead(hub.database.read)
  const tills = await Promise.all(
    tillFolders.map(async ({ path }, index) => {
      const till = await openLinkedTill(hub, `T${index + 1}`, path)
      await hasCatalogue(till, revision)
      return till
    }),
  )
  await Promise.all(tills.map(isAllSent))
  const { mqttPort, httpsPort } = hub.devices
  await hub.stop()
  const sold = tills.flatMap((till) => Array.from({ length: SALES_A_TILL }, () => till.sell(products).saleId))
  const outageEndsAt = performance.now() + OUTAGE_MS
  await waitUntil(
    () => performance.now() > outageEndsAt,
    () => 'time stands still',
    OUTAGE_MS + 5_000,
  )

  hub = await startHub({ folder: hubFolder?.path ?? '', ports: { mqttPort, httpsPort } })
  const upAt = performance.now()
  await waitUntil(
    () => tills.every(({ store }) => store.replication.unsentCount() === 0),
    () => tills.map(({ store }) => store.replication.unsentCount()).join(),
    BACK_WITHIN_MS,
  )
  const backS = Math.round((performance.now() - upAt) / 100) / 10
  process.stdout.write(`${TILLS} tills, ${sold.length} sales: all at the hub ${String(backS)} s after it was up\n`)
  const rows = await hub.database.read.all({ build: (db) => db.selectFrom('sales').select('sale_uuid') }, {})
  expect(rows.map(({ sale_uuid: id }) => id).toSorted()).toEqual(sold.toSorted())
  await Promise.all(tills.map(async (till) => till.stop()))
  await hub.stop()
  for (const { remove } of folders) remove()
}, 400_000)
