import { allocate } from '#core/money/allocate.ts'
import { assertInteger } from '#core/money/assert-integer.ts'
import { multiplyDivide, type RoundingMode } from '#core/money/rounding.ts'
import type { TaxGroup, TaxRate } from '#core/tax/tax-group.ts'

/** One tax on one line or one sale: `netMinor` is the amount it is reckoned on, `taxMinor` what it comes to. */
export interface RateTax {
  readonly rateId: number
  readonly name: string
  readonly ratePpm: number
  readonly netMinor: number
  readonly taxMinor: number
}

/** An amount with its taxes: net + tax = gross, and the taxes of `taxes` add up to `taxMinor`. */
export interface LineTax {
  readonly netMinor: number
  readonly taxMinor: number
  readonly grossMinor: number
  readonly taxes: readonly RateTax[]
}

const PARTS = 1_000_000

function withRate(rate: TaxRate, netMinor: number, taxMinor: number): RateTax {
  return { rateId: rate.id, name: rate.name, ratePpm: rate.ratePpm, netMinor, taxMinor }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

// The prices hold the tax: one sum by all rates together, so that the net does not depend on how many there are.
function inclusiveTax(grossMinor: number, group: TaxGroup, mode: RoundingMode): LineTax {
  const weights = group.rates.map((rate) => rate.ratePpm)
  const sumPpm = sumOf(weights)
  const taxMinor = multiplyDivide(grossMinor, sumPpm, PARTS + sumPpm, mode)
  const netMinor = grossMinor - taxMinor
  const parts = allocate(taxMinor, weights)
  const taxes = group.rates.map((rate, index) => withRate(rate, netMinor, parts[index] ?? 0))
  return { netMinor, taxMinor, grossMinor, taxes }
}

// The tax comes on top: each rate is law of its own (a state's, a city's), so each rounds on its own base.
function exclusiveTax(netMinor: number, group: TaxGroup, mode: RoundingMode): LineTax {
  const taxes = group.rates.map((rate) => withRate(rate, netMinor, multiplyDivide(netMinor, rate.ratePpm, PARTS, mode)))
  const taxMinor = sumOf(taxes.map((tax) => tax.taxMinor))
  return { netMinor, taxMinor, grossMinor: netMinor + taxMinor, taxes }
}

/**
 * The taxes on an amount: taken out of it where the group is inclusive, put on top of it where not. All in minor units.
 * @example lineTax(10_000, cgst9AndSgst9, 'half_up').taxMinor // 1800
 */
export function lineTax(amountMinor: number, group: TaxGroup, mode: RoundingMode): LineTax {
  assertInteger(amountMinor, 'amountMinor')
  return group.isInclusive ? inclusiveTax(amountMinor, group, mode) : exclusiveTax(amountMinor, group, mode)
}
