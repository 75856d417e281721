import type { Basket } from '#core/basket/basket.ts'
import type { PricedBasket } from '#core/basket/price-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { ENTRY_BYTES_MAX } from '#core/journal/entry.ts'
import { utf8Bytes } from '#core/journal/utf8-bytes.ts'
import { voidedLinesOf } from '#core/sale/complete-sale.ts'
import { BASKET_LINES_MAX } from '#core/sale/sale.ts'

/** All of a sale that is no list of the basket's: its head and totals, twenty tenders of the largest kind, its reservations. */
const REST_BYTES = 24 * 1024

// What one of each takes at the most, so that ordinary baskets need no count: names and reasons in a script of three
// bytes a character, four taxes, every number at its longest.
const LINE_BYTES = 1_800
const LINE_DISCOUNT_BYTES = 80
const SALE_DISCOUNT_BYTES = 300
const AUTHORISATION_BYTES = 96

const bytesAtMost = (basket: Basket, { lines, discounts }: PricedBasket): number => {
  const lineDiscounts = lines.reduce((sum, line) => sum + (line.discounts?.length ?? 0), 0)
  return (
    REST_BYTES +
    basket.lines.length * LINE_BYTES +
    lineDiscounts * LINE_DISCOUNT_BYTES +
    discounts.length * SALE_DISCOUNT_BYTES +
    (basket.authorisations?.length ?? 0) * AUTHORISATION_BYTES
  )
}

const bytesOf = (basket: Basket, { lines, discounts, taxes }: PricedBasket): number =>
  REST_BYTES + utf8Bytes(JSON.stringify([lines, voidedLinesOf(basket), discounts, taxes, basket.authorisations ?? []]))

/**
 * Says 'basket_full' of a basket whose sale would not fit into a journal entry (`ENTRY_BYTES_MAX`), while nothing is paid
 * yet; undefined when it fits.
 */
export function whyNoSale(basket: Basket, priced: PricedBasket): DomainError | undefined {
  if (bytesAtMost(basket, priced) <= ENTRY_BYTES_MAX || bytesOf(basket, priced) <= ENTRY_BYTES_MAX) return undefined
  return new DomainError('basket_full', 'This sale is as large as a sale may be; pay it and open another.', {
    linesMax: BASKET_LINES_MAX,
  })
}
