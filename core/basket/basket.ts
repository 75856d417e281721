import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { PriceSource, QuantitySource } from '#core/sale/sale.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

/** A line of an open basket. Prices are minor units for a piece or a kilogram; sums are made by `priceBasket`. */
export interface BasketLine {
  /** Counts from 1 and is not used again when a line is voided. */
  readonly line: number
  readonly productId: number | null
  readonly departmentId: number | null
  readonly code: string
  readonly name: string
  readonly quantity: Quantity
  readonly quantitySource: QuantitySource
  readonly unitPriceMinor: number
  readonly priceSource: PriceSource
  readonly taxGroupId: number
  readonly ageLimitYears: number | null
  readonly isVoided: boolean
}

/**
 * A sale before it is paid. Its id is made when it opens and never again. It carries the tax groups of its lines, so
 * that it can be priced after a restart whatever became of the catalogue.
 */
export interface Basket {
  readonly saleId: string
  /** ISO 8601, UTC. */
  readonly openedAt: string
  /** The hold this basket was recalled from. */
  readonly heldBasketId: string | null
  readonly lines: readonly BasketLine[]
  readonly taxGroups: readonly TaxGroup[]
}

/** A till sets aside so many baskets at the most: more than there are people in its queue. */
export const HELD_BASKETS_MAX = 50

/** An empty basket. */
export const openBasket = (saleId: string, openedAt: string): Basket => ({
  saleId,
  openedAt,
  heldBasketId: null,
  lines: [],
  taxGroups: [],
})

/** The lines that will be sold. */
export const liveLines = (basket: Basket): readonly BasketLine[] => basket.lines.filter((line) => !line.isVoided)

/** True while nothing in the basket would be sold. */
export const isBasketEmpty = (basket: Basket): boolean => basket.lines.every((line) => line.isVoided)
