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

/** The lines that are reckoned as one: their places on the receipt and their amounts. */
interface Together {
  readonly group: TaxGroup
  readonly places: number[]
  readonly amountsMinor: number[]
}

function sumOf(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0)
  assertInteger(sum, 'The sum of the lines')
  return sum
}

// Groups that say the same are one, whether or not they are one object; a group that changed in mid-sale is two.
function byGroup(lines: readonly TaxableLine[]): Iterable<Together> {
  const keys = new Map<TaxGroup, string>()
  const found = new Map<string, Together>()
  for (const [place, { amountMinor, group }] of lines.entries()) {
    const key = keys.get(group) ?? JSON.stringify([group.id, group.isInclusive, group.rates])
    keys.set(group, key)
    const together = found.get(key) ?? { group, places: [], amountsMinor: [] }
    found.set(key, together)
    together.places.push(place)
    together.amountsMinor.push(amountMinor)
  }
  return found.values()
}

// What is sold and what goes back are each spread by largest remainders, so that no line gets a tax of the wrong sign
// and one without an amount gets none.
function spread(wholeMinor: number, backMinor: number, amountsMinor: readonly number[]): number[] {
  const ofBackMinor = Math.min(backMinor, wholeMinor, 0)
  const sold = allocate(
    wholeMinor - ofBackMinor,
    amountsMinor.map((amount) => Math.max(amount, 0)),
  )
  const back = allocate(
    ofBackMinor,
    amountsMinor.map((amount) => Math.max(-amount, 0)),
  )
  return sold.map((minor, index) => minor + (back[index] ?? 0))
}

// Lines on the outside, rates on the inside.
function partsOf({ group, amountsMinor }: Together, reckoning: Reckoning): RateAmounts[] {
  const whole = rateAmounts(sumOf(amountsMinor), group, reckoning)
  const back = rateAmounts(sumOf(amountsMinor.filter((amount) => amount < 0)), group, reckoning)
  const spreadAll = (all: readonly number[], ofBack: readonly number[]): number[][] =>
    all.map((minor, rate) => spread(minor, ofBack[rate] ?? 0, amountsMinor))
  const held = spreadAll(whole.heldMinor, back.heldMinor)
  const paid = spreadAll(whole.paidMinor, back.paidMinor)
  const at = (parts: readonly number[][], line: number): number[] => parts.map((part) => part[line] ?? 0)
  return amountsMinor.map((_, line) => ({ heldMinor: at(held, line), paidMinor: at(paid, line) }))
}

function ofReceipt(lines: readonly TaxableLine[], reckoning: Reckoning): LineTax[] {
  const results: LineTax[] = []
  for (const together of byGroup(lines)) {
    const { group, places, amountsMinor } = together
    for (const [index, amounts] of partsOf(together, reckoning).entries()) {
      results[places[index] ?? 0] = withTaxes(amountsMinor[index] ?? 0, group, amounts)
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
