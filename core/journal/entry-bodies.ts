import { Type, type Static, type TSchema } from 'typebox'
import { cashMovementSchema } from '#core/cash/cash-movement.ts'
import { hashSchema } from '#core/catalogue/change-set.ts'
import { departmentSchema } from '#core/catalogue/department.ts'
import { policySchema } from '#core/catalogue/policy.ts'
import { productSchema } from '#core/catalogue/product.ts'
import { customerGroupSchema } from '#core/customer/customer.ts'
import { rowIdSchema } from '#core/identity/row-id-schema.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { anchorSchema } from '#core/journal/anchor.ts'
import { journalPlaceSchema, streamIdSchema } from '#core/journal/entry.ts'
import { couponSchema } from '#core/promotion/coupon.ts'
import { promotionSchema } from '#core/promotion/promotion.ts'
import { refundSchema } from '#core/refund/refund.ts'
import { BASKET_LINES_MAX, saleSchema, voidedLineSchema } from '#core/sale/sale.ts'
import { shiftReportSchema } from '#core/shift/shift-report.ts'
import { shiftCloseSchema, shiftSchema } from '#core/shift/shift.ts'
import { operatorSchema, roleSchema } from '#core/staff/operator.ts'
import { permissionSchema } from '#core/staff/permissions.ts'
import { taxExemptionSchema } from '#core/tax/tax-exemption.ts'
import { taxGroupSchema } from '#core/tax/tax-group.ts'
import { cardTenderSchema } from '#core/tender/tender.ts'

const reason = Type.String({ maxLength: 200 })
const operatorId = Type.Integer({ minimum: 1 })
const privateHash = hashSchema
/** SHA-256 of the Idempotency-Key that made a fact at the API, so that a rebuilt hub still knows it. */
const idempotencyKeyHash = Type.Optional(hashSchema)

/** Entries that one erasure names; a customer with more takes several. */
export const ERASED_ENTRIES_MAX = 1000

/** Why a number and a PIN let nobody in. */
const pinRefusals = [
  Type.Literal('unknown'),
  Type.Literal('pin_wrong'),
  Type.Literal('pin_locked'),
  Type.Literal('hub_unheard'),
] as const

const tillBodies = {
  /** First entry of each boot; `parent` is the last entry this device can see, of whatever stream. */
  stream_opened: Type.Object({
    deviceId: uuidSchema,
    deviceName: Type.String({ maxLength: 32 }),
    deviceNumber: Type.Integer({ minimum: 0, maximum: 8999 }),
    parent: Type.Union([journalPlaceSchema, Type.Null()]),
    softwareVersion: Type.String({ maxLength: 64 }),
  }),
  /** The device's signature over all entries before it; the hub anchors its own stream by the same. */
  anchor: anchorSchema,
  signed_in: Type.Object({ operatorId }),
  signed_out: Type.Object({ operatorId }),
  sign_in_refused: Type.Object({
    operatorNumber: Type.Integer({ minimum: 0 }),
    why: Type.Union([...pinRefusals]),
    attempts: Type.Integer({ minimum: 0 }),
  }),
  till_locked: Type.Object({ operatorId, why: Type.Union([Type.Literal('key'), Type.Literal('idle')]) }),
  till_unlocked: Type.Object({ operatorId }),
  shift_opened: shiftSchema,
  shift_closed: shiftCloseSchema,
  /** An X or a Z report, as it was made. */
  shift_report: shiftReportSchema,
  /** The drawer opened beside sales: money in, money out, or a look into it. */
  cash_moved: cashMovementSchema,
  sale_completed: Type.Intersect([
    saleSchema,
    Type.Object({
      idempotencyKeyHash,
      /** Each line's part of a discount on the whole order, inside its `discountMinor`; of sales made at the API. */
      orderDiscountsMinor: Type.Optional(Type.Array(Type.Integer({ minimum: 0 }), { maxItems: BASKET_LINES_MAX })),
      /** Free text travels in `private`. */
      privateHash: Type.Optional(privateHash),
    }),
  ]),
  /** Money and goods that went back: a refund, a return, or the void of a whole sale; never a change of the sale. */
  refund_completed: Type.Intersect([
    refundSchema,
    /** A reason in a client's own words travels in `private`. */
    Type.Object({ idempotencyKeyHash, privateHash: Type.Optional(privateHash) }),
  ]),
  /** Somebody with the permission allowed one act of somebody without it. */
  act_authorised: Type.Object({
    permission: permissionSchema,
    operatorId,
    authorisedBy: operatorId,
    /** The sale or refund that it belongs to, where there is one. */
    subjectId: Type.Union([uuidSchema, Type.Null()]),
    /** What was allowed, in the till's words for the act: `line_discount`, `price_override` … */
    act: Type.String({ pattern: '^[a-z][a-z_]{1,40}$' }),
  }),
  /** An act that was refused: a wrong PIN of a manager, or one who may not either. */
  authorisation_refused: Type.Object({
    permission: permissionSchema,
    operatorId,
    operatorNumber: Type.Integer({ minimum: 0 }),
    why: Type.Union([...pinRefusals, Type.Literal('permission_missing')]),
  }),
  /** Too young, or no proof of age: nothing was sold of it. */
  age_check_refused: Type.Object({
    saleId: uuidSchema,
    productId: rowIdSchema,
    ageLimitYears: Type.Integer({ minimum: 1, maximum: 99 }),
    operatorId,
  }),
  /** Something that may not be sold now or in this amount: out of hours, above the limit for a sale, expired. */
  restriction_met: Type.Object({
    saleId: uuidSchema,
    productId: rowIdSchema,
    why: Type.Union([Type.Literal('sale_hours'), Type.Literal('quantity_max'), Type.Literal('expired')]),
  }),
  basket_cancelled: Type.Object({
    saleId: uuidSchema,
    /** All that was in it, taken out before or not. */
    lines: Type.Array(voidedLineSchema, { maxItems: BASKET_LINES_MAX }),
    totalMinor: Type.Integer(),
    /** Of `lines`, those that had been taken out one by one. */
    voidedLineCount: Type.Optional(Type.Integer({ minimum: 0, maximum: BASKET_LINES_MAX })),
    shiftId: Type.Optional(Type.Union([uuidSchema, Type.Null()])),
  }),
  basket_held: Type.Object({
    heldBasketId: uuidSchema,
    saleId: uuidSchema,
    lineCount: Type.Integer({ minimum: 1 }),
    totalMinor: Type.Integer(),
  }),
  basket_recalled: Type.Object({ heldBasketId: uuidSchema, saleId: uuidSchema }),
  payment_failed: Type.Object({
    saleId: uuidSchema,
    intentId: uuidSchema,
    amountMinor: Type.Integer({ minimum: 0 }),
    outcome: Type.Union([Type.Literal('declined'), Type.Literal('cancelled'), Type.Literal('not_charged')]),
    reason,
  }),
  /** A card was charged for a sale that takes the money no more: it is the customer's, until it is given back. */
  payment_unclaimed: Type.Object({ saleId: uuidSchema, ...Type.Omit(cardTenderSchema, ['kind']).properties }),
  /** Somebody says that the customer of a `payment_unclaimed` has the money again. */
  payment_given_back: Type.Object({
    saleId: uuidSchema,
    intentId: uuidSchema,
    amountMinor: Type.Integer({ minimum: 0 }),
    operatorId,
  }),
  receipt_reprinted: Type.Union([Type.Object({ saleId: uuidSchema }), Type.Object({ refundId: uuidSchema })]),
  device_fault: Type.Object({ device: Type.String({ maxLength: 64 }), code: Type.String({ maxLength: 64 }) }),
  device_recovered: Type.Object({ device: Type.String({ maxLength: 64 }) }),
}

const hubBodies = {
  product_saved: Type.Object({
    product: productSchema,
    description: Type.Union([Type.String({ maxLength: 2000 }), Type.Null()]),
    costMinor: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    minimumQuantity: Type.Integer({ minimum: 0 }),
    imageUrl: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
    idempotencyKeyHash,
  }),
  product_removed: Type.Object({ id: rowIdSchema, idempotencyKeyHash }),
  department_saved: Type.Object({ department: departmentSchema, idempotencyKeyHash }),
  department_removed: Type.Object({ id: rowIdSchema, idempotencyKeyHash }),
  tax_group_saved: Type.Object({ taxGroup: taxGroupSchema }),
  promotion_saved: Type.Object({ promotion: promotionSchema, idempotencyKeyHash }),
  coupon_saved: Type.Object({ coupon: couponSchema, idempotencyKeyHash }),
  customer_group_saved: Type.Object({ customerGroup: customerGroupSchema, idempotencyKeyHash }),
  policy_saved: Type.Object({ policy: policySchema }),
  /** A member of staff; e-mail travels in `private`, password hashes in neither. */
  operator_saved: Type.Object({ operator: operatorSchema, privateHash }),
  /** A customer's name, e-mail, phone, address and notes travel in `private`. */
  customer_saved: Type.Object({
    id: rowIdSchema,
    loyaltyPoints: Type.Integer(),
    isActive: Type.Boolean(),
    groupIds: Type.Optional(Type.Array(rowIdSchema, { maxItems: 32 })),
    exemption: Type.Optional(taxExemptionSchema),
    /** What may be owed at once, minor units; absent: no account. */
    accountLimitMinor: Type.Optional(Type.Integer({ minimum: 0 })),
    /** The number on the customer's card, as it was once written; it is personal and travels in `private`. */
    cardNumber: Type.Optional(Type.String({ minLength: 1, maxLength: 32 })),
    privateHash,
    idempotencyKeyHash,
  }),
  /** A movement of stock that no sale made: opening stock, delivery, adjustment, count. */
  stock_adjusted: Type.Object({
    productId: rowIdSchema,
    unit: Type.Union([Type.Literal('piece'), Type.Literal('gram')]),
    /** Signed: pieces or grams in. */
    change: Type.Integer(),
    reason,
    idempotencyKeyHash,
  }),
  /** A receipt number that a till used twice (its card went back in time): the second sale's number at the API. */
  sale_renumbered: Type.Object({
    saleId: uuidSchema,
    receiptLabel: Type.String({ maxLength: 32 }),
    number: rowIdSchema,
  }),
  device_enrolled: Type.Object({
    deviceId: uuidSchema,
    deviceName: Type.String({ maxLength: 32 }),
    deviceNumber: Type.Integer({ minimum: 0, maximum: 8999 }),
    publicKeyPin: hashSchema,
  }),
  /** A device's key was replaced; what the old one signed stays its word. */
  device_rekeyed: Type.Object({ deviceId: uuidSchema, publicKeyPin: hashSchema }),
  device_revoked: Type.Object({ deviceId: uuidSchema, reason }),
  /** The personal data beside these entries is gone for good, here and at the tills; `customerId`: whose it was. */
  personal_data_erased: Type.Object({
    customerId: rowIdSchema,
    entries: Type.Array(Type.Object({ stream: streamIdSchema, seq: Type.Integer({ minimum: 1 }) }), {
      maxItems: ERASED_ENTRIES_MAX,
    }),
    idempotencyKeyHash,
  }),
  /** ADMIN_ACTION, LOGIN_FAILED and their like: see hub security events. */
  security_event: Type.Object({
    event: Type.String({ pattern: '^[A-Z_]{3,40}$' }),
    userId: Type.Union([rowIdSchema, Type.Null()]),
    role: Type.Union([roleSchema, Type.Null()]),
    detail: reason,
  }),
}

/** The schema of each entry's body, by the entry's type. Those a till may write, and those only the hub writes. */
export const tillEntryBodies = tillBodies
export const hubEntryBodies = hubBodies
export const entryBodies = { ...tillBodies, ...hubBodies } as const satisfies Record<string, TSchema>

/** The name of a kind of fact, past tense. */
export type EntryType = keyof typeof entryBodies

/** The body of each kind of fact. */
export type EntryBodies = { readonly [K in EntryType]: Static<(typeof entryBodies)[K]> }

/** True for a type this version knows; others are kept and chained, and change nothing. */
export const isEntryType = (type: string): type is EntryType => Object.hasOwn(entryBodies, type)
