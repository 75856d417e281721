import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import { privateHash } from '#core/journal/seal.ts'
import { currencyOf } from '#core/money/currency.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { receiptLabel, saleNumber } from '#core/sale/receipt-label.ts'
import { saleMovements } from '#core/sale/sale-movements.ts'
import type { Permission } from '#core/staff/permissions.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import type { Tender } from '#core/tender/tender.ts'
import { findProduct, findTaxGroup } from '#hub/catalogue/product-queries.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { findCustomer } from '#hub/customers/customer-queries.ts'
import { readFeedHead } from '#hub/feed/feed.ts'
import { badRequest, HttpError, notFound } from '#hub/http/http-error.ts'
import { keyField } from '#hub/http/idempotency.ts'
import { amountAt } from '#hub/http/money.ts'
import type { Principal } from '#hub/identity/principal.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/hub-stream.ts'
import type { Work } from '#hub/ingest/journal.ts'
import type { NewSalt } from '#hub/ports/new-salt.ts'
import { priceApiSale, type AskedLine, type PricedSale } from '#hub/sales/price-api-sale.ts'
import { findLastSaleId } from '#hub/sales/sale-queries.ts'
import type { SaleBody, SaleIn, SaleItemIn } from '#hub/sales/sale-wire.ts'
import { findLevel } from '#hub/stock/stock-queries.ts'

/** Receipts of sales made at the API are R-000001 and so on. */
export const API_RECEIPT_PREFIX = 'R'

export interface PostSaleParts {
  readonly newId: NewId
  readonly newSalt: NewSalt
  readonly sha256: Sha256
  readonly nowMs: () => number
}

const requirePermission = (principal: Principal, permission: Permission): void => {
  if (principal.permissions.has(permission)) return
  throw new HttpError(403, 'permission_missing', `Access denied. Required permission: ${permission}`)
}

const quantityOf = (item: SaleItemIn, product: Product): Quantity => {
  const { quantity: count, weight_grams: weightGrams } = item
  if (product.priceUnit === 'piece') {
    if (weightGrams != null) throw badRequest('weight_unexpected', `${product.name} is sold by the piece`)
    return { unit: 'piece', count }
  }
  if (weightGrams == null) {
    throw badRequest('weight_missing', `${product.name} is sold by weight; weight_grams is needed`)
  }
  // Two packs of one weight are two lines: nothing of what was asked for is dropped in silence.
  if (count !== 1) throw badRequest('weight_quantity', `${product.name} is sold by weight; quantity is 1 a line`)
  return { unit: 'gram', weightGrams }
}

interface Asking {
  readonly work: Work
  readonly principal: Principal
  readonly exponent: number
}

const askLine = async ({ work, principal, exponent }: Asking, item: SaleItemIn, index: number): Promise<AskedLine> => {
  const row = await work.tx.one(findProduct, { id: item.product_id })
  if (row === undefined || row.is_active === 0)
    throw badRequest('product_unknown', `Product ${item.product_id} not found`)
  const group = await work.tx.one(findTaxGroup, { id: row.tax_group_id })
  // Rows were checked when they became entries.
  const product = JSON.parse(row.row) as Product
  const taxGroup = JSON.parse(group?.row ?? 'null') as TaxGroup
  const unitPriceMinor = amountAt(item.unit_price, exponent, ['body', 'items', index, 'unit_price'])
  if (unitPriceMinor !== product.priceMinor) requirePermission(principal, 'override_prices')
  const discountMinor = amountAt(item.discount, exponent, ['body', 'items', index, 'discount'])
  if (discountMinor > 0) requirePermission(principal, 'apply_discounts')
  return { product, taxGroup, quantity: quantityOf(item, product), unitPriceMinor, discountMinor }
}

/** Nobody holds the goods in hand here: what is not there is not sold. */
const refuseShortage = async ({ tx }: Work, asked: readonly AskedLine[], priced: PricedSale): Promise<void> => {
  for (const { productId, change } of saleMovements(priced)) {
    const level = (await tx.one(findLevel, { productId }))?.level ?? 0
    const name = asked.find(({ product }) => product.id === productId)?.product.name ?? ''
    if (level + change < 0) throw badRequest('stock_insufficient', `Insufficient stock for ${name}`)
  }
}

const tenderOf = (name: string, amountMinor: number, reference: string | null): Tender => {
  const method = name.toLowerCase()
  if (method === 'cash') return { kind: 'cash', amountMinor, givenMinor: amountMinor, changeMinor: 0 }
  // A card that was charged elsewhere is a method with a reference; only our own terminals make card tenders.
  return { kind: 'other', method, amountMinor, reference }
}

const tendersOf = (input: SaleIn, totalMinor: number, exponent: number): Tender[] => {
  const { payments } = input
  if (payments == null) return [tenderOf(input.payment_method, totalMinor, input.payment_reference ?? null)]
  const tenders = payments.map(({ method, amount, reference }, index) =>
    tenderOf(method, amountAt(amount, exponent, ['body', 'payments', index, 'amount']), reference ?? null),
  )
  const paidMinor = tenders.reduce((sum, tender) => sum + tender.amountMinor, 0)
  if (paidMinor !== totalMinor) throw badRequest('payments_differ', 'The payments do not add up to the total')
  return tenders
}

const refuseUnknown = async ({ tx }: Work, input: SaleIn): Promise<void> => {
  // There are no coupons yet, so none is valid.
  if (input.coupon_code != null && input.coupon_code.trim() !== '') {
    throw badRequest('coupon_unknown', 'Invalid or expired coupon code')
  }
  if (input.customer_id == null) return
  if ((await tx.one(findCustomer, { id: input.customer_id })) === undefined) throw notFound('Customer not found')
}

const nextReceiptNumber = async ({ tx }: Work): Promise<number> => {
  const range = { from: saleNumber(HUB_DEVICE_NUMBER, 0), to: saleNumber(HUB_DEVICE_NUMBER + 1, 0) }
  return ((await tx.one(findLastSaleId, range))?.id ?? range.from) + 1 - range.from
}

/** Makes the way to sell at the API: prices checked, stock strict, one entry in the hub's stream. Gives the sale's number. */
export function createPostSale({ newId, newSalt, sha256, nowMs }: PostSaleParts) {
  const privateOf = (notes: string | null | undefined) => {
    if (notes == null || notes === '') return undefined
    const part = { salt: newSalt(), data: { notes } }
    return { part, hash: privateHash(part, sha256) }
  }

  const factsOf = async (work: Work, input: SaleIn, policy: Policy) => {
    const receiptNumber = await nextReceiptNumber(work)
    const now = new Date(nowMs()).toISOString()
    return {
      saleId: input.client_sale_id ?? newId(),
      receiptNumber,
      receiptLabel: receiptLabel(API_RECEIPT_PREFIX, receiptNumber),
      shiftId: input.shift_id ?? null,
      customerId: input.customer_id ?? null,
      openedAt: now,
      completedAt: now,
      currency: policy.currency,
      catalogueRevision: (await readFeedHead(work.tx)).revision,
      heldBasketId: null,
      voidedLines: [],
    }
  }

  return async (work: Work, input: SaleIn, principal: Principal, keyHash: string | undefined): Promise<number> => {
    const policy = await readPolicy(work.tx)
    const { exponent } = currencyOf(policy.currency)
    await refuseUnknown(work, input)
    const asked: AskedLine[] = []
    for (const [index, item] of input.items.entries()) {
      asked.push(await askLine({ work, principal, exponent }, item, index))
    }
    const orderDiscountMinor = amountAt(input.discount, exponent, ['body', 'discount'])
    if (orderDiscountMinor > 0) requirePermission(principal, 'apply_discounts')
    const { orderDiscountsMinor, ...priced } = priceApiSale(asked, orderDiscountMinor)
    await refuseShortage(work, asked, { ...priced, orderDiscountsMinor })
    const secret = privateOf(input.notes)
    const facts = await factsOf(work, input, policy)
    const body: SaleBody = {
      ...facts,
      ...priced,
      operatorId: principal.userId,
      operatorName: principal.name,
      tenders: tendersOf(input, priced.totals.totalMinor, exponent),
      ...(orderDiscountMinor === 0 ? {} : { orderDiscountsMinor }),
      ...(secret === undefined ? {} : { privateHash: secret.hash }),
      ...keyField(keyHash),
    }
    await work.record(
      { kind: 'user', id: principal.userId },
      { type: 'sale_completed', body, ...(secret === undefined ? {} : { private: secret.part }) },
    )
    return saleNumber(HUB_DEVICE_NUMBER, facts.receiptNumber)
  }
}
