import { isBasketEmpty, type Basket } from '#core/basket/basket.ts'
import { priceBasket, type PricedBasket } from '#core/basket/price-basket.ts'
import type { SellingRules } from '#core/basket/selling-rules.ts'
import type { SaleLoyalty } from '#core/customer/customer.ts'
import { pointsFor } from '#core/customer/loyalty.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Sale, VoidedLine } from '#core/sale/sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import { dueMinor } from '#core/tender/tendering.ts'

/** What a sale takes from the till it is made at. */
export interface SaleFacts {
  readonly receiptNumber: number
  readonly receiptLabel: string
  readonly shiftId: string | null
  readonly operatorId: number
  readonly operatorName: string
  readonly customerId: number | null
  /** ISO 8601, UTC. */
  readonly completedAt: string
  readonly currency: string
  readonly catalogueRevision: number
  /** Of a sale to a business, in a series of its own. */
  readonly invoiceLabel?: string
}

/** The lines that were taken out again, for the record. */
export const voidedLinesOf = (basket: Basket): VoidedLine[] =>
  basket.lines
    .filter((line) => line.isVoided)
    .map(({ line, productId, code, name, quantity, unitPriceMinor }) => ({
      line,
      productId,
      code,
      name,
      quantity,
      unitPriceMinor,
    }))

/** What the sale did to the customer's points: earned on what was paid by other means than points. */
const loyaltyOf = (
  { customer }: Basket,
  totalMinor: number,
  tenders: readonly Tender[],
  { loyalty }: SellingRules,
): SaleLoyalty | undefined => {
  if (customer === undefined || loyalty === undefined) return undefined
  let pointsBurned = 0
  let burnedMinor = 0
  for (const tender of tenders) {
    if (tender.kind !== 'points') continue
    pointsBurned += tender.points
    burnedMinor += tender.amountMinor
  }
  return { pointsEarned: pointsFor(totalMinor - burnedMinor, loyalty), pointsBurned }
}

/** The reservations at the hub that a basket and what was paid of it use. */
export const reservationsOf = ({ coupons = [] }: Basket, tenders: readonly Tender[]): string[] =>
  [...coupons, ...tenders].flatMap((holder) =>
    'reservationId' in holder && holder.reservationId !== undefined ? [holder.reservationId] : [],
  )

/** A list under its name, unless it is empty. */
const some = <K extends string, T>(name: K, list: readonly T[]): { readonly [_ in K]?: T[] } =>
  // A computed name widens to string in TypeScript.
  list.length === 0 ? {} : ({ [name]: [...list] } as { readonly [_ in K]?: T[] })

/** The parts that only some sales have; nothing is written of the others. */
const rareParts = (
  basket: Basket,
  { discounts, isExact, totals }: PricedBasket,
  tenders: readonly Tender[],
  rules: SellingRules,
): Partial<Sale> => {
  const { exemption = basket.customer?.exemption, ageCheck, authorisations = [], exchange } = basket
  const loyalty = loyaltyOf(basket, totals.totalMinor, tenders, rules)
  return {
    ...some('discounts', discounts),
    ...(isExact ? {} : { isPromotionSearchCut: true as const }),
    ...some('reservationIds', reservationsOf(basket, tenders)),
    ...(exemption === undefined ? {} : { exemption }),
    ...(ageCheck === undefined ? {} : { ageCheck }),
    ...some('authorisations', authorisations),
    ...(loyalty === undefined ? {} : { loyalty }),
    ...(exchange === undefined ? {} : { exchangeRefundId: exchange.refundId }),
  }
}

/** A basket that was priced before, paid, as the sale it becomes: `completeSale` for who has the sums already. */
export function completePriced(
  basket: Basket,
  priced: PricedBasket,
  facts: SaleFacts,
  paid: { readonly tenders: readonly Tender[]; readonly rules: SellingRules },
): Sale | DomainError {
  const { tenders, rules } = paid
  const { lines, totals, taxes } = priced
  const stillDueMinor = dueMinor(totals.totalMinor, tenders)
  if (stillDueMinor !== 0) {
    return new DomainError('tender_incomplete', 'The sale is not paid in full yet.', { dueMinor: stillDueMinor })
  }
  return {
    ...facts,
    saleId: basket.saleId,
    openedAt: basket.openedAt,
    heldBasketId: basket.heldBasketId,
    lines: [...lines],
    voidedLines: voidedLinesOf(basket),
    tenders: [...tenders],
    totals,
    taxes: [...taxes],
    ...rareParts(basket, priced, tenders, rules),
  }
}

/** A paid basket as the sale it becomes; 'basket_empty' or 'tender_incomplete' when it is not there yet. */
export function completeSale(
  basket: Basket,
  tenders: readonly Tender[],
  facts: SaleFacts,
  rules: SellingRules,
): Sale | DomainError {
  if (isBasketEmpty(basket)) return new DomainError('basket_empty', 'There is nothing to sell yet.')
  return completePriced(basket, priceBasket(basket, rules), facts, { tenders, rules })
}
