import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

/** Items of a sale: tea at 2.00 without tax, a cup at 100.00 with 18 % on top. */
export const tea = { product_id: 1, quantity: 1, unit_price: 2 }
export const cup = { product_id: 2, quantity: 1, unit_price: 100 }

/** A hub that has fifty packets of tea and ten cups to sell. */
export const openTeaShop = async (): Promise<TestHub> => {
  const hub = await openTestHub()
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Tea', price: 2, quantity: 50 } })
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Cup', price: 100, quantity: 10, tax_rate: 18 } })
  return hub
}
