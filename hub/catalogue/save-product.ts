import { lookupKey } from '#core/barcode/lookup-key.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { Actor } from '#core/journal/entry.ts'
import {
  findDepartment,
  findProduct,
  findProductByCode,
  findProductBySku,
  lastProductId,
} from '#hub/catalogue/product-queries.ts'
import type { ProductIn, ProductPatch } from '#hub/catalogue/product-wire.ts'
import { taxGroupForRate } from '#hub/catalogue/tax-group-for-rate.ts'
import { badRequest, HttpError, notFound } from '#hub/http/http-error.ts'
import { keyField } from '#hub/http/idempotency.ts'
import { amountAt } from '#hub/http/money.ts'
import type { Work } from '#hub/ingest/journal.ts'

/** As the catalogue's schema has it. */
const SKU_LENGTH_MAX = 64

type Saved = EntryBodies['product_saved']

/** Who saves, in which currency, and the request's idempotency key. */
export interface SaveContext {
  readonly actor: Actor
  readonly exponent: number
  readonly keyHash: string | undefined
}

const refuseTakenBarcode = async ({ tx }: Work, barcode: string, ownId: number): Promise<void> => {
  const holder = await tx.one(findProductByCode, { code: lookupKey(barcode) })
  if (holder === undefined || holder.id === ownId) return
  throw new HttpError(409, 'conflict', `A product with barcode ${barcode} already exists: ${holder.name}`)
}

const refuseTakenSku = async ({ tx }: Work, sku: string, ownId: number): Promise<void> => {
  const holder = await tx.one(findProductBySku, { sku })
  if (holder === undefined || holder.id === ownId) return
  throw new HttpError(409, 'conflict', 'A product with this SKU already exists')
}

const refuseUnknownDepartment = async ({ tx }: Work, id: number): Promise<void> => {
  if ((await tx.one(findDepartment, { id })) === undefined) throw badRequest('category_unknown', 'Category not found')
}

const refuseConflicts = async (work: Work, product: Product): Promise<void> => {
  for (const barcode of product.barcodes) await refuseTakenBarcode(work, barcode, product.id)
  if (product.sku !== null) await refuseTakenSku(work, product.sku, product.id)
  if (product.departmentId !== null) await refuseUnknownDepartment(work, product.departmentId)
}

const adjustStock = async (
  work: Work,
  product: Product,
  change: number,
  { actor, keyHash }: SaveContext,
): Promise<void> => {
  if (change === 0) return
  const unit = product.priceUnit === 'kilogram' ? 'gram' : 'piece'
  const body = { productId: product.id, unit, change, reason: 'product saved', ...keyField(keyHash) } as const
  await work.record(actor, { type: 'stock_adjusted', body })
}

const orNull = <T>(given: T | null | undefined): T | null => given ?? null

/** Vendly v1 makes up an SKU where there is a barcode. */
const skuOf = ({ sku, barcode }: ProductIn): string | null =>
  sku ?? (typeof barcode === 'string' ? `SKU-${barcode}`.slice(0, SKU_LENGTH_MAX) : null)

/** Makes a product from what the API was sent; gives its number. */
export async function createProduct(work: Work, input: ProductIn, context: SaveContext): Promise<number> {
  const { actor, exponent, keyHash } = context
  const id = ((await work.tx.one(lastProductId, {}))?.id ?? 0) + 1
  const { barcode } = input
  const taxGroup = await taxGroupForRate(work, actor, input.tax_rate)
  const product: Product = {
    id,
    name: input.name,
    sku: skuOf(input),
    barcodes: typeof barcode === 'string' ? [barcode] : [],
    priceMinor: amountAt(input.price, exponent, ['body', 'price']),
    priceUnit: 'piece',
    departmentId: orNull(input.category_id),
    taxGroupId: taxGroup.id,
    ageLimitYears: null,
    // Nobody has bought it yet.
    popularityRank: id,
    isActive: input.is_active,
  }
  await refuseConflicts(work, product)
  const body: Saved = {
    product,
    description: orNull(input.description),
    costMinor: typeof input.cost === 'number' ? amountAt(input.cost, exponent, ['body', 'cost']) : null,
    minimumQuantity: input.min_quantity,
    imageUrl: orNull(input.image_url),
    ...keyField(keyHash),
  }
  await work.record(actor, { type: 'product_saved', body })
  await adjustStock(work, product, input.quantity, context)
  return id
}

/** What a part of a product says, or what it was: null is a value, only `undefined` leaves things alone. */
const or = <T>(given: T | undefined, before: T): T => (given === undefined ? before : given)

const patchedBarcodes = (before: readonly string[], given: string | null | undefined): string[] => {
  if (given === undefined) return [...before]
  // The API knows the first code only; the others stay.
  return [...(given === null ? [] : [given]), ...before.slice(1).filter((code) => code !== given)]
}

/** Changes a product in the fields that were sent. */
export async function patchProduct(work: Work, id: number, patch: ProductPatch, context: SaveContext): Promise<void> {
  const { actor, exponent } = context
  const found = await work.tx.one(findProduct, { id })
  if (found === undefined) throw notFound('Product not found')
  // The row was checked when it became an entry.
  const before = JSON.parse(found.row) as Product
  const priceMinor = patch.price === undefined ? undefined : amountAt(patch.price, exponent, ['body', 'price'])
  const costMinor = typeof patch.cost === 'number' ? amountAt(patch.cost, exponent, ['body', 'cost']) : patch.cost
  const taxGroupId =
    patch.tax_rate === undefined || patch.tax_rate * 10_000 === found.rate_ppm
      ? before.taxGroupId
      : (await taxGroupForRate(work, actor, patch.tax_rate)).id
  const product: Product = {
    ...before,
    name: or(patch.name, before.name),
    sku: or(patch.sku, before.sku),
    barcodes: patchedBarcodes(before.barcodes, patch.barcode),
    priceMinor: or(priceMinor, before.priceMinor),
    departmentId: or(patch.category_id, before.departmentId),
    taxGroupId,
    isActive: or(patch.is_active, before.isActive),
  }
  await refuseConflicts(work, product)
  const body: Saved = {
    product,
    description: or(patch.description, found.description),
    costMinor: or(costMinor, found.cost_minor),
    minimumQuantity: or(patch.min_quantity, found.minimum_quantity),
    imageUrl: or(patch.image_url, found.image_url),
  }
  await work.record(actor, { type: 'product_saved', body })
  await adjustStock(work, product, or(patch.quantity, found.level ?? 0) - (found.level ?? 0), context)
}
