import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchQuery, searchText } from '#kiosk/store/search-words.ts'
import { makeProduct, stockedTill, TemporaryFolder } from '#tests/kiosk/store/till-fixture.ts'

const found = (names: readonly string[], query: string): string[] => {
  using folder = new TemporaryFolder()
  using store = stockedTill(
    folder.path,
    names.map((name, index) => makeProduct(index + 1, { name, sku: null })),
  )
  return store.catalogue.search(query, 20).map(({ name }) => name)
}

describe('what is typed finds what is meant', () => {
  test.each([
    ['mil', ['Milk', 'Oat milk'], ['Milk', 'Oat milk']],
    ['MILK oat', ['Milk', 'Oat milk'], ['Oat milk']],
    ['creme fraiche', ['Crème fraîche'], ['Crème fraîche']],
    ['Crème', ['Creme'], ['Creme']],
    ['牛乳', ['低脂牛乳 1L', '豆腐'], ['低脂牛乳 1L']],
    ['우유', ['서울우유', '두부'], ['서울우유']],
    ['दूध', ['ताज़ा दूध', 'दही'], ['ताज़ा दूध']],
    ['นม', ['นมสด', 'ข้าว'], ['นมสด']],
    ['молок', ['Молоко', 'Хлеб'], ['Молоко']],
    ['حلي', ['حليب', 'خبز'], ['حليب']],
    ['m', ['Milk'], []],
    ['-- " * OR', ['Milk'], []],
    ['oat NOT milk', ['Oat milk', 'Oat'], []],
  ])('%s', (query, names, expected) => {
    expect(found(names, query)).toEqual(expected)
  })
})

test('whatever is typed, the index understands the query', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path)
  const typed = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(typed, (text) => {
      expect(store.catalogue.search(text, 5).length).toBeLessThanOrEqual(5)
    }),
  )
})

test('a product is found by each word of its name, from the third letter on', () => {
  using folder = new TemporaryFolder()
  using store = stockedTill(folder.path)
  let revision = 1
  const letters = fc.array(fc.constantFrom(...Array.from('abcdeñøüжшяλ日本語가나')), { minLength: 3, maxLength: 8 })
  const names = fc.array(letters, { minLength: 1, maxLength: 4 }).map((words) => words.map((word) => word.join('')))
  fc.assert(
    fc.property(names, (words) => {
      const product = makeProduct(9, { name: words.join(' ') })
      const head = store.catalogue.head()
      revision += 1
      const set = { revision, previousHash: head.hash, hash: String(revision).padStart(64, '0'), signature: '' }
      store.catalogue.applyChangeSet({ ...set, rows: [{ table: 'product', row: product }] })
      for (const word of words) {
        expect(store.catalogue.search(word.slice(0, 3), 20).map(({ id }) => id)).toContain(9)
      }
    }),
    { numRuns: 50 },
  )
})

test('tails of long compounds are bounded', () => {
  expect(searchText({ name: '語'.repeat(100), sku: null, barcodes: [] }).split(' ').length).toBeLessThanOrEqual(25)
  expect(searchQuery('a '.repeat(50))).toBeUndefined()
  expect(searchQuery('abc '.repeat(50))?.split(' ').length).toBe(6)
})
