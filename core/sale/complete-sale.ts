import { isBasketEmpty, type Basket } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
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

/** A paid basket as the sale it becomes; 'basket_empty' or 'tender_incomplete' when it is not there yet. */
export function completeSale(basket: Basket, tenders: readonly Tender[], facts: SaleFacts): Sale | DomainError {
  if (isBasketEmpty(basket)) return new DomainError('basket_empty', 'There is nothing to sell yet.')
  const { lines, totals, taxes } = priceBasket(basket)
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
  }
}
