import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

const create = async (body: object) => hub.ask<{ id: number }>('POST', '/api/v1/products', { body })

test('a product comes back as it was made, with the defaults of v1', async () => {
  const { status, json } = await create({ name: 'Tea', price: 3.99, tax_rate: 8.875 })
  expect(status).toBe(201)
  const wanted = {
    id: json.id,
    name: 'Tea',
    sku: null,
    barcode: null,
    description: null,
    price: 3.99,
    price_unit: 'piece',
    cost: null,
    quantity: 0,
    min_quantity: 0,
    category_id: null,
    tax_rate: 8.875,
    image_url: null,
    is_active: true,
  }
  expect(json).toEqual(wanted)
  expect((await hub.ask('GET', `/api/v1/products/${json.id}`)).json).toEqual(wanted)
})

test('PATCH changes what it is sent and nothing else; null is a value', async () => {
  const { json } = await create({
    name: 'Cup',
    price: 5,
    cost: 2.5,
    quantity: 4,
    description: 'blue',
    barcode: '96385074',
  })
  const patched = await hub.ask('PATCH', `/api/v1/products/${json.id}`, { body: { price: 6, description: null } })
  expect(patched.status).toBe(200)
  expect(patched.json).toEqual({ ...json, price: 6, description: null })
})

test('PATCH of the quantity is a movement of stock', async () => {
  const { json } = await create({ name: 'Box', price: 5, quantity: 4 })
  await hub.ask('PATCH', `/api/v1/products/${json.id}`, { body: { quantity: 1 } })
  const history = await hub.ask<{ items: { change: number }[] }>('GET', `/api/v1/inventory/history/${json.id}`)
  expect(history.json.items.map(({ change }) => change)).toEqual([-3, 4])
})

test('a barcode is taken in every spelling of it', async () => {
  const first = await create({ name: 'Coded', price: 1, barcode: '4006381333931' })
  expect(first.json).toMatchObject({ sku: 'SKU-4006381333931' })
  for (const barcode of ['4006381333931', '04006381333931']) {
    const again = await create({ name: 'Other', price: 1, barcode, sku: `s${barcode}` })
    expect(again.status).toBe(409)
    expect(again.json).toMatchObject({ detail: `A product with barcode ${barcode} already exists: Coded` })
  }
})

test('an SKU is taken once', async () => {
  await create({ name: 'One', price: 1, sku: 'ABC' })
  const again = await create({ name: 'Two', price: 1, sku: 'ABC' })
  expect(again.status).toBe(409)
  expect(again.json).toMatchObject({ detail: 'A product with this SKU already exists' })
})

test('a removed product is gone, its codes are free, its number is not', async () => {
  const { json } = await create({ name: 'Gone', price: 1, barcode: '5901234123457' })
  expect((await hub.ask('DELETE', `/api/v1/products/${json.id}`)).status).toBe(204)
  expect((await hub.ask('GET', `/api/v1/products/${json.id}`)).status).toBe(404)
  expect((await hub.ask('DELETE', `/api/v1/products/${json.id}`)).status).toBe(204)
  const next = await create({ name: 'Next', price: 1, barcode: '5901234123457' })
  expect(next.status).toBe(201)
  expect(next.json.id).toBe(json.id + 1)
})

test('lists: inactive ones on request, by category, by name, SKU and barcode', async () => {
  const category = await hub.ask<{ id: number }>('POST', '/api/v1/categories', { body: { name: 'Lists' } })
  await create({ name: 'Zebra list', price: 1, category_id: category.json.id })
  await create({ name: 'Ape list', price: 1, category_id: category.json.id, is_active: false, sku: 'APE-9' })
  const names = async (query: string): Promise<string[]> =>
    (await hub.ask<{ name: string }[]>('GET', `/api/v1/products?${query}`)).json.map(({ name }) => name)
  expect(await names(`category_id=${category.json.id}`)).toEqual(['Zebra list'])
  expect(await names(`category_id=${category.json.id}&active_only=false`)).toEqual(['Ape list', 'Zebra list'])
  expect(await names('q=ZEBRA')).toEqual(['Zebra list'])
  expect(await names('q=ape-9&active_only=false')).toEqual(['Ape list'])
})

test.each([
  { price: -1 },
  { price: 1.005 },
  { price: 'two' },
  { price: true },
  { price: 1_000_000 },
  { cost: 0.001 },
  { tax_rate: 101 },
  { tax_rate: 1.000_01 },
  { quantity: 1.5 },
  { quantity: -1 },
  { name: '' },
  { name: 'x'.repeat(101) },
  { name: ' ' },
  { name: 'Tea\nTOTAL 0.00' },
  { category_id: 0 },
])('%j is refused', async (wrong) => {
  expect((await create({ name: 'Wrong', price: 1, ...wrong })).status).toBe(422)
})

test('each change is an entry of the journal, and a revision of the feed', async () => {
  const before = await hub.ask<{ head: { revision: number; hash: string } }>('GET', '/api/v1/feed?since=0')
  const { revision, hash } = before.json.head
  const { json } = await create({ name: 'Fed', price: 1.25 })
  const after = await hub.ask<{ head: { revision: number }; sets: { rows: unknown[] }[] }>(
    'GET',
    `/api/v1/feed?since=${revision}&hash=${hash}`,
  )
  expect(after.json.head.revision).toBe(revision + 1)
  expect(after.json.sets[0]?.rows).toEqual([
    { table: 'product', row: expect.objectContaining({ id: json.id, name: 'Fed', priceMinor: 125 }) },
  ])
  expect((await hub.ask('GET', `/api/v1/feed?since=${revision}&hash=${'f'.repeat(64)}`)).status).toBe(410)
})
