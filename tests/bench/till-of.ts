import type { TillStore } from '#kiosk/store/till-store.ts'
import { shelf } from '#tests/bench/shelf-catalogue.ts'
import { catalogueRows, openTill } from '#tests/kiosk/store/till-fixture.ts'

/** A till with so many products, in a folder. */
export const tillOf = (folder: string, products: number): TillStore => {
  const store = openTill(folder)
  const replacement = store.catalogue.startReplacement()
  for (const row of catalogueRows([])) replacement.add(row)
  for (const row of shelf(products)) replacement.add({ table: 'product', row })
  while (replacement.prepare({ revision: 1, hash: '1'.repeat(64) }) === 'more');
  replacement.takeOver()
  return store
}

/** Processor time of `work`, microseconds. */
export const cpuMicroseconds = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
