import { Type, type Static } from 'typebox'
import type { TaxRate } from '#core/tax/tax-group.ts'

/** More rates than any place levies; a certificate names those it frees from. */
const EXEMPT_RATES_MAX = 32

/**
 * Why a buyer pays no tax: who the customer is, or a certificate shown. `reference` is the customer's or the
 * certificate's number; `rateIds` are the rates it frees from, absent = all.
 */
export const taxExemptionSchema = Type.Object({
  kind: Type.Union([Type.Literal('customer'), Type.Literal('certificate')]),
  reference: Type.String({ maxLength: 64 }),
  rateIds: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: EXEMPT_RATES_MAX })),
})
export type TaxExemption = Static<typeof taxExemptionSchema>

/** True where the buyer does not pay this tax. */
export function isExempt({ id }: Pick<TaxRate, 'id'>, exemption: TaxExemption | undefined): boolean {
  return exemption !== undefined && (exemption.rateIds?.includes(id) ?? true)
}
