import { expect } from 'vitest'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { auditStore } from '#tests/kiosk/store/audit-till.ts'
import { makeProduct, openTill, stockedTill, TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'

/** What the store's till sells. */
export const products = [makeProduct(1), makeProduct(2), makeProduct(3, { priceUnit: 'kilogram', priceMinor: 1_999 })]

/** A store in a folder of its own; what is left of it in the end must be right. */
export const withTill = (look: (store: TillStore, restart: () => TillStore) => void): void => {
  using folder = new TemporaryFolder()
  let store = stockedTill(folder.path, products)
  const restart = (): TillStore => {
    store.close()
    store = openTill(folder.path)
    store.openStream()
    return store
  }
  look(store, restart)
  expect(auditStore(store).problems).toEqual([])
  store.close()
}
