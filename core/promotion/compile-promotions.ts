import type { Promotion } from '#core/promotion/promotion.ts'

/** Promotions as `pricePromotions` wants them, made once for each catalogue. */
export interface CompiledPromotions {
  /** The active ones, by id. */
  readonly promotions: readonly Promotion[]
}

/** Sorts and indexes the promotions of a catalogue. */
export function compilePromotions(promotions: readonly Promotion[]): CompiledPromotions {
  return {
    promotions: promotions.filter((promotion) => promotion.isActive).toSorted((one, other) => one.id - other.id),
  }
}
