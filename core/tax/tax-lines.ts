import { allocate } from '#core/money/allocate.ts'
import { assertInteger } from '#core/money/assert-integer.ts'
import { lineTax, withTaxes, type LineTax } from '#core/tax/line-tax.ts'
import { rateAmounts, type RateAmounts, type Reckoning } from '#core/tax/rate-amounts.ts'
import type { TaxExemption } from '#core/tax/tax-exemption.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import type { TaxRounding } from '#core/tax/tax-rounding.ts'

/** What a line comes to before tax is reckoned: its price in minor units, negative where money goes back. */
export interface TaxableLine {
  readonly amountMinor: number
  readonly group: TaxGroup
}

interface Place extends TaxableLine {
  readonly index: number
}

function sumOf(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  assertInteger(sum, 'The sum of the lines')
  return sum
}

// Groups that say the same are one, whether or not they are one object; a group that changed in mid-sale is two.
function byGroup(lines: readonly TaxableLine[]): Place[][] {
  const keys = new Map<TaxGroup, string>()
  const places = new Map<string, Place[]>()
  for (const [index, { amountMinor, group }] of lines.entries()) {
    const key = keys.get(group) ?? JSON.stringify([group.id, group.isInclusive, group.rates])
    keys.set(group, key)
    const together = places.get(key)
    if (together === undefined) places.set(key, [{ index, amountMinor, group }])
    else together.push({ index, amountMinor, group })
  }
  return [...places.values()]
}

// What is sold and what goes back are each spread by largest remainders, so that no line gets a tax of the wrong sign
// and one without an amount gets none.
function spread(wholeMinor: number, backMinor: number, amountsMinor: readonly number[]): number[] {
  const sold = amountsMinor.map((amount) => Math.max(amount, 0))
  const back = amountsMinor.map((amount) => Math.max(-amount, 0))
  const hasSold = sold.some((amount) => amount > 0)
  const ofBack = hasSold ? Math.min(backMinor, wholeMinor, 0) : wholeMinor
  const soldParts = allocate(wholeMinor - ofBack, sold)
  const backParts = allocate(ofBack, back)
  return amountsMinor.map((_, index) => (soldParts[index] ?? 0) + (backParts[index] ?? 0))
}

function reckonTogether(places: readonly Place[], group: TaxGroup, reckoning: Reckoning): RateAmounts[] {
  const amounts = places.map((place) => place.amountMinor)
  const whole = rateAmounts(sumOf(amounts), group, reckoning)
  const back = rateAmounts(sumOf(amounts.filter((amount) => amount < 0)), group, reckoning)
  const parts = (all: readonly number[], ofBack: readonly number[]): number[][] =>
    all.map((minor, index) => spread(minor, ofBack[index] ?? 0, amounts))
  const heldParts = parts(whole.heldMinor, back.heldMinor)
  const paidParts = parts(whole.paidMinor, back.paidMinor)
  return places.map((_, index) => ({
    heldMinor: heldParts.map((part) => part[index] ?? 0),
    paidMinor: paidParts.map((part) => part[index] ?? 0),
  }))
}

function ofReceipt(lines: readonly TaxableLine[], reckoning: Reckoning): LineTax[] {
  const results: LineTax[] = []
  for (const places of byGroup(lines)) {
    const [first] = places
    const amounts = first === undefined ? [] : reckonTogether(places, first.group, reckoning)
    for (const [index, { index: line, amountMinor, group }] of places.entries()) {
      results[line] = withTaxes(amountMinor, group, amounts[index] ?? { heldMinor: [], paidMinor: [] })
    }
  }
  return results
}

/**
 * The taxes of many lines, in their order. Rounded by line, each is `lineTax`; by receipt, each rate of a group is
 * reckoned once on the sum of the group's lines and then spread over them, so that the parts are the whole.
 * @example taxLines([{ amountMinor: 100, group }, { amountMinor: 100, group }], { level: 'receipt', mode: 'half_up' })
 */
export function taxLines(lines: readonly TaxableLine[], rounding: TaxRounding, exemption?: TaxExemption): LineTax[] {
  const { level, mode } = rounding
  if (level === 'line') return lines.map(({ amountMinor, group }) => lineTax(amountMinor, group, mode, exemption))
  return ofReceipt(lines, { mode, exemption })
}
