import { Type, type Static } from 'typebox'
import { NAME_LENGTH_MAX } from '#core/catalogue/product.ts'
import { numberOfMinor } from '#hub/http/money.ts'
import { maybe, nullable, oneLine, v1 } from '#hub/http/wire.ts'

const name = oneLine(NAME_LENGTH_MAX)
const fields = {
  sku: maybe(Type.String({ minLength: 1, maxLength: 64 })),
  barcode: maybe(Type.String({ minLength: 1, maxLength: 64 })),
  description: maybe(Type.String({ maxLength: 2000 })),
  cost: maybe(Type.Number({ minimum: 0 })),
  category_id: maybe(Type.Integer({ minimum: 1 })),
  image_url: maybe(Type.String({ maxLength: 500 })),
}
const price = Type.Number({ minimum: 0, maximum: 999_999.99 })
const quantity = Type.Integer({ minimum: -1_000_000, maximum: 1_000_000 })
const minimumQuantity = Type.Integer({ minimum: 0, maximum: 1_000_000 })
const taxRate = Type.Number({ minimum: 0, maximum: 100, description: 'Percent: 18 is 18 %.' })

export const productIn = Type.Object(
  {
    name,
    ...fields,
    price,
    quantity: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
    min_quantity: Type.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
    tax_rate: Type.Number({ minimum: 0, maximum: 100, default: 0, description: 'Percent: 18 is 18 %.' }),
    is_active: Type.Boolean({ default: true }),
  },
  v1,
)
export type ProductIn = Static<typeof productIn>

/** A part of a product: what is missing stays as it is. */
export const productPatch = Type.Object(
  {
    name: Type.Optional(name),
    ...fields,
    price: Type.Optional(price),
    quantity: Type.Optional(quantity),
    min_quantity: Type.Optional(minimumQuantity),
    tax_rate: Type.Optional(taxRate),
    is_active: Type.Optional(Type.Boolean()),
  },
  v1,
)
export type ProductPatch = Static<typeof productPatch>

export const productOut = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  sku: nullable(Type.String()),
  barcode: nullable(Type.String()),
  description: nullable(Type.String()),
  price: Type.Number(),
  price_unit: Type.Union([Type.Literal('piece'), Type.Literal('kilogram')]),
  cost: nullable(Type.Number()),
  quantity: Type.Integer({ description: 'Pieces; grams of what is sold by weight.' }),
  min_quantity: Type.Integer(),
  category_id: nullable(Type.Integer()),
  tax_rate: Type.Number(),
  image_url: nullable(Type.String()),
  is_active: Type.Boolean(),
})
export type ProductOut = Static<typeof productOut>

/** A product's row, joined with its tax and its stock. */
export interface JoinedProduct {
  readonly id: number
  readonly name: string
  readonly sku: string | null
  readonly barcode: string | null
  readonly description: string | null
  readonly price_minor: number
  readonly price_unit: string
  readonly cost_minor: number | null
  readonly minimum_quantity: number
  readonly department_id: number | null
  readonly image_url: string | null
  readonly is_active: number
  readonly rate_ppm: number
  readonly level: number | null
}

/** Parts per million in a percent. */
const PPM_PER_PERCENT = 10_000

export const productToWire = (row: JoinedProduct, exponent: number): ProductOut => ({
  id: row.id,
  name: row.name,
  sku: row.sku,
  barcode: row.barcode,
  description: row.description,
  price: numberOfMinor(row.price_minor, exponent),
  price_unit: row.price_unit === 'kilogram' ? 'kilogram' : 'piece',
  cost: row.cost_minor === null ? null : numberOfMinor(row.cost_minor, exponent),
  quantity: row.level ?? 0,
  min_quantity: row.minimum_quantity,
  category_id: row.department_id,
  tax_rate: row.rate_ppm / PPM_PER_PERCENT,
  image_url: row.image_url,
  is_active: row.is_active === 1,
})
