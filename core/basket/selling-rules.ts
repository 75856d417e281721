import type { LoyaltyPolicy, Policy } from '#core/catalogue/policy.ts'
import { compilePromotions, type CompiledPromotions } from '#core/promotion/compile-promotions.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import { DEFAULT, type TaxRounding } from '#core/tax/tax-rounding.ts'

/** What a basket is priced by beside what stands in it; of one revision of the catalogue, made once. */
export interface SellingRules {
  readonly taxRounding: TaxRounding
  readonly promotions: CompiledPromotions
  /** Undefined where the shop has no points. */
  readonly loyalty: LoyaltyPolicy | undefined
}

/** The rules of a shop, from its policy and its promotions. */
export const makeSellingRules = (policy: Policy | undefined, promotions: readonly Promotion[]): SellingRules => ({
  taxRounding: policy?.taxRounding ?? DEFAULT,
  promotions: compilePromotions(promotions),
  loyalty: policy?.loyalty,
})

/** A shop without promotions that rounds each line. */
export const PLAIN_RULES: SellingRules = makeSellingRules(undefined, [])
