import { assertInteger } from '#core/money/assert-integer.ts'
import type { RoundingMode } from '#core/money/rounding.ts'
import { rateAmounts, type RateAmounts } from '#core/tax/rate-amounts.ts'
import type { TaxExemption } from '#core/tax/tax-exemption.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

/** One tax on one line or one sale: `netMinor` is the net amount it falls on, `taxMinor` what is paid of it. */
export interface RateTax {
  readonly rateId: number
  readonly name: string
  readonly ratePpm: number
  readonly netMinor: number
  readonly taxMinor: number
}

/**
 * An amount with its taxes: net + tax = gross, and the taxes of `taxes` add up to `taxMinor`. `exemptMinor` is what an
 * inclusive price held of taxes that this buyer does not pay: gross = price − exempt. A tax not paid stands as 0.
 */
export interface LineTax {
  readonly netMinor: number
  readonly taxMinor: number
  readonly grossMinor: number
  readonly exemptMinor: number
  readonly taxes: readonly RateTax[]
}

function sumOf(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}

/** An amount and what each rate of its group makes of it, put together. */
export function withTaxes(amountMinor: number, group: TaxGroup, amounts: RateAmounts): LineTax {
  const netMinor = amountMinor - sumOf(amounts.heldMinor)
  const taxMinor = sumOf(amounts.paidMinor)
  const grossMinor = netMinor + taxMinor
  const taxes = group.rates.map(({ id: rateId, name, ratePpm }, index) => {
    return { rateId, name, ratePpm, netMinor, taxMinor: amounts.paidMinor[index] ?? 0 }
  })
  return { netMinor, taxMinor, grossMinor, exemptMinor: group.isInclusive ? amountMinor - grossMinor : 0, taxes }
}

/**
 * The taxes on an amount: taken out of it where the group is inclusive, put on top of it where not. All in minor units.
 * @example lineTax(10_000, cgst9AndSgst9, 'half_up').taxMinor // 1800
 */
export function lineTax(amountMinor: number, group: TaxGroup, mode: RoundingMode, exemption?: TaxExemption): LineTax {
  assertInteger(amountMinor, 'amountMinor')
  return withTaxes(amountMinor, group, rateAmounts(amountMinor, group, { mode, exemption }))
}
