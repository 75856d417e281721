import type { Basket } from '#core/basket/basket.ts'
import { isBeyondDiscountLimit } from '#core/basket/give-discount.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import { completePriced, type SaleFacts } from '#core/sale/complete-sale.ts'
import { receiptLabel, saleNumber } from '#core/sale/receipt-label.ts'
import { saleMovements } from '#core/sale/sale-movements.ts'
import type { Tender } from '#core/tender/tender.ts'
import { settlingCash } from '#core/tender/tendering.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { customerFacts } from '#hub/customers/customer-facts.ts'
import { findCustomer } from '#hub/customers/customer-queries.ts'
import { readFeedHead } from '#hub/feed/feed.ts'
import { badRequest, notFound } from '#hub/http/http-error.ts'
import { keyField } from '#hub/http/idempotency.ts'
import { amountAt, numberOfMinor } from '#hub/http/money.ts'
import type { Principal } from '#hub/identity/principal.ts'
import { requirePermission } from '#hub/identity/require-permission.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/fact.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { sealPrivate } from '#hub/ingest/private-part.ts'
import { localDateTime } from '#hub/ports/local-date.ts'
import { createSellingRules } from '#hub/promotions/read-selling-rules.ts'
import { reserveOnAccount } from '#hub/sales/api-account.ts'
import { apiBasket, priceApiBasket, type AskedLine } from '#hub/sales/api-basket.ts'
import { findApiCoupon, reserveApiCoupon } from '#hub/sales/api-coupon.ts'
import { requireAgeChecked } from '#hub/sales/api-restrictions.ts'
import { askLines, type Asking } from '#hub/sales/ask-lines.ts'
import { partReferences } from '#hub/sales/payment-references.ts'
import { findLastSaleId } from '#hub/sales/sale-queries.ts'
import type { SaleBody, SaleIn } from '#hub/sales/sale-wire.ts'
import type { SellingParts } from '#hub/sales/selling-parts.ts'
import { findLevel } from '#hub/stock/stock-queries.ts'

/** Receipts of sales made at the API are R-000001 and so on. */
export const API_RECEIPT_PREFIX = 'R'

/** Nobody holds the goods in hand here: what is not there is not sold. Deposits come with their goods. */
const refuseShortage = async ({ tx }: Work, asked: readonly AskedLine[], basket: Basket): Promise<void> => {
  const goods = basket.lines.filter(({ kind }) => kind === undefined)
  for (const { productId, change } of saleMovements({ lines: goods })) {
    const level = (await tx.one(findLevel, { productId }))?.level ?? 0
    const name = asked.find(({ product }) => product.id === productId)?.product.name ?? ''
    if (level + change < 0) throw badRequest('stock_insufficient', `Insufficient stock for ${name}`)
  }
}

/** What money is counted in. */
interface Coins {
  readonly exponent: number
  readonly smallestCoinMinor: number | undefined
}

const tenderOf = (name: string, amountMinor: number, reference: string | null): Tender => {
  const method = name.toLowerCase()
  if (method === 'cash') return { kind: 'cash', amountMinor, givenMinor: amountMinor, changeMinor: 0 }
  // A card that was charged elsewhere is a method with a reference; only our own terminals make card tenders.
  return { kind: 'other', method, amountMinor, reference }
}

/** Nobody pays half a coin: all cash of a sale is rounded as one sum, as at a till the cash that settles is. */
const inCoins = (tenders: readonly Tender[], smallestCoinMinor: number | undefined): Tender[] => {
  let beforeMinor = 0
  return tenders.map((tender) => {
    if (tender.kind !== 'cash') return tender
    const cash = settlingCash(tender.amountMinor, smallestCoinMinor, beforeMinor)
    beforeMinor += tender.amountMinor
    return cash
  })
}

const tendersOf = (input: SaleIn, totalMinor: number, { exponent, smallestCoinMinor }: Coins): Tender[] => {
  const { payments } = input
  if (payments == null) {
    return inCoins([tenderOf(input.payment_method, totalMinor, input.payment_reference ?? null)], smallestCoinMinor)
  }
  const tenders = payments.map(({ method, amount, reference }, index) =>
    tenderOf(method, amountAt(amount, exponent, ['body', 'payments', index, 'amount']), reference ?? null),
  )
  const paidMinor = tenders.reduce((sum, tender) => sum + tender.amountMinor, 0)
  if (paidMinor !== totalMinor) {
    const total = numberOfMinor(totalMinor, exponent)
    throw badRequest('payments_differ', `The payments do not add up to the total of ${total}`)
  }
  return inCoins(tenders, smallestCoinMinor)
}

const findSaleCustomer = async ({ tx }: Work, id: number | null | undefined): Promise<SaleCustomer | undefined> => {
  if (id == null) return undefined
  const row = await tx.one(findCustomer, { id })
  if (row === undefined) throw notFound('Customer not found')
  return { ...customerFacts(row), phoneEnd: '', loyaltyPoints: row.loyalty_points }
}

const nextReceiptNumber = async ({ tx }: Work): Promise<number> => {
  const range = { from: saleNumber(HUB_DEVICE_NUMBER, 0), to: saleNumber(HUB_DEVICE_NUMBER + 1, 0) }
  return ((await tx.one(findLastSaleId, range))?.id ?? range.from) + 1 - range.from
}

const factsOf = async (
  work: Work,
  input: SaleIn,
  principal: Principal,
  made: Pick<SaleFacts, 'currency' | 'completedAt' | 'catalogueRevision'>,
): Promise<SaleFacts> => {
  const receiptNumber = await nextReceiptNumber(work)
  return {
    ...made,
    receiptNumber,
    receiptLabel: receiptLabel(API_RECEIPT_PREFIX, receiptNumber),
    shiftId: input.shift_id ?? null,
    operatorId: principal.userId,
    operatorName: principal.name,
    customerId: input.customer_id ?? null,
  }
}

/** Makes the way to sell at the API: priced as at a till, stock strict, one entry in the hub's stream. Gives the sale's number. */
export function createPostSale(parts: SellingParts) {
  const { newId, nowMs } = parts
  const readRules = createSellingRules()

  /** What the whole sale is, beside its lines; a coupon's use is reserved before it is priced. */
  const askSale = async ({ work, principal, exponent, customer }: Asking, input: SaleIn, policy: Policy) => {
    const orderDiscountMinor = amountAt(input.discount, exponent, ['body', 'discount'])
    if (orderDiscountMinor > 0) requirePermission(principal, 'apply_discounts')
    const openedAt = new Date(nowMs()).toISOString()
    const openedLocal = promotionTimeOf(localDateTime(nowMs(), policy.timeZone), openedAt)
    const saleId = input.client_sale_id ?? newId()
    const found = await findApiCoupon(work.tx, input.coupon_code)
    const reservationId = newId()
    if (found !== undefined) {
      const asked = { reservationId, saleId, madeBy: principal.userId }
      await reserveApiCoupon(work.tx, found, asked, { nowIso: openedAt })
    }
    const coupon = found && { coupon: found, reservationId }
    return { saleId, openedAt, openedLocal, customer, coupon, orderDiscountMinor }
  }

  return async (work: Work, input: SaleIn, principal: Principal, keyHash: string | undefined): Promise<number> => {
    const policy = await readPolicy(work.tx)
    const { exponent } = currencyOf(policy.currency)
    const asking = { work, principal, exponent, customer: await findSaleCustomer(work, input.customer_id) }
    const lines = await askLines(asking, input)
    const sale = await askSale(asking, input, policy)
    const asked = apiBasket(lines, sale)
    const { age_checked_years: checkedYears } = input
    const today = sale.openedLocal.date
    const ageCheck = requireAgeChecked(asked, { checkedYears, today, userId: principal.userId })
    const basket = ageCheck === undefined ? asked : { ...asked, ageCheck }
    const { revision: catalogueRevision } = await readFeedHead(work.tx)
    const rules = await readRules(work.tx, policy, catalogueRevision)
    const priced = priceApiBasket(basket, rules, sale.orderDiscountMinor)
    if (isBeyondDiscountLimit(basket, policy.discountLimitPpm)) requirePermission(principal, 'override_discount_limit')
    await refuseShortage(work, lines, basket)
    const made = { currency: policy.currency, completedAt: sale.openedAt, catalogueRevision }
    const facts = await factsOf(work, input, principal, made)
    const paying = tendersOf(input, priced.totals.totalMinor, { exponent, smallestCoinMinor: policy.smallestCoinMinor })
    const buying = { saleId: sale.saleId, customerId: facts.customerId, madeBy: principal.userId, newId }
    const times = { nowIso: sale.openedAt }
    const paid = await reserveOnAccount(work.tx, paying, policy, { sale: buying, times })
    const { tenders, references } = partReferences(paid)
    const sold = completePriced(basket, priced, facts, { tenders, rules })
    if (sold instanceof DomainError) throw sold
    // Free text stands beside the entry.
    const texts = {
      ...(input.notes == null || input.notes === '' ? {} : { notes: input.notes }),
      ...(references === undefined ? {} : { references }),
    }
    const secret = Object.keys(texts).length === 0 ? undefined : sealPrivate(texts, parts)
    const body: SaleBody = {
      ...sold,
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
