import { sql } from 'kysely'
import { defineQuery } from '#hub/db/query.ts'

const productColumns = [
  'products.id',
  'products.name',
  'products.sku',
  'products.barcode',
  'products.description',
  'products.price_minor',
  'products.price_unit',
  'products.cost_minor',
  'products.minimum_quantity',
  'products.department_id',
  'products.tax_group_id',
  'products.image_url',
  'products.is_active',
  'products.updated_at',
  'products.row',
  'tax_groups.rate_ppm',
  'stock_levels.level',
] as const

export const findProduct = defineQuery((db, p: { id: number }) =>
  db
    .selectFrom('products')
    .innerJoin('tax_groups', 'tax_groups.id', 'products.tax_group_id')
    .leftJoin('stock_levels', 'stock_levels.product_id', 'products.id')
    .select(productColumns)
    .where('products.id', '=', p.id)
    .where('products.is_removed', '=', 0),
)

interface ProductFilter {
  /** A LIKE pattern, escaped with a backslash; null for all. */
  readonly pattern: string | null
  readonly departmentId: number | null
  readonly activeOnly: number
  readonly skip: number
  readonly rows: number
}

export const listProducts = defineQuery((db, p: ProductFilter) =>
  db
    .selectFrom('products')
    .innerJoin('tax_groups', 'tax_groups.id', 'products.tax_group_id')
    .leftJoin('stock_levels', 'stock_levels.product_id', 'products.id')
    .select(productColumns)
    .where('products.is_removed', '=', 0)
    .where(sql<boolean>`(${p.activeOnly} = 0 or products.is_active = 1)`)
    .where(sql<boolean>`(${p.departmentId} is null or products.department_id = ${p.departmentId})`)
    .where(
      sql<boolean>`(${p.pattern} is null or products.name like ${p.pattern} escape '\\'
        or products.sku like ${p.pattern} escape '\\' or products.barcode like ${p.pattern} escape '\\')`,
    )
    .orderBy('products.name')
    .orderBy('products.id')
    .limit(p.rows)
    .offset(p.skip),
)

export const findProductByCode = defineQuery((db, p: { code: string }) =>
  db
    .selectFrom('product_barcodes')
    .innerJoin('products', 'products.id', 'product_barcodes.product_id')
    .select(['products.id', 'products.name'])
    .where('product_barcodes.code', '=', p.code),
)

export const findProductBySku = defineQuery((db, p: { sku: string }) =>
  db.selectFrom('products').select('id').where('sku', '=', p.sku),
)

export const lastProductId = defineQuery((db) => db.selectFrom('products').select(({ fn }) => fn.max('id').as('id')))

export const listTaxGroups = defineQuery((db) => db.selectFrom('tax_groups').selectAll().orderBy('id'))

export const findDepartment = defineQuery((db, p: { id: number }) =>
  db.selectFrom('departments').selectAll().where('id', '=', p.id).where('is_removed', '=', 0),
)

export const listDepartments = defineQuery((db, p: { activeOnly: number; skip: number; rows: number }) =>
  db
    .selectFrom('departments')
    .selectAll()
    .where('is_removed', '=', 0)
    .where(sql<boolean>`(${p.activeOnly} = 0 or is_active = 1)`)
    .orderBy('name')
    .orderBy('id')
    .limit(p.rows)
    .offset(p.skip),
)

export const lastDepartmentId = defineQuery((db) =>
  db.selectFrom('departments').select(({ fn }) => fn.max('id').as('id')),
)

export const countProductsOf = defineQuery((db, p: { departmentId: number }) =>
  db
    .selectFrom('products')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('department_id', '=', p.departmentId)
    .where('is_removed', '=', 0),
)

export const findTaxGroup = defineQuery((db, p: { id: number }) =>
  db.selectFrom('tax_groups').select('row').where('id', '=', p.id),
)
