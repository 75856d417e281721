import type Sqlite from 'better-sqlite3'
import { lookupKey } from '#core/barcode/lookup-key.ts'
import type { PriceUnit, Product, ProductRules } from '#core/catalogue/product.ts'
import { searchQuery, searchText } from '#kiosk/store/search-words.ts'

/** Places in the search order for each rank: a few products with the same rank stand side by side. */
const PLACES_A_RANK = 64
/** Where so many places in a row are taken, the next search for one begins behind them. */
const PLACE_TRIES_NOTED = 16
/** Pages of the index merged in one step. */
const MERGE_PAGES = 100
/** Longer numbers are no GTIN, and would not fit into a number exactly. */
const NUMBER_DIGITS_MAX = 15

/** Kinds of deposits that a till shows; a shop has two or three. */
const DEPOSITS_MAX = 20

interface ProductRow {
  readonly id: number
  readonly name: string
  readonly sku: string | null
  readonly barcodes: string
  readonly priceMinor: number
  readonly priceUnit: PriceUnit
  readonly departmentId: number | null
  readonly taxGroupId: number
  readonly ageLimitYears: number | null
  readonly popularityRank: number
  readonly isActive: number
  readonly rules: string | null
}

interface IndexedWords {
  readonly place: number
  readonly text: string
}

/** What the index of words holds of a product before and after a change. */
interface IndexChange {
  readonly from: IndexedWords | undefined
  readonly to: IndexedWords | undefined
}

type PlacedRow = ProductRow & { readonly place: number }

const toProduct = (row: ProductRow): Product => ({
  id: row.id,
  name: row.name,
  sku: row.sku,
  barcodes: row.barcodes === '[]' ? [] : (JSON.parse(row.barcodes) as string[]),
  priceMinor: row.priceMinor,
  priceUnit: row.priceUnit,
  departmentId: row.departmentId,
  taxGroupId: row.taxGroupId,
  ageLimitYears: row.ageLimitYears,
  popularityRank: row.popularityRank,
  isActive: row.isActive === 1,
  ...(row.rules === null ? {} : { rules: JSON.parse(row.rules) as ProductRules }),
})

const columns = `id, name, sku, barcodes, price_minor AS priceMinor, price_unit AS priceUnit,
  department_id AS departmentId, tax_group_id AS taxGroupId, age_limit_years AS ageLimitYears,
  popularity_rank AS popularityRank, is_active AS isActive, rules`

const isNumber = (key: string): boolean => /^\d+$/u.test(key) && key.length <= NUMBER_DIGITS_MAX

/** The products of one catalogue file, by id, by any code, and by words in order of popularity. */
export class ProductTable {
  readonly #byId: Sqlite.Statement<[number], PlacedRow>
  readonly #byGtin: Sqlite.Statement<[number], ProductRow>
  readonly #byCode: Sqlite.Statement<[string], ProductRow>
  readonly #connection: Sqlite.Database
  readonly #searches = new Map<number, Sqlite.Statement<[string], ProductRow>>()
  readonly #deposits: Sqlite.Statement<[], ProductRow>
  readonly #put: Sqlite.Statement<[ProductRow & { readonly place: number }]>
  readonly #isTaken: Sqlite.Statement<[number], number>
  readonly #index: Sqlite.Statement<[number, string]>
  readonly #unindex: Sqlite.Statement<[number, string]>
  readonly #putGtin: Sqlite.Statement<[number, number]>
  readonly #putCode: Sqlite.Statement<[string, number]>
  readonly #offerGtin: Sqlite.Statement<[number, number]>
  readonly #offerCode: Sqlite.Statement<[string, number]>
  readonly #dropGtin: Sqlite.Statement<[number, number]>
  readonly #dropCode: Sqlite.Statement<[string, number]>
  readonly #merge: Sqlite.Statement<[number]>
  readonly #changes: Sqlite.Statement<[], number>
  #hasBegunMerge = false
  /** For a rank with many ties, where its free places begin. */
  readonly #crowded = new Map<number, number>()

  constructor(connection: Sqlite.Database) {
    this.#connection = connection
    this.#byId = connection.prepare(`SELECT place, ${columns} FROM products WHERE id = ?`)
    // Nested, not joined: with STAT4 a join on a bound parameter is parsed anew at each execution.
    this.#byGtin = connection.prepare(
      `SELECT ${columns} FROM products WHERE id = (SELECT product_id FROM gtins WHERE gtin = ?)`,
    )
    this.#byCode = connection.prepare(
      `SELECT ${columns} FROM products WHERE id = (SELECT product_id FROM codes WHERE code = ?)`,
    )
    // Read when somebody asks for it by a key, and never in a sale: a walk through the table will do.
    this.#deposits = connection.prepare(`
      SELECT ${columns} FROM products
      WHERE rules IS NOT NULL AND rules ->> '$.isDeposit' AND is_active = 1
      ORDER BY place LIMIT ${DEPOSITS_MAX}`)
    this.#put = connection.prepare(`
      INSERT OR REPLACE INTO products (id, place, name, sku, barcodes, price_minor, price_unit, department_id,
        tax_group_id, age_limit_years, popularity_rank, is_active, rules)
      VALUES (@id, @place, @name, @sku, @barcodes, @priceMinor, @priceUnit, @departmentId, @taxGroupId,
        @ageLimitYears, @popularityRank, @isActive, @rules)`)
    this.#isTaken = connection.prepare<[number], number>('SELECT 1 FROM products WHERE place = ?').pluck()
    this.#index = connection.prepare('INSERT INTO product_search (rowid, words) VALUES (?, ?)')
    this.#unindex = connection.prepare(
      "INSERT INTO product_search (product_search, rowid, words) VALUES ('delete', ?, ?)",
    )
    this.#putGtin = connection.prepare('INSERT OR REPLACE INTO gtins (gtin, product_id) VALUES (?, ?)')
    this.#putCode = connection.prepare('INSERT OR REPLACE INTO codes (code, product_id) VALUES (?, ?)')
    this.#offerGtin = connection.prepare('INSERT OR IGNORE INTO gtins (gtin, product_id) VALUES (?, ?)')
    this.#offerCode = connection.prepare('INSERT OR IGNORE INTO codes (code, product_id) VALUES (?, ?)')
    this.#dropGtin = connection.prepare('DELETE FROM gtins WHERE gtin = ? AND product_id = ?')
    this.#merge = connection.prepare("INSERT INTO product_search (product_search, rank) VALUES ('merge', ?)")
    this.#changes = connection.prepare<[], number>('SELECT total_changes()').pluck()
    this.#dropCode = connection.prepare('DELETE FROM codes WHERE code = ? AND product_id = ?')
  }

  byId(id: number): Product | undefined {
    const row = this.#byId.get(id)
    return row === undefined ? undefined : toProduct(row)
  }

  byGtin(gtin: number): Product | undefined {
    const row = this.#byGtin.get(gtin)
    return row === undefined || row.isActive === 0 ? undefined : toProduct(row)
  }

  byCode(code: string): Product | undefined {
    const key = lookupKey(code)
    if (isNumber(key)) return this.byGtin(Number(key))
    const row = this.#byCode.get(key)
    return row === undefined || row.isActive === 0 ? undefined : toProduct(row)
  }

  deposits(): Product[] {
    return this.#deposits.all().map(toProduct)
  }

  search(text: string, limit: number): Product[] {
    const query = searchQuery(text)
    return query === undefined ? [] : this.#searchStatement(limit).all(query).map(toProduct)
  }

  /** Puts whole products in the place of what was there under their ids; in the caller's transaction. */
  put(products: readonly Product[]): void {
    const newest = [...new Map(products.map((product) => [product.id, product])).values()]
    const before = new Map<number, PlacedRow>()
    for (const { id } of newest) {
      const row = this.#byId.get(id)
      if (row !== undefined) before.set(id, row)
    }
    for (const row of before.values()) this.#dropCodes(toProduct(row))
    const words: IndexChange[] = []
    for (const product of newest) words.push(this.#insert(product, before.get(product.id)))
    this.#reindex(words.filter(({ from, to }) => from?.place !== to?.place || from?.text !== to?.text))
  }

  /** Merges the next pieces of the index into one, so that a search reads only that; 'ready' when there is one. */
  mergeIndex(): 'more' | 'ready' {
    const before = this.#changes.get() ?? 0
    // A negative count also merges pieces that are too few to be worth it while the till sells.
    this.#merge.run(this.#hasBegunMerge ? MERGE_PAGES : -MERGE_PAGES)
    this.#hasBegunMerge = true
    // What fts5 says in its manual: fewer than two changes mean that nothing is left to merge.
    return (this.#changes.get() ?? 0) - before < 2 ? 'ready' : 'more'
  }

  /** One for each limit: a bound limit would have the query parsed anew each time. */
  #searchStatement(limit: number): Sqlite.Statement<[string], ProductRow> {
    const known = this.#searches.get(limit)
    if (known !== undefined) return known
    // The index gives rows in order of place, which is popularity; ranking by relevance would read all that match.
    const statement = this.#connection.prepare<[string], ProductRow>(`
      SELECT ${columns} FROM product_search s CROSS JOIN products p ON p.place = s.rowid
      WHERE product_search MATCH ? ORDER BY s.rowid LIMIT ${Math.trunc(limit)}`)
    this.#searches.set(limit, statement)
    return statement
  }

  #insert(product: Product, before: PlacedRow | undefined): IndexChange {
    const place = before?.popularityRank === product.popularityRank ? before.place : this.#freePlace(product)
    const barcodes = JSON.stringify(product.barcodes)
    const rules = product.rules === undefined ? null : JSON.stringify(product.rules)
    this.#put.run({ ...product, place, barcodes, rules, isActive: Number(product.isActive) })
    this.#putCodes(product)
    const wasIndexed = before !== undefined && before.isActive === 1
    return {
      from: wasIndexed ? { place: before.place, text: searchText(toProduct(before)) } : undefined,
      to: product.isActive ? { place, text: searchText(product) } : undefined,
    }
  }

  /** In any order but that of places, the index writes a piece of its own for each row. */
  #reindex(changes: readonly IndexChange[]): void {
    const byPlace = (a: IndexedWords, b: IndexedWords): number => a.place - b.place
    const gone = changes.map(({ from }) => from).filter((words) => words !== undefined)
    const come = changes.map(({ to }) => to).filter((words) => words !== undefined)
    for (const { place, text } of gone.toSorted(byPlace)) this.#unindex.run(place, text)
    for (const { place, text } of come.toSorted(byPlace)) this.#index.run(place, text)
  }

  #dropCodes({ id, barcodes, sku }: Product): void {
    for (const code of sku === null ? barcodes : [...barcodes, sku]) {
      const key = lookupKey(code)
      if (isNumber(key)) this.#dropGtin.run(Number(key), id)
      else this.#dropCode.run(key, id)
    }
  }

  #putCodes({ id, barcodes, sku }: Product): void {
    for (const code of barcodes) {
      const key = lookupKey(code)
      if (isNumber(key)) this.#putGtin.run(Number(key), id)
      else this.#putCode.run(key, id)
    }
    if (sku === null) return
    // A barcode of another product goes before this one's SKU.
    const key = lookupKey(sku)
    if (isNumber(key)) this.#offerGtin.run(Number(key), id)
    else this.#offerCode.run(key, id)
  }

  #freePlace({ popularityRank }: Product): number {
    const first = this.#crowded.get(popularityRank) ?? popularityRank * PLACES_A_RANK
    let place = first
    while (this.#isTaken.get(place) !== undefined) place++
    if (place - first > PLACE_TRIES_NOTED) this.#crowded.set(popularityRank, place)
    return place
  }
}
