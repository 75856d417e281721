import type { Product } from '#core/catalogue/product.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
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

/** An item of the third product, before its weight. */
export const apples = { product_id: 3, quantity: 1, unit_price: 3.99 }

/** Puts a product into the catalogue with rules that the API of v1 cannot give it, and so much of it on the shelf. */
export const putProduct = async (
  hub: TestHub,
  id: number,
  facts: Partial<Product>,
  { onShelf = 100 }: { readonly onShelf?: number } = {},
): Promise<void> => {
  const product: Product = {
    id,
    name: `Product ${id}`,
    sku: null,
    barcodes: [],
    priceMinor: 100,
    priceUnit: 'piece',
    departmentId: null,
    taxGroupId: 1,
    ageLimitYears: null,
    popularityRank: id,
    isActive: true,
    ...facts,
  }
  const body = { product, description: null, costMinor: null, minimumQuantity: 0, imageUrl: null }
  await hub.journal.write(({ record }) => record(programActor, { type: 'product_saved', body }))
  await hub.ask('POST', `/api/v1/inventory/set/${id}?quantity=${onShelf}`)
}

/** Puts five kilograms of apples on the shelf, which are weighed. */
export const addApples = async (hub: TestHub): Promise<void> =>
  putProduct(hub, 3, { name: 'Apples', barcodes: ['4011'], priceMinor: 399, priceUnit: 'kilogram' }, { onShelf: 5_000 })
