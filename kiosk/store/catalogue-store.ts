import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeSellingRules, type SellingRules } from '#core/basket/selling-rules.ts'
import type { CatalogueRow, ChangeSet } from '#core/catalogue/change-set.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import { couponCode, type Coupon } from '#core/promotion/coupon.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { CatalogueFile, type CatalogueHead } from '#kiosk/store/catalogue-file.ts'
import { CatalogueReplacement } from '#kiosk/store/catalogue-replacement.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'
import { orDamaged } from '#kiosk/store/storage-fault.ts'
import type { Transaction } from '#kiosk/store/transaction.ts'

/** A screen of results; what is not among them is found by another word. */
const SEARCH_RESULTS_MAX = 50

const FACT = 'catalogue_file'
const filePattern = /^catalogue-\d{1,9}\.sqlite/u

/** What the catalogue is kept in, and where it is noted which file is in use. */
export interface CatalogueStoreParts {
  readonly folder: string
  readonly facts: FactsStore
  readonly transaction: Transaction
}

/** What is made of the catalogue once for each revision, when it is first asked for. */
interface MadeOfCatalogue {
  rules?: SellingRules
  couponsByCode?: ReadonlyMap<string, Coupon>
  operatorsByNumber?: ReadonlyMap<number, Operator>
}

/** The replica of the hub's catalogue: one file in use; a snapshot becomes a new file and is switched to at once. */
export class CatalogueStore {
  readonly #parts: CatalogueStoreParts
  #name: string
  #file: CatalogueFile
  #made: MadeOfCatalogue = {}
  #replacement: CatalogueReplacement | undefined

  constructor(parts: CatalogueStoreParts) {
    this.#parts = parts
    this.#name = parts.facts.get(FACT) ?? 'catalogue-1.sqlite'
    this.#removeOthers()
    const path = join(parts.folder, this.#name)
    this.#file = orDamaged(path, () => new CatalogueFile(path))
  }

  /** The revision in use; 0 before the first snapshot. */
  revision(): number {
    return this.#file.head().revision
  }

  /** The revision in use with its hash. */
  head(): CatalogueHead {
    return this.#file.head()
  }

  /** The product for sale with this GTIN. */
  findByGtin(gtin: number): Product | undefined {
    return this.#file.products.byGtin(gtin)
  }

  /** The product for sale that this code names: a GTIN in any spelling, a PLU, an item code, or a SKU. */
  findByCode(code: string): Product | undefined {
    return this.#file.products.byCode(code)
  }

  /** A product by its id, for sale or not. */
  productById(id: number): Product | undefined {
    return this.#file.products.byId(id)
  }

  /** The products for sale that are deposits, best sellers first. */
  deposits(): Product[] {
    return this.#file.products.deposits()
  }

  /** Products for sale whose words begin as the typed ones do, best sellers first; a code finds its product first. */
  search(text: string, limit: number): Product[] {
    const bounded = Math.min(limit, SEARCH_RESULTS_MAX)
    const exact = /\d/u.test(text) ? this.findByCode(text.trim()) : undefined
    const found = this.#file.products.search(text, bounded)
    if (exact === undefined) return found
    return [exact, ...found.filter(({ id }) => id !== exact.id)].slice(0, bounded)
  }

  /** The departments in use, by name. */
  departments(): Department[] {
    const active = [...this.#file.rows('department').values()].filter(({ isActive }) => isActive)
    return active.toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.id - b.id)
  }

  /** A department by its id, in use or not. */
  department(id: number): Department | undefined {
    return this.#file.rows('department').get(id)
  }

  taxGroup(id: number): TaxGroup | undefined {
    return this.#file.rows('tax_group').get(id)
  }

  /** How the shop runs its tills; undefined before the first snapshot. */
  policy(): Policy | undefined {
    return this.#file.rows('policy').get(1)
  }

  /** What baskets are priced by; made once for each revision. */
  sellingRules(): SellingRules {
    this.#made.rules ??= makeSellingRules(this.policy(), [...this.#file.rows('promotion').values()])
    return this.#made.rules
  }

  /** The coupon with this code, however it is written. */
  couponByCode(code: string): Coupon | undefined {
    this.#made.couponsByCode ??= new Map([...this.#file.rows('coupon').values()].map((coupon) => [coupon.code, coupon]))
    return this.#made.couponsByCode.get(couponCode(code))
  }

  /** Everybody who may sign in. */
  operators(): Operator[] {
    return [...this.#file.rows('operator').values()].filter(({ isActive }) => isActive)
  }

  /** Who signs in with this number, if that person may. */
  operatorByNumber(operatorNumber: number): Operator | undefined {
    this.#made.operatorsByNumber ??= new Map(this.operators().map((operator) => [operator.number, operator]))
    return this.#made.operatorsByNumber.get(operatorNumber)
  }

  /** Stock as last heard of, in pieces or grams. */
  stockLevel(productId: number): number | undefined {
    return this.#file.stockLevel(productId)
  }

  setStockLevels(levels: Iterable<{ readonly productId: number; readonly level: number }>): void {
    this.#file.setStockLevels(levels)
  }

  /**
   * Puts the next change set in place; false when it does not follow the revision in use, so that somebody fetches what
   * is missing. Signature and hash are checked by whoever calls.
   */
  applyChangeSet(changeSet: ChangeSet): boolean {
    const { revision, hash } = this.#file.head()
    if (changeSet.revision !== revision + 1 || changeSet.previousHash !== hash) return false
    this.#made = {}
    this.#file.apply(changeSet.rows, { revision: changeSet.revision, hash: changeSet.hash })
    return true
  }

  /** Begins a new catalogue beside the one in use, to be filled piece by piece; one begun before is dropped. */
  startReplacement(): CatalogueReplacement {
    this.#replacement?.abandon()
    const [, number] = /-(\d+)\./u.exec(this.#name) ?? []
    const name = `catalogue-${Number(number) + 1}.sqlite`
    const path = join(this.#parts.folder, name)
    this.#replacement = new CatalogueReplacement(path, (file) => this.#switchTo(name, file))
    return this.#replacement
  }

  /** Replaces the whole catalogue in one go; when the rows end in an error, the one in use stays. */
  replaceAll(head: CatalogueHead, rows: Iterable<CatalogueRow>): void {
    const replacement = this.startReplacement()
    try {
      for (const row of rows) replacement.add(row)
      while (replacement.prepare(head) === 'more');
    } catch (error) {
      replacement.abandon()
      throw error
    }
    replacement.takeOver()
  }

  checkpoint(): boolean {
    return this.#file.checkpoint()
  }

  close(): void {
    this.#replacement?.abandon()
    this.#file.close()
  }

  #switchTo(name: string, file: CatalogueFile): void {
    const { facts, transaction } = this.#parts
    file.copyStockLevels(this.#file)
    transaction.run(() => facts.set(FACT, name))
    this.#file.close()
    this.#file = file
    this.#name = name
    this.#made = {}
    this.#removeOthers()
  }

  #removeOthers(): void {
    const { folder } = this.#parts
    for (const name of readdirSync(folder)) {
      if (filePattern.test(name) && !name.startsWith(this.#name)) rmSync(join(folder, name))
    }
  }
}
