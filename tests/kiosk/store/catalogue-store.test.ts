import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CatalogueRow, ChangeSet } from '#core/catalogue/change-set.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { CatalogueStore } from '#kiosk/store/catalogue-store.ts'
import {
  catalogueRows,
  gtin13,
  makeProduct,
  openTill,
  stockedTill,
  TemporaryFolder,
} from '#tests/kiosk/store/till-fixture.ts'

const hashOf = (revision: number): string => String(revision).padStart(64, '0')

/** The change set that comes next, of whole rows. */
const nextSet = (catalogue: CatalogueStore, rows: CatalogueRow[]): ChangeSet => {
  const { revision, hash } = catalogue.head()
  return { revision: revision + 1, previousHash: hash, hash: hashOf(revision + 1), rows, signature: '' }
}

const put = (catalogue: CatalogueStore, ...products: Product[]): boolean =>
  catalogue.applyChangeSet(
    nextSet(
      catalogue,
      products.map((row) => ({ table: 'product' as const, row })),
    ),
  )

test('a product is found by every spelling of its codes', () => {
  using folder = new TemporaryFolder()
  const milk = makeProduct(1, { sku: 'MLK-1', barcodes: ['4006381333931', '01234565', '4011', 'QR:ä'] })
  using store = stockedTill(folder.path, [milk])
  const spellings = [
    '4006381333931',
    '04006381333931',
    '012345000065',
    '0012345000065',
    '4011',
    '04011',
    'QR:ä',
    'MLK-1',
  ]
  expect(spellings.map((code) => store.catalogue.findByCode(code))).toEqual(spellings.map(() => milk))
  expect(store.catalogue.findByGtin(4_006_381_333_931)).toEqual(milk)
  expect(['4006381333932', 'mlk', '', '9'.repeat(200)].map((code) => store.catalogue.findByCode(code))).toEqual(
    Array.from({ length: 4 }),
  )
})

test('a SKU gives way to a barcode of another product', () => {
  using folder = new TemporaryFolder()
  const products = [makeProduct(1, { sku: '777' }), makeProduct(2, { sku: '888', barcodes: ['777'] })]
  using store = stockedTill(folder.path, products)
  expect(store.catalogue.findByCode('777')?.id).toBe(2)
})

test('what is not for sale is found by its id alone', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path, [makeProduct(1, { barcodes: [gtin13(1)], isActive: false })])
  expect(store.catalogue.findByCode(gtin13(1))).toBeUndefined()
  expect(store.catalogue.search('product', 5)).toEqual([])
  expect(store.catalogue.productById(1)?.isActive).toBe(false)
})

test('a code finds its product first, before better sellers that have the words too', () => {
  using folder = new TemporaryFolder()
  const gtin = gtin13(7)
  const codes = [gtin, '4011', 'SKU-77']
  const sought = [
    makeProduct(1, { name: 'Tea', barcodes: [gtin], popularityRank: 900 }),
    makeProduct(2, { name: 'Bananas', barcodes: ['4011'], popularityRank: 900 }),
    makeProduct(3, { name: 'Rice', sku: 'SKU-77', popularityRank: 900 }),
  ]
  const named = codes.map((code, at) => makeProduct(at + 11, { name: `Gift for ${code}`, popularityRank: 1 }))
  using store = stockedTill(folder.path, [...named, ...sought])
  const foundBy = (code: string): number[] => store.catalogue.search(code, 9).map(({ id }) => id)
  expect(codes.map(foundBy)).toEqual([
    [1, 11],
    [2, 12],
    [3, 13],
  ])
  // Written otherwise than the words of the index, the code alone finds it; and it counts among what is asked for.
  expect(foundBy(`0${gtin}`)).toEqual([1])
  expect(store.catalogue.search('4011', 1).map(({ id }) => id)).toEqual([2])
})

test('search shows best sellers first, ties side by side, a PLU first of all', () => {
  using folder = new TemporaryFolder()
  const products = [5, 2, 2, 9].map((popularityRank, index) =>
    makeProduct(index + 1, { name: `Milk ${index}`, popularityRank, barcodes: [String(4010 + index)] }),
  )
  using store = stockedTill(folder.path, products)
  expect(store.catalogue.search('milk', 9).map(({ id }) => id)).toEqual([2, 3, 1, 4])
  expect(store.catalogue.search('4013', 9).map(({ id }) => id)).toEqual([4])
  put(store.catalogue, makeProduct(4, { name: 'Milk 3', popularityRank: 1 }))
  expect(store.catalogue.search('milk', 2).map(({ id }) => id)).toEqual([4, 2])
  expect(store.catalogue.findByCode('4013')).toBeUndefined()
})

test('many ties do not stand in each other’s way', () => {
  using folder = new TemporaryFolder()
  const products = Array.from({ length: 500 }, (_, index) => makeProduct(index + 1, { popularityRank: 1 }))
  using store = stockedTill(folder.path, products)
  put(store.catalogue, makeProduct(501, { popularityRank: 1 }), makeProduct(502, { popularityRank: 2 }))
  expect(store.catalogue.productById(501)?.popularityRank).toBe(1)
  expect(store.catalogue.search('product 502', 5).map(({ id }) => id)).toEqual([502])
})

test('a change set that does not follow changes nothing', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path)
  const set = nextSet(store.catalogue, [])
  expect(store.catalogue.applyChangeSet({ ...set, revision: 5 })).toBe(false)
  expect(store.catalogue.applyChangeSet({ ...set, previousHash: hashOf(9) })).toBe(false)
  expect(store.catalogue.revision()).toBe(1)
  expect(store.catalogue.applyChangeSet(set)).toBe(true)
  expect(store.catalogue.head()).toEqual({ revision: 2, hash: hashOf(2) })
})

test('whole rows of every table take the place of what was there', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path)
  const { catalogue } = store
  expect([catalogue.operatorByNumber(12)?.name, catalogue.departments().length]).toEqual(['Alex', 1])
  const rows = catalogueRows([]).map((row): CatalogueRow => {
    if (row.table === 'operator') return { table: 'operator', row: { ...row.row, number: 13 } }
    if (row.table === 'department') return { table: 'department', row: { ...row.row, isActive: false } }
    if (row.table === 'policy') return { table: 'policy', row: { ...row.row, shopName: 'New' } }
    return row
  })
  catalogue.applyChangeSet(nextSet(catalogue, rows))
  expect([catalogue.operatorByNumber(12), catalogue.operatorByNumber(13)?.name]).toEqual([undefined, 'Alex'])
  expect([catalogue.departments(), catalogue.department(1)?.name]).toEqual([[], 'Grocery'])
  expect([catalogue.policy()?.shopName, catalogue.taxGroup(1)?.isInclusive]).toEqual(['New', true])
})

test('a snapshot that breaks off leaves the catalogue in use, and no file behind', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path)
  function* broken(): Generator<CatalogueRow> {
    yield* catalogueRows([makeProduct(77)])
    throw new Error('broke off')
  }
  expect(() => store.catalogue.replaceAll({ revision: 9, hash: hashOf(9) }, broken())).toThrow('broke off')
  expect([store.catalogue.revision(), store.catalogue.productById(77)]).toEqual([1, undefined])
  expect(readdirSync(folder.path).filter((name) => name.startsWith('catalogue-3'))).toEqual([])
})

test('a crash while a snapshot is built leaves the old one; the next start clears up', () => {
  using folder = new TemporaryFolder()
  const store = stockedTill(folder.path)
  const replacement = store.catalogue.startReplacement()
  for (const row of catalogueRows([makeProduct(77)])) replacement.add(row)
  replacement.prepare({ revision: 9, hash: hashOf(9) })
  store.close()
  using again = openTill(folder.path)
  expect(again.catalogue.productById(1)?.id).toBe(1)
  expect(
    readdirSync(folder.path)
      .filter((name) => name.endsWith('.sqlite'))
      .toSorted(),
  ).toEqual(['catalogue-2.sqlite', 'till.sqlite'])
})

test('stock levels outlive a new catalogue and a restart', () => {
  using folder = new TemporaryFolder()
  const store = stockedTill(folder.path)
  store.catalogue.setStockLevels([
    { productId: 1, level: 5 },
    { productId: 2, level: -3 },
  ])
  store.catalogue.replaceAll({ revision: 2, hash: hashOf(2) }, catalogueRows([makeProduct(1)]))
  store.close()
  using again = openTill(folder.path)
  expect([again.catalogue.revision(), again.catalogue.stockLevel(1), again.catalogue.stockLevel(2)]).toEqual([2, 5, -3])
  expect(again.catalogue.stockLevel(3)).toBeUndefined()
})

test('after any changes, each product is found by exactly its codes and words', { timeout: 30_000 }, () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path, [])
  const product = fc.record({
    id: fc.integer({ min: 1, max: 6 }),
    name: fc.constantFrom('Apple', 'Bread', 'Cheese'),
    sku: fc.constant(null),
    popularityRank: fc.integer({ min: 1, max: 3 }),
    isActive: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(product, { maxLength: 25 }), (changes) => {
      store.catalogue.replaceAll({ revision: 1, hash: hashOf(1) }, catalogueRows([]))
      const rows = changes.map((change, index) =>
        makeProduct(change.id, { ...change, barcodes: [gtin13(change.id * 100 + (index % 3))] }),
      )
      put(store.catalogue, ...rows.slice(0, 12))
      put(store.catalogue, ...rows.slice(12))
      const model = new Map(rows.map((row) => [row.id, row]))
      for (const word of ['Apple', 'Bread', 'Cheese']) {
        const expected = [...model.values()].filter(({ name, isActive }) => isActive && name === word)
        const found = store.catalogue.search(word, 20)
        expect(new Set(found.map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)))
        expect(found.map(({ popularityRank }) => popularityRank)).toEqual(
          expected.map(({ popularityRank }) => popularityRank).toSorted((a, b) => a - b),
        )
      }
      for (const [id, row] of model) {
        for (const variant of [0, 1, 2]) {
          const code = gtin13(id * 100 + variant)
          const isFound = row.isActive && row.barcodes.includes(code)
          expect(store.catalogue.findByCode(code)).toEqual(isFound ? row : undefined)
        }
      }
    }),
    { numRuns: 25 },
  )
})

test('a coupon is found by its code, however it is written, as the revision in use has it', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path)
  const { catalogue } = store
  const coupon: Coupon = {
    id: 1,
    code: 'SPRING10',
    off: { kind: 'percent', ratePpm: 100_000 },
    isActive: true,
    isStackable: false,
  }
  const apply = (row: Coupon): boolean => catalogue.applyChangeSet(nextSet(catalogue, [{ table: 'coupon', row }]))
  expect(catalogue.couponByCode('SPRING10')).toBeUndefined()
  expect(apply(coupon)).toBe(true)
  expect(catalogue.couponByCode(' spring10')).toEqual(coupon)
  expect(apply({ ...coupon, code: 'SUMMER10' })).toBe(true)
  expect(catalogue.couponByCode('SPRING10')).toBeUndefined()
  expect(catalogue.couponByCode('SUMMER10')?.id).toBe(1)
})
