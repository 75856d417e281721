import { entryText } from '#hub/archive/entry-text.ts'
import { defineQuery } from '#hub/db/query.ts'

export interface SaleRow {
  readonly id: number
  readonly saleUuid: string
  readonly receiptLabel: string
  readonly deviceNumber: number
  readonly shiftId: string | null
  readonly operatorId: number
  readonly customerId: number | null
  readonly completedAt: string
  readonly businessDate: string
  readonly subtotalMinor: number
  readonly discountMinor: number
  readonly orderDiscountMinor: number
  readonly taxMinor: number
  readonly totalMinor: number
  readonly itemCount: number
  readonly paymentMethod: string
  readonly paymentReference: string | null
  readonly notes: string | null
  readonly entryNumber: number
  readonly couponDiscountMinor: number
  readonly couponCode: string | null
}

export const insertSale = defineQuery((db, p: SaleRow) =>
  db.insertInto('sales').orIgnore().values({
    id: p.id,
    sale_uuid: p.saleUuid,
    receipt_label: p.receiptLabel,
    device_number: p.deviceNumber,
    shift_id: p.shiftId,
    operator_id: p.operatorId,
    customer_id: p.customerId,
    completed_at: p.completedAt,
    business_date: p.businessDate,
    subtotal_minor: p.subtotalMinor,
    discount_minor: p.discountMinor,
    order_discount_minor: p.orderDiscountMinor,
    tax_minor: p.taxMinor,
    total_minor: p.totalMinor,
    item_count: p.itemCount,
    payment_method: p.paymentMethod,
    payment_reference: p.paymentReference,
    status: 'completed',
    notes: p.notes,
    entry_number: p.entryNumber,
    coupon_discount_minor: p.couponDiscountMinor,
    coupon_code: p.couponCode,
  }),
)

export interface SaleLineRow {
  readonly id: number
  readonly saleId: number
  readonly productId: number | null
  readonly name: string
  readonly pieceCount: number
  readonly weightGrams: number | null
  readonly unitPriceMinor: number
  readonly askedMinor: number
  readonly discountMinor: number
  readonly orderDiscountMinor: number
  readonly netMinor: number
  readonly grossMinor: number
}

export const insertSaleLine = defineQuery((db, p: SaleLineRow) =>
  db.insertInto('sale_lines').values({
    id: p.id,
    sale_id: p.saleId,
    product_id: p.productId,
    name: p.name,
    piece_count: p.pieceCount,
    weight_grams: p.weightGrams,
    unit_price_minor: p.unitPriceMinor,
    asked_minor: p.askedMinor,
    discount_minor: p.discountMinor,
    order_discount_minor: p.orderDiscountMinor,
    net_minor: p.netMinor,
    gross_minor: p.grossMinor,
  }),
)

export const insertSaleTender = defineQuery(
  (
    db,
    p: {
      saleId: number
      position: number
      method: string
      amountMinor: number
      reference: string | null
      cardLast4: string | null
    },
  ) =>
    db.insertInto('sale_tenders').values({
      sale_id: p.saleId,
      position: p.position,
      method: p.method,
      amount_minor: p.amountMinor,
      reference: p.reference,
      card_last4: p.cardLast4,
    }),
)

export const findSaleByUuid = defineQuery((db, p: { saleUuid: string }) =>
  db.selectFrom('sales').selectAll().where('sale_uuid', '=', p.saleUuid),
)

export const findSale = defineQuery((db, p: { id: number }) =>
  db.selectFrom('sales').selectAll().where('id', '=', p.id),
)

export const findLastSaleId = defineQuery((db, p: { from: number; to: number }) =>
  db
    .selectFrom('sales')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('id', '>=', p.from)
    .where('id', '<', p.to),
)

// The lines of a sale are one range of ids.
export const findSaleLines = defineQuery((db, p: { from: number; to: number }) =>
  db.selectFrom('sale_lines').selectAll().where('id', '>=', p.from).where('id', '<', p.to).orderBy('id'),
)

export const findSaleTenders = defineQuery((db, p: { saleId: number }) =>
  db.selectFrom('sale_tenders').selectAll().where('sale_id', '=', p.saleId).orderBy('position'),
)

export const setSaleStatus = defineQuery((db, p: { id: number; status: string }) =>
  db.updateTable('sales').set({ status: p.status }).where('id', '=', p.id),
)

export const findEntryText = defineQuery((db, p: { number: number }) =>
  db.selectFrom('entries').select(entryText()).where('number', '=', p.number),
)
