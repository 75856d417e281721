import { isExempt, type TaxExemption } from '#core/tax/tax-exemption.ts'
import type { TaxRate } from '#core/tax/tax-group.ts'

const PARTS = 1_000_000n

/** The tax of each rate on a net amount of `one`, as whole numbers: exact, however many taxes stand on each other. */
export interface RateShares {
  readonly shares: readonly bigint[]
  readonly one: bigint
}

/**
 * What each rate makes of one net amount, nothing rounded: `ratePpm` of it, or of it and the taxes before where the
 * rate is compound; an exempt rate makes nothing. `one` is 10^6 for each rate, so that every division comes out even.
 */
export function rateShares(rates: readonly TaxRate[], exemption: TaxExemption | undefined): RateShares {
  const one = PARTS ** BigInt(rates.length)
  let taxed = one
  const shares = rates.map((rate) => {
    if (isExempt(rate, exemption)) return 0n
    const share = ((rate.isCompound === true ? taxed : one) * BigInt(rate.ratePpm)) / PARTS
    taxed += share
    return share
  })
  return { shares, one }
}
