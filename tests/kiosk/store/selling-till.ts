import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { basketOf, catalogueRows, openTill, shelfProducts, tendersFor, alex } from '#tests/kiosk/store/till-fixture.ts'

// A till that sells and says what it has acknowledged: `node selling-till.ts FOLDER SALES`. The file `acknowledged` stands
// for what a customer saw: its records tell, in the recorder's log, what was promised when.
const [folder = '', sales = '1'] = process.argv.slice(2)
const products = shelfProducts(20)
const uuid = (number: number): string => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`

const store = openTill(folder)
store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, catalogueRows(products))
store.openStream()
store.shifts.open({ operatorId: 7, floatMinor: 10_000, businessDate: '2026-01-05' })
const acknowledged = openSync(join(folder, 'acknowledged'), 'w')
const say = (what: string): void => void writeSync(acknowledged, `${what}\n`)

for (let number = 1; number <= Number(sales); number++) {
  const basket = basketOf(uuid(number), products.slice(number % 12, (number % 12) + 8))
  store.baskets.save(basket, [])
  const tenders = tendersFor(basket, 100)
  store.baskets.save(basket, tenders.slice(0, 1))
  say(`tendered ${basket.saleId}`)
  store.sales.complete(basket, tenders, alex)
  say(`sold ${basket.saleId}`)
  const job = store.printJobs.next()
  if (job !== undefined) store.printJobs.finish(job.jobId, 'confirmed')
  store.checkpoint()
  if (number === Math.floor(Number(sales) / 2)) {
    store.catalogue.replaceAll({ revision: 2, hash: '2'.repeat(64) }, catalogueRows(products))
  }
}
closeSync(acknowledged)
// No close: the power goes while it runs.
