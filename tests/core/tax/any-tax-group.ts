import fc from 'fast-check'
import type { RoundingMode } from '#core/money/rounding.ts'
import type { TaxGroup, TaxRate } from '#core/tax/tax-group.ts'
import type { TaxableLine } from '#core/tax/tax-lines.ts'

/** A rate in parts per million; a negative one stands for a compound rate of the same size, to keep tests short. */
export function rateOf(id: number, ppm: number): TaxRate {
  const rate = { id, name: `Tax ${id}`, ratePpm: Math.abs(ppm) }
  return ppm < 0 ? { ...rate, isCompound: true } : rate
}

/** A group whose rates have the ids 1, 2, 3 …; see `rateOf`. */
export function groupOf(isInclusive: boolean, ...ratesPpm: number[]): TaxGroup {
  return { id: 1, name: 'Group', isInclusive, rates: ratesPpm.map((ppm, index) => rateOf(index + 1, ppm)) }
}

/** Any amount of a line, refunds too. */
export const anyAmount = fc.integer({ min: -9_999_999_999, max: 9_999_999_999 })

/** Any way of rounding. */
export const anyMode = fc.constantFrom<RoundingMode>(
  'half_up',
  'half_even',
  'half_down',
  'up',
  'down',
  'floor',
  'ceiling',
)

const anyPpm = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(0, 50_000, 88_750, 90_000, 200_000))
const anyRate = fc.tuple(anyPpm, fc.boolean()).map(([ppm, isCompound]) => (isCompound ? -ppm : ppm))

/** Any group of plain and compound rates. */
export const anyTaxGroup = fc
  .tuple(fc.boolean(), fc.array(anyRate, { maxLength: 4 }))
  .map(([isInclusive, ratesPpm]) => groupOf(isInclusive, ...ratesPpm))

/** Lines of up to three groups, small amounts among them, where rounding tells. */
export const anyLines: fc.Arbitrary<TaxableLine[]> = fc
  .array(anyTaxGroup, { minLength: 1, maxLength: 3 })
  .chain((groups) =>
    fc.array(
      fc.record({
        amountMinor: fc.oneof(anyAmount, fc.integer({ min: -300, max: 300 })),
        group: fc.constantFrom(...groups.map((group, index) => ({ ...group, id: index + 1 }))),
      }),
      { maxLength: 12 },
    ),
  )
