import { Type, type Static } from 'typebox'
import type { Buyer } from '#core/customer/customer.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { QUANTITY_PIECES_MAX, WEIGHT_GRAMS_MAX } from '#core/quantity/quantity-schema.ts'
import { discountReasonOf } from '#core/sale/discount-reason.ts'
import { saleLineNumber } from '#core/sale/receipt-label.ts'
import { BASKET_LINES_MAX, type Authorisation, type Sale, type SaleDiscount, type SaleLine } from '#core/sale/sale.ts'
import { TENDERS_MAX } from '#core/tender/tender.ts'
import { sayMoney, type SayMoney } from '#hub/http/money.ts'
import { identifier, idNumber, maybe, nullable, v1 } from '#hub/http/wire.ts'
import { pastRefundOut, pastRefundToWire, type PastRefund } from '#hub/sales/past-refunds.ts'
import { rounding, roundingToWire } from '#hub/sales/payment-wire.ts'

const amounts = { minimum: 0, maximum: 999_999_999 }
const amount = Type.Number(amounts)
const discount = Type.Number({ ...amounts, default: 0 })
const METHOD = '^[A-Za-z][A-Za-z0-9_]{0,31}$'
const method = Type.String({ pattern: METHOD })
/** As long as a till's. */
const REFERENCE_LENGTH_MAX = 128
/** What a client calls a payment. */
export const reference = maybe(Type.String({ maxLength: REFERENCE_LENGTH_MAX }))

const saleItemIn = Type.Object({
  product_id: idNumber,
  quantity: Type.Integer({ minimum: 1, maximum: QUANTITY_PIECES_MAX }),
  unit_price: amount,
  discount,
  weight_grams: maybe(Type.Integer({ minimum: 1, maximum: WEIGHT_GRAMS_MAX })),
  /** Of what is sold one by one, each with its number. */
  serial: maybe(identifier),
})
export type SaleItemIn = Static<typeof saleItemIn>

export const saleIn = Type.Object(
  {
    customer_id: maybe(idNumber),
    items: Type.Array(saleItemIn, { minItems: 1, maxItems: BASKET_LINES_MAX }),
    discount,
    coupon_code: maybe(Type.String({ maxLength: 50 })),
    payment_method: Type.String({ pattern: METHOD, default: 'cash' }),
    payment_reference: reference,
    notes: maybe(Type.String({ maxLength: 1000 })),
    payments: maybe(Type.Array(Type.Object({ method, amount, reference }), { minItems: 1, maxItems: TENDERS_MAX })),
    client_sale_id: maybe(Type.String({ format: 'uuid' })),
    shift_id: maybe(Type.String({ format: 'uuid' })),
    /** The caller has checked that who buys is so old; what is sold from some age on needs it. */
    age_checked_years: maybe(Type.Integer({ minimum: 1, maximum: 99 })),
  },
  v1,
)
export type SaleIn = Static<typeof saleIn>

const saleItemOut = Type.Object({
  id: Type.Integer(),
  sale_id: Type.Integer(),
  product_id: nullable(Type.Integer()),
  product_name: Type.String(),
  quantity: Type.Integer(),
  unit_price: Type.Number(),
  discount: Type.Number(),
  total: Type.Number(),
  weight_grams: Type.Optional(Type.Integer()),
  price_per_kg: Type.Optional(Type.Number()),
  /** Before somebody changed it. */
  original_price: Type.Optional(Type.Number()),
  /** Why somebody changed the price; where nobody did, why somebody gave a discount. */
  reason: Type.Optional(Type.String()),
  /** Why somebody gave a discount on this item. */
  discount_reason: Type.Optional(Type.String()),
  serial: Type.Optional(Type.String()),
  lot: Type.Optional(Type.String()),
  /** `deposit`, sold with another item; `empties`, which came back. */
  kind: Type.Optional(Type.String()),
  /** The item that a deposit goes with. */
  deposit_of: Type.Optional(Type.Integer()),
})
type SaleItemOut = Static<typeof saleItemOut>

/** Who allowed what to somebody who may not; without an item it was of the whole sale. */
const approvalOut = Type.Object({
  user_id: Type.Integer(),
  permission: Type.String(),
  sale_item_id: Type.Optional(Type.Integer()),
})

/** What an offer, a coupon or a person took off: `name` is the offer's, the coupon's, or why a person gave it. */
const discountOut = Type.Object({
  source: Type.String(),
  name: Type.String(),
  amount: Type.Number(),
  times: Type.Optional(Type.Integer()),
})

const buyerOut = Type.Object({ name: Type.String(), tax_id: Type.String(), address: Type.Array(Type.String()) })

export const saleOut = Type.Object({
  id: Type.Integer(),
  user_id: Type.Integer(),
  customer_id: nullable(Type.Integer()),
  receipt_number: Type.String(),
  subtotal: Type.Number(),
  tax: Type.Number(),
  discount: Type.Number(),
  order_discount: Type.Number(),
  coupon_discount: Type.Number(),
  coupon_code: nullable(Type.String()),
  total: Type.Number(),
  payment_method: Type.String(),
  payment_reference: nullable(Type.String()),
  payments: Type.Array(
    Type.Object({ method: Type.String(), amount: Type.Number(), reference: nullable(Type.String()), ...rounding }),
  ),
  status: Type.String(),
  notes: nullable(Type.String()),
  created_at: Type.String(),
  items: Type.Array(saleItemOut),
  discounts: Type.Optional(Type.Array(discountOut)),
  /** Of a tax invoice, with who bought; null once that was erased. */
  invoice_number: Type.Optional(Type.String()),
  buyer: Type.Optional(nullable(buyerOut)),
  approved_by: Type.Optional(Type.Array(approvalOut)),
  /** Somebody saw that who bought was so old. */
  age_checked_years: Type.Optional(Type.Integer()),
  /** What went back so far. */
  refunds: Type.Optional(Type.Array(pastRefundOut)),
})
export type SaleOut = Static<typeof saleOut>

interface SaleHead {
  readonly id: number
  readonly operator_id: number
  readonly customer_id: number | null
  readonly receipt_label: string
  readonly subtotal_minor: number
  readonly discount_minor: number
  readonly order_discount_minor: number
  readonly tax_minor: number
  readonly total_minor: number
  readonly payment_method: string
  readonly payment_reference: string | null
  readonly status: string
  readonly notes: string | null
  readonly completed_at: string
  readonly coupon_discount_minor: number
  readonly coupon_code: string | null
}

interface SaleLineHead {
  readonly id: number
  readonly product_id: number | null
  readonly name: string
  readonly piece_count: number
  readonly weight_grams: number | null
  readonly unit_price_minor: number
  readonly discount_minor: number
  readonly order_discount_minor: number
  readonly asked_minor: number
}

/** A sale's rows, and what its entry says of it: what the list and the single sale show. */
export interface SaleRows {
  readonly sale: SaleHead
  readonly fact: Sale
  readonly buyer: Buyer | 'erased' | undefined
  readonly refunds: readonly PastRefund[]
  readonly lines: readonly SaleLineHead[]
  readonly tenders: readonly {
    readonly method: string
    readonly amount_minor: number
    readonly reference: string | null
  }[]
}

const itemFacts = (saleId: number, line: SaleLine, money: SayMoney): Partial<SaleItemOut> => {
  const { originalPriceMinor, attributes = {}, kind, depositOf } = line
  const { serial, lot } = attributes
  const discountReason = discountReasonOf(line)
  const reason = line.reason ?? discountReason
  return {
    ...(originalPriceMinor === undefined ? {} : { original_price: money(originalPriceMinor) }),
    ...(reason === undefined ? {} : { reason }),
    ...(discountReason === undefined ? {} : { discount_reason: discountReason }),
    ...(serial === undefined ? {} : { serial }),
    ...(lot === undefined ? {} : { lot }),
    ...(kind === undefined ? {} : { kind }),
    ...(depositOf === undefined ? {} : { deposit_of: saleLineNumber(saleId, depositOf) }),
  }
}

const buyerToWire = (buyer: Buyer | 'erased'): Static<typeof buyerOut> | null => {
  if (buyer === 'erased') return null
  const { name, taxId, address } = buyer
  return { name, tax_id: taxId, address }
}

const approvalToWire = (
  saleId: number,
  { permission, authorisedBy, line }: Authorisation,
): Static<typeof approvalOut> => ({
  user_id: authorisedBy,
  permission,
  ...(line === undefined ? {} : { sale_item_id: saleLineNumber(saleId, line) }),
})

const discountToWire = (
  { source, name, amountMinor, times }: SaleDiscount,
  money: SayMoney,
): Static<typeof discountOut> => ({
  source,
  name,
  amount: money(amountMinor),
  ...(times === undefined ? {} : { times }),
})

/** What only some sales have. */
const saleFacts = ({ sale, fact, buyer, refunds }: SaleRows, money: SayMoney): Partial<SaleOut> => {
  const { invoiceLabel, authorisations = [], ageCheck, discounts = [] } = fact
  const approvals = authorisations.map((approval) => approvalToWire(sale.id, approval))
  const past = refunds.map((refund) => pastRefundToWire(sale.id, refund, money))
  return {
    ...(discounts.length === 0 ? {} : { discounts: discounts.map((each) => discountToWire(each, money)) }),
    ...(invoiceLabel === undefined ? {} : { invoice_number: invoiceLabel }),
    ...(buyer === undefined ? {} : { buyer: buyerToWire(buyer) }),
    ...(approvals.length === 0 ? {} : { approved_by: approvals }),
    ...(ageCheck === undefined ? {} : { age_checked_years: ageCheck.ageLimitYears }),
    ...(past.length === 0 ? {} : { refunds: past }),
  }
}

const itemToWire = (saleId: number, line: SaleLineHead, money: SayMoney): SaleItemOut => {
  const ownDiscountMinor = line.discount_minor - line.order_discount_minor
  const isWeighed = line.weight_grams !== null
  return {
    id: line.id,
    sale_id: saleId,
    product_id: line.product_id,
    product_name: line.name,
    quantity: line.piece_count,
    // What is weighed counts as one piece at the line's price.
    unit_price: money(isWeighed ? line.asked_minor : line.unit_price_minor),
    discount: money(ownDiscountMinor),
    total: money(line.asked_minor - ownDiscountMinor),
    ...(line.weight_grams === null
      ? {}
      : { weight_grams: line.weight_grams, price_per_kg: money(line.unit_price_minor) }),
  }
}

/** The rows have the sums; the rest is in the entry. */
const itemsToWire = ({ sale, lines, fact }: SaleRows, money: SayMoney): SaleItemOut[] => {
  const sold = new Map(fact.lines.map((line) => [saleLineNumber(sale.id, line.line), line]))
  return lines.map((line) => {
    const item = itemToWire(sale.id, line, money)
    const facts = sold.get(line.id)
    return facts === undefined ? item : Object.assign(item, itemFacts(sale.id, facts, money))
  })
}

/** A sale in the shape of Vendly v1: `subtotal` is after the lines' own discounts, `discount` is the order's and coupons'. */
export function saleToWire(rows: SaleRows, exponent: number): SaleOut {
  const { sale, tenders } = rows
  const money = sayMoney(exponent)
  const ownDiscountsMinor = sale.discount_minor - sale.order_discount_minor
  return {
    id: sale.id,
    user_id: sale.operator_id,
    customer_id: sale.customer_id,
    receipt_number: sale.receipt_label,
    subtotal: money(sale.subtotal_minor - ownDiscountsMinor),
    tax: money(sale.tax_minor),
    discount: money(sale.order_discount_minor),
    order_discount: money(sale.order_discount_minor - sale.coupon_discount_minor),
    coupon_discount: money(sale.coupon_discount_minor),
    coupon_code: sale.coupon_code,
    total: money(sale.total_minor),
    payment_method: sale.payment_method,
    payment_reference: sale.payment_reference,
    payments: tenders.map(({ method: name, amount_minor: amountMinor, reference: called }, position) => {
      const payment = { method: name, amount: money(amountMinor), reference: called }
      return Object.assign(payment, roundingToWire(rows.fact.tenders[position], money))
    }),
    status: sale.status,
    notes: sale.notes,
    created_at: sale.completed_at,
    items: itemsToWire(rows, money),
    ...saleFacts(rows, money),
  }
}

/** The body of a sale's entry. */
export type SaleBody = EntryBodies['sale_completed']
