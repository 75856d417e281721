import type { Addition } from '#core/basket/change-basket.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { AgeCheck } from '#core/restriction/age-check.ts'
import type { Authorisation, ItemAttributes } from '#core/sale/sale.ts'

/** What a code says of just this piece. */
export interface CodeFacts {
  readonly attributes?: ItemAttributes
  /** The last day on which it may be used or sold, whichever comes first. */
  readonly lastDate?: string
}

/** A product that a code named, with what the code says of it besides. */
export interface NamedProduct {
  readonly product: Product
  readonly code: string
  readonly label: { readonly priceMinor: number } | { readonly weightGrams: number } | undefined
  readonly facts?: CodeFacts
}

/** A product on its way into the sale, with what was asked and answered of it so far. */
export interface PendingItem {
  readonly product: Product
  readonly addition: Addition
  readonly lastDate?: string | undefined
  readonly ageCheck?: AgeCheck
  /** What a manager has allowed of it. */
  readonly allowed: readonly Authorisation[]
}
