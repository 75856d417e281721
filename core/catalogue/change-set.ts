import { Type, type Static } from 'typebox'
import { departmentSchema } from '#core/catalogue/department.ts'
import { policySchema } from '#core/catalogue/policy.ts'
import { productSchema } from '#core/catalogue/product.ts'
import { customerGroupSchema } from '#core/customer/customer.ts'
import { couponSchema } from '#core/promotion/coupon.ts'
import { promotionSchema } from '#core/promotion/promotion.ts'
import { operatorSchema } from '#core/staff/operator.ts'
import { taxGroupSchema } from '#core/tax/tax-group.ts'

/** Rows in one change set; a larger change is several revisions, so that each fits into one MQTT message. */
export const CHANGE_SET_ROWS_MAX = 500

/** A whole row of the catalogue under its table's name. Nothing is ever patched. */
export const catalogueRowSchema = Type.Union([
  Type.Object({ table: Type.Literal('product'), row: productSchema }),
  Type.Object({ table: Type.Literal('department'), row: departmentSchema }),
  Type.Object({ table: Type.Literal('tax_group'), row: taxGroupSchema }),
  Type.Object({ table: Type.Literal('operator'), row: operatorSchema }),
  Type.Object({ table: Type.Literal('policy'), row: policySchema }),
  Type.Object({ table: Type.Literal('promotion'), row: promotionSchema }),
  Type.Object({ table: Type.Literal('coupon'), row: couponSchema }),
  Type.Object({ table: Type.Literal('customer_group'), row: customerGroupSchema }),
])
export type CatalogueRow = Static<typeof catalogueRowSchema>

/** SHA-256 in lowercase hexadecimal. */
export const hashSchema = Type.String({ pattern: '^[0-9a-f]{64}$' })

/** One revision of the catalogue: `hash` = SHA-256(previousHash ‖ canonical JSON of revision and rows). */
export const changeSetSchema = Type.Object({
  revision: Type.Integer({ minimum: 1 }),
  previousHash: hashSchema,
  hash: hashSchema,
  rows: Type.Array(catalogueRowSchema, { maxItems: CHANGE_SET_ROWS_MAX }),
  /** Ed25519 over `hash`, base64url, by the hub's feed key. */
  signature: Type.String({ maxLength: 128 }),
})
export type ChangeSet = Static<typeof changeSetSchema>

/** First line of a snapshot (NDJSON); the other lines are rows. `contentHash` covers their canonical text with line feeds. */
export const snapshotHeaderSchema = Type.Object({
  kind: Type.Literal('vendly_catalogue'),
  revision: Type.Integer({ minimum: 0 }),
  hash: hashSchema,
  rowCount: Type.Integer({ minimum: 0 }),
  contentHash: hashSchema,
  /** Ed25519 over `revision ‖ ":" ‖ hash ‖ ":" ‖ contentHash`, base64url. */
  signature: Type.String({ maxLength: 128 }),
})
export type SnapshotHeader = Static<typeof snapshotHeaderSchema>
