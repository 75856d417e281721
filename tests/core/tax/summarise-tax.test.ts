import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RateTax } from '#core/tax/line-tax.ts'
import { summariseTax } from '#core/tax/summarise-tax.ts'

const tax = (rateId: number, ratePpm: number, netMinor: number, taxMinor: number): RateTax => {
  return { rateId, name: `Tax ${rateId}`, ratePpm, netMinor, taxMinor }
}

describe('summariseTax', () => {
  it('sums by rate', () => {
    const lines = [
      { taxes: [tax(2, 90_000, 100, 9), tax(1, 50_000, 100, 5)] },
      { taxes: [] },
      { taxes: [tax(1, 50_000, 200, 10), tax(1, 60_000, 100, 6)] },
    ]
    expect(summariseTax(lines)).toEqual([tax(1, 50_000, 300, 15), tax(1, 60_000, 100, 6), tax(2, 90_000, 100, 9)])
    expect(summariseTax([])).toEqual([])
  })

  it('loses nothing, in whatever order the lines come', () => {
    const anyTax = fc
      .record({
        id: fc.integer({ min: 1, max: 4 }),
        ratePpm: fc.constantFrom(0, 50_000),
        minor: fc.integer({ min: -999, max: 999 }),
      })
      .map(({ id, ratePpm, minor }) => tax(id, ratePpm, minor * 10, minor))
    fc.assert(
      fc.property(fc.array(fc.array(anyTax, { maxLength: 4 })), (list) => {
        const lines = list.map((taxes) => ({ taxes }))
        const sums = summariseTax(lines)
        const total = (taxes: readonly RateTax[]) => taxes.reduce((sum, one) => sum + one.taxMinor, 0)
        expect(total(sums)).toBe(total(list.flat()))
        expect(summariseTax(lines.toReversed())).toEqual(sums)
      }),
    )
  })
})
