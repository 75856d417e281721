import { hash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import { openBasket, type Basket } from '#core/basket/basket.ts'
import { addProduct } from '#core/basket/change-basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import type { Tender } from '#core/tender/tender.ts'
import { TillStore } from '#kiosk/store/till-store.ts'
import { signerOf } from '#tests/core/journal/node-signer.ts'

const policy: Policy = {
  id: 1,
  shopName: 'Corner Shop',
  shopAddress: ['1 High Street'],
  taxNumber: null,
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  receiptHeader: [],
  receiptFooter: [],
  barcodePatterns: [],
  cashDenominationsMinor: [500, 1000, 2000],
  idleLockSeconds: 60,
  unknownItemDepartmentId: null,
}

export const taxGroup: TaxGroup = {
  id: 1,
  name: 'Standard',
  isInclusive: true,
  rates: [{ id: 1, name: 'VAT', ratePpm: 190_000 }],
}

export const makeProduct = (id: number, change: Partial<Product> = {}): Product => ({
  id,
  name: `Product ${id}`,
  sku: `SKU-${id}`,
  barcodes: [],
  priceMinor: 100 + id,
  priceUnit: 'piece',
  departmentId: 1,
  taxGroupId: 1,
  ageLimitYears: null,
  popularityRank: id,
  isActive: true,
  ...change,
})

export const catalogueRows = (products: readonly Product[]): CatalogueRow[] => [
  { table: 'policy', row: policy },
  { table: 'tax_group', row: taxGroup },
  {
    table: 'department',
    row: { id: 1, name: 'Grocery', description: null, parentId: null, taxGroupId: 1, isActive: true },
  },
  {
    table: 'operator',
    row: { id: 7, number: 12, name: 'Alex', role: 'clerk', pinVerifier: null, isActive: true },
  },
  ...products.map((row) => ({ table: 'product' as const, row })),
]

export const alex = { operator: { id: 7, name: 'Alex' } }

/** A folder for one test, removed with what uses it. */
export class TemporaryFolder {
  readonly path: string

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'vendly-store-'))
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

const signer = signerOf('T3')

export const openTill = (
  folder: string,
  change: { nowMs?: () => number; monotonicMs?: () => number; newId?: () => string; isTrusted?: () => boolean } = {},
): TillStore =>
  new TillStore({
    folder,
    identity: {
      deviceId: '0197f9a0-0000-7000-8000-000000000003',
      deviceName: 'T3',
      deviceNumber: 3,
      receiptPrefix: 'T3',
    },
    softwareVersion: '0.1.0',
    clock: {
      nowMs: change.nowMs ?? Date.now,
      monotonicMs: change.monotonicMs ?? (() => performance.now()),
      isTrusted: change.isTrusted ?? (() => true),
    },
    newId: change.newId ?? randomUUID,
    sha256: (text) => hash('sha256', text),
    signer,
  })

/** A GTIN-13 of the range for use within a shop. */
export const gtin13 = (number: number): string => {
  const digits = `04${String(number).padStart(10, '0')}`
  return `${digits}${gs1CheckDigit(digits)}`
}

/** Names and codes as long as real ones, where bytes are counted. */
export const shelfProducts = (count: number): Product[] =>
  Array.from({ length: count }, (_, index) => {
    const name = `Whole milk organic ${String(index + 1).padStart(4, '0')} 1 l`
    return makeProduct(index + 1, { name, barcodes: [gtin13(index + 1)] })
  })

/** A till that has a catalogue of `products` and this boot's stream. */
export const stockedTill = (
  folder: string,
  products: readonly Product[] = [makeProduct(1), makeProduct(2)],
): TillStore => {
  const store = openTill(folder)
  store.catalogue.replaceAll({ revision: 1, hash: '1'.repeat(64) }, catalogueRows(products))
  store.openStream()
  return store
}

export const basketOf = (saleId: string, products: readonly Product[]): Basket => {
  let basket = openBasket(saleId, new Date(0).toISOString())
  for (const product of products) {
    const added = addProduct(basket, product, taxGroup, {
      code: product.barcodes[0] ?? String(product.id),
      quantity: product.priceUnit === 'piece' ? { unit: 'piece', count: 1 } : { unit: 'gram', weightGrams: 500 },
      quantitySource: 'keyed',
      unitPriceMinor: product.priceMinor,
      priceSource: 'catalogue',
    })
    if (added instanceof Error) throw added
    basket = added
  }
  return basket
}

/** Pays a basket by card for the first part, in cash for the rest. */
export const tendersFor = (basket: Basket, cardMinor = 0): Tender[] => {
  const { totalMinor } = priceBasket(basket, PLAIN_RULES).totals
  const cash: Tender = {
    kind: 'cash',
    amountMinor: totalMinor - cardMinor,
    givenMinor: totalMinor - cardMinor,
    changeMinor: 0,
  }
  if (cardMinor === 0) return [cash]
  const intentId = randomUUID()
  return [
    { kind: 'card', amountMinor: cardMinor, intentId, approvalCode: '123456', scheme: 'VISA', last4: '4242' },
    cash,
  ]
}
