import type Sqlite from 'better-sqlite3'
import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { CustomerGroup } from '#core/customer/customer.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { migrate, orClose } from '#kiosk/store/migrate.ts'
import { catalogueMigrations } from '#kiosk/store/migrations.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { ProductTable } from '#kiosk/store/product-table.ts'
import { Transaction } from '#kiosk/store/transaction.ts'

/** Which state of the hub's catalogue a file holds. */
export interface CatalogueHead {
  readonly revision: number
  readonly hash: string
}

/** The tables that are small enough to be held in memory. */
interface SmallTables {
  readonly department: Department
  readonly tax_group: TaxGroup
  readonly operator: Operator
  readonly policy: Policy
  readonly promotion: Promotion
  readonly coupon: Coupon
  readonly customer_group: CustomerGroup
}

const tableNames = {
  department: 'departments',
  tax_group: 'tax_groups',
  operator: 'operators',
  policy: 'policy',
  promotion: 'promotions',
  coupon: 'coupons',
  customer_group: 'customer_groups',
} as const satisfies Record<keyof SmallTables, string>

/** One file that holds one state of the catalogue. */
export class CatalogueFile {
  readonly #connection: Sqlite.Database
  readonly #transaction: Transaction
  readonly #memory = new Map<keyof SmallTables, ReadonlyMap<number, unknown>>()
  readonly #stockLevel: Sqlite.Statement<[number], number>
  readonly #setStockLevel: Sqlite.Statement<[number, number]>
  readonly products: ProductTable
  #head: CatalogueHead

  constructor(path: string) {
    this.#connection = openDatabase(path, 'catalogue')
    orClose(this.#connection, () => migrate(this.#connection, catalogueMigrations))
    this.#transaction = new Transaction(this.#connection)
    this.products = new ProductTable(this.#connection)
    this.#stockLevel = this.#connection
      .prepare<[number], number>('SELECT level FROM stock_levels WHERE product_id = ?')
      .pluck()
    this.#setStockLevel = this.#connection.prepare(
      'INSERT INTO stock_levels (product_id, level) VALUES (?, ?) ON CONFLICT DO UPDATE SET level = excluded.level',
    )
    const head = this.#connection.prepare<[], CatalogueHead>('SELECT revision, hash FROM head').get()
    this.#head = head ?? { revision: 0, hash: '' }
  }

  head(): CatalogueHead {
    return this.#head
  }

  /** A small table's rows by id, in order of id. */
  rows<T extends keyof SmallTables>(table: T): ReadonlyMap<number, SmallTables[T]> {
    const known = this.#memory.get(table)
    if (known !== undefined) return known as ReadonlyMap<number, SmallTables[T]>
    const texts = this.#connection.prepare<[], string>(`SELECT row FROM ${tableNames[table]} ORDER BY id`).pluck().all()
    const rows = texts.map((text) => JSON.parse(text) as SmallTables[T])
    const byId = new Map(rows.map((row) => [row.id, row]))
    this.#memory.set(table, byId)
    return byId
  }

  stockLevel(productId: number): number | undefined {
    return this.#stockLevel.get(productId)
  }

  setStockLevels(levels: Iterable<{ readonly productId: number; readonly level: number }>): void {
    this.#transaction.run(() => {
      for (const { productId, level } of levels) this.#setStockLevel.run(productId, level)
    })
  }

  /** Stock of the file that this one takes the place of. */
  copyStockLevels(from: CatalogueFile): void {
    const levels = from.#connection
      .prepare<[], { productId: number; level: number }>('SELECT product_id AS productId, level FROM stock_levels')
      .all()
    this.setStockLevels(levels)
  }

  /** Puts whole rows in place and moves the head, all at once. */
  apply(rows: readonly CatalogueRow[], head: CatalogueHead): void {
    this.#transaction.run(() => {
      this.fill(rows)
      this.#connection.prepare('UPDATE head SET revision = ?, hash = ?').run(head.revision, head.hash)
    })
    this.#head = head
  }

  /** Puts whole rows in place. */
  fill(rows: readonly CatalogueRow[]): void {
    this.#memory.clear()
    this.#transaction.run(() => {
      this.products.put(rows.flatMap((row) => (row.table === 'product' ? [row.row] : [])))
      for (const row of rows) if (row.table !== 'product') this.#putSmall(row.table, row.row)
    })
  }

  checkpoint(): boolean {
    return this.#transaction.checkpoint()
  }

  close(): void {
    this.#connection.close()
  }

  #putSmall(table: keyof SmallTables, row: { readonly id: number }): void {
    const sql = `INSERT INTO ${tableNames[table]} (id, row) VALUES (?, ?) ON CONFLICT DO UPDATE SET row = excluded.row`
    this.#connection.prepare(sql).run(row.id, JSON.stringify(row))
  }
}
