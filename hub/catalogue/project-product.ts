import { lookupKey } from '#core/barcode/lookup-key.ts'
import type { Product } from '#core/catalogue/product.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Projection } from '#hub/ingest/fact.ts'

interface ProductRow {
  readonly id: number
  readonly name: string
  readonly sku: string | null
  readonly barcode: string | null
  readonly description: string | null
  readonly priceMinor: number
  readonly priceUnit: string
  readonly costMinor: number | null
  readonly minimumQuantity: number
  readonly departmentId: number | null
  readonly taxGroupId: number
  readonly imageUrl: string | null
  readonly isActive: number
  readonly updatedAt: string
  readonly row: string
}

const columnsOf = (p: ProductRow) => ({
  name: p.name,
  sku: p.sku,
  barcode: p.barcode,
  description: p.description,
  price_minor: p.priceMinor,
  price_unit: p.priceUnit,
  cost_minor: p.costMinor,
  minimum_quantity: p.minimumQuantity,
  department_id: p.departmentId,
  tax_group_id: p.taxGroupId,
  image_url: p.imageUrl,
  is_active: p.isActive,
  updated_at: p.updatedAt,
  row: p.row,
})

// Not REPLACE: that would drop another product with the same SKU instead of refusing.
const saveProduct = defineQuery((db, p: ProductRow) =>
  db
    .insertInto('products')
    .values({ id: p.id, ...columnsOf(p) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columnsOf(p))),
)
const dropBarcodes = defineQuery((db, p: { productId: number }) =>
  db.deleteFrom('product_barcodes').where('product_id', '=', p.productId),
)
const addBarcode = defineQuery((db, p: { code: string; productId: number }) =>
  db.replaceInto('product_barcodes').values({ code: p.code, product_id: p.productId }),
)

const markRemoved = defineQuery((db, p: { id: number; row: string; updatedAt: string }) =>
  db
    .updateTable('products')
    .set({ is_removed: 1, is_active: 0, sku: null, barcode: null, row: p.row, updated_at: p.updatedAt })
    .where('id', '=', p.id),
)
const findProductRow = defineQuery((db, p: { id: number }) =>
  db.selectFrom('products').select('row').where('id', '=', p.id),
)

/** A product as it is from now on. */
export const projectProduct: Projection<'product_saved'> = async (tx, { body, entry, changes }) => {
  const { product } = body
  await tx.run(dropBarcodes, { productId: product.id })
  await tx.run(saveProduct, {
    ...product,
    barcode: product.barcodes[0] ?? null,
    description: body.description,
    costMinor: body.costMinor,
    minimumQuantity: body.minimumQuantity,
    imageUrl: body.imageUrl,
    isActive: product.isActive ? 1 : 0,
    updatedAt: entry.at,
    row: JSON.stringify(product),
  })
  for (const code of product.barcodes) await tx.run(addBarcode, { code: lookupKey(code), productId: product.id })
  changes.catalogueRows.push({ table: 'product', row: product })
}

/** A product that is sold no more: its codes become free, its number never does. */
export const projectProductRemoved: Projection<'product_removed'> = async (tx, { body, entry, changes }) => {
  const found = await tx.one(findProductRow, { id: body.id })
  if (found === undefined) return
  const product: Product = { ...(JSON.parse(found.row) as Product), sku: null, barcodes: [], isActive: false }
  await tx.run(dropBarcodes, { productId: body.id })
  await tx.run(markRemoved, { id: body.id, row: JSON.stringify(product), updatedAt: entry.at })
  changes.catalogueRows.push({ table: 'product', row: product })
}
