import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { lineTax, type LineTax } from '#core/tax/line-tax.ts'
import { summariseTax } from '#core/tax/summarise-tax.ts'
import type { TaxExemption } from '#core/tax/tax-exemption.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { taxLines, type TaxableLine } from '#core/tax/tax-lines.ts'
import type { TaxRounding } from '#core/tax/tax-rounding.ts'
import { anyAmount, anyLines, anyMode, anyTaxGroup, groupOf } from '#tests/core/tax/any-tax-group.ts'

const anyRounding: fc.Arbitrary<TaxRounding> = fc.record({
  level: fc.constantFrom('line' as const, 'receipt' as const),
  mode: anyMode,
})
const anyExemption: fc.Arbitrary<TaxExemption | undefined> = fc.option(
  fc.oneof(
    fc.constant<TaxExemption>({ kind: 'customer', reference: '17' }),
    fc.subarray([1, 2, 3, 4]).map((rateIds): TaxExemption => ({ kind: 'certificate', reference: 'C-1', rateIds })),
  ),
  { nil: undefined },
)
const byReceipt: TaxRounding = { level: 'receipt', mode: 'half_up' }

function linesOf(group: TaxGroup, ...amountsMinor: number[]): TaxableLine[] {
  return amountsMinor.map((amountMinor) => ({ amountMinor, group }))
}

function taxesOf(lines: readonly LineTax[]): number[] {
  return lines.map((line) => line.taxMinor)
}

function sumOf(lines: readonly LineTax[], part: 'netMinor' | 'taxMinor' | 'grossMinor' | 'exemptMinor'): number {
  return lines.reduce((sum, line) => sum + line[part], 0)
}

describe('rounding by line', () => {
  it('is lineTax for each line', () => {
    fc.assert(
      fc.property(anyLines, anyMode, anyExemption, (lines, mode, exemption) => {
        expect(taxLines(lines, { level: 'line', mode }, exemption)).toEqual(
          lines.map(({ amountMinor, group }) => lineTax(amountMinor, group, mode, exemption)),
        )
      }),
    )
  })
})

describe('rounding by receipt', () => {
  it('reckons a rate once on the sum and spreads it by largest remainders', () => {
    const group = groupOf(false, 50_000)
    expect(taxesOf(taxLines(linesOf(group, 10, 10, 10), { level: 'line', mode: 'half_up' }))).toEqual([1, 1, 1])
    expect(taxesOf(taxLines(linesOf(group, 10, 10, 10), byReceipt))).toEqual([1, 1, 0])
    expect(taxesOf(taxLines(linesOf(group, 10, 30, 20), byReceipt))).toEqual([1, 1, 1])
    expect(taxesOf(taxLines(linesOf(group, 0, 10, 0), byReceipt))).toEqual([0, 1, 0])
    expect(taxLines([], byReceipt)).toEqual([])
  })

  it('takes the tax out of the summed gross price', () => {
    const lines = taxLines(linesOf(groupOf(true, 200_000), 100, 100, 100, 100), byReceipt)
    expect(taxesOf(lines)).toEqual([17, 17, 17, 16]) // 67 of 4.00; by line it would be 68
    expect(lines.map((line) => line.netMinor)).toEqual([83, 83, 83, 84])
  })

  it('reckons each rate of the group once', () => {
    const lines = taxLines(linesOf(groupOf(false, 5_000, 7_000), 100, 100, 100), byReceipt)
    expect(summariseTax(lines).map((tax) => tax.taxMinor)).toEqual([2, 2])
    expect(lines.map((line) => line.taxes.map((tax) => tax.taxMinor))).toEqual([
      [1, 1],
      [1, 1],
      [0, 0],
    ])
  })

  it('reckons each group for itself, also where one changed in mid-sale', () => {
    const [before, after] = [groupOf(false, 50_000), groupOf(false, 60_000)]
    const lines = [...linesOf(before, 10, 10), ...linesOf(after, 10), ...linesOf({ ...before }, 10)]
    expect(taxesOf(taxLines(lines, byReceipt))).toEqual([1, 1, 1, 0])
    const inclusive = [...linesOf(groupOf(true, 50_000), 10), ...linesOf(before, 10)]
    expect(taxLines(inclusive, byReceipt).map((line) => line.grossMinor)).toEqual([10, 11])
    const other = { ...before, id: 2 }
    expect(taxesOf(taxLines([...linesOf(before, 5), ...linesOf(other, 5)], byReceipt))).toEqual([0, 0])
  })

  it('gives each line a tax of its own sign where something goes back', () => {
    const group = groupOf(false, 100_000)
    expect(taxesOf(taxLines(linesOf(group, 1000, -25), byReceipt))).toEqual([101, -3])
    expect(taxesOf(taxLines(linesOf(group, -1000, 25), byReceipt))).toEqual([-100, 2])
    expect(taxesOf(taxLines(linesOf(group, 100, -100), byReceipt))).toEqual([10, -10])
    expect(taxesOf(taxLines(linesOf(group, -10, -10, -10), { level: 'receipt', mode: 'up' }))).toEqual([-1, -1, -1])
    expect(taxesOf(taxLines(linesOf(group, -4, 0), { level: 'receipt', mode: 'floor' }))).toEqual([-1, 0])
  })

  it('exempts as by line', () => {
    const exemption: TaxExemption = { kind: 'certificate', reference: 'C-1', rateIds: [2] }
    const lines = taxLines(linesOf(groupOf(true, 50_000, 100_000), 115, 115), byReceipt, exemption)
    expect(lines.map(({ netMinor, taxMinor, exemptMinor }) => [netMinor, taxMinor, exemptMinor])).toEqual([
      [100, 5, 10],
      [100, 5, 10],
    ])
  })

  it('of one line is as by line', () => {
    fc.assert(
      fc.property(anyAmount, anyTaxGroup, anyMode, anyExemption, (amountMinor, group, mode, exemption) => {
        expect(taxLines([{ amountMinor, group }], { level: 'receipt', mode }, exemption)).toEqual([
          lineTax(amountMinor, group, mode, exemption),
        ])
      }),
    )
  })

  it('sums up to the tax on the sum, group by group and rate by rate', () => {
    fc.assert(
      fc.property(fc.array(anyAmount, { maxLength: 20 }), anyTaxGroup, anyMode, anyExemption, (...given) => {
        const [amounts, group, mode, exemption] = given
        const lines = taxLines(linesOf(group, ...amounts), { level: 'receipt', mode }, exemption)
        const whole = lineTax(
          amounts.reduce((sum, amount) => sum + amount, 0),
          group,
          mode,
          exemption,
        )
        for (const part of ['netMinor', 'taxMinor', 'grossMinor', 'exemptMinor'] as const) {
          expect(sumOf(lines, part)).toBe(whole[part])
        }
        group.rates.forEach((_, rate) => {
          const sum = lines.reduce((total, line) => total + (line.taxes[rate]?.taxMinor ?? 0), 0)
          expect(sum).toBe(whole.taxes[rate]?.taxMinor)
        })
      }),
    )
  })

  it('stops where the lines add up to more than a number holds', () => {
    const lines = linesOf(groupOf(false), Number.MAX_SAFE_INTEGER, 1)
    expect(() => taxLines(lines, byReceipt)).toThrow(/^The sum of the lines is no safe integer/u)
    expect(() => taxLines(linesOf(groupOf(false), 0.5), byReceipt)).toThrow(AssertionError)
  })
})

describe('any lines', () => {
  it('come back in their order, each adding up', () => {
    fc.assert(
      fc.property(anyLines, anyRounding, anyExemption, (lines, rounding, exemption) => {
        const taxed = taxLines(lines, rounding, exemption)
        expect(taxed).toHaveLength(lines.length)
        for (const [index, line] of taxed.entries()) {
          const { amountMinor = 0, group } = lines[index] ?? {}
          expect(line.netMinor + line.taxMinor).toBe(line.grossMinor)
          expect(line.taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)).toBe(line.taxMinor)
          const asked = group?.isInclusive === true ? line.grossMinor + line.exemptMinor : line.netMinor
          expect(asked).toBe(amountMinor)
          expect(line.taxes.map((tax) => tax.rateId)).toEqual(group?.rates.map((rate) => rate.id))
        }
      }),
    )
  })

  it('have the same totals in whatever order they are scanned', () => {
    const shuffled = anyLines.chain((lines) =>
      fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
    )
    fc.assert(
      fc.property(shuffled, anyRounding, anyExemption, ([lines, other], rounding, exemption) => {
        const [taxed, again] = [taxLines(lines, rounding, exemption), taxLines(other, rounding, exemption)]
        for (const part of ['netMinor', 'taxMinor', 'grossMinor', 'exemptMinor'] as const) {
          expect(sumOf(again, part)).toBe(sumOf(taxed, part))
        }
        expect(summariseTax(again).map((tax) => tax.taxMinor)).toEqual(summariseTax(taxed).map((tax) => tax.taxMinor))
      }),
    )
  })

  it('bear taxes of their own sign', () => {
    fc.assert(
      fc.property(anyLines, anyRounding, (lines, rounding) => {
        for (const [index, line] of taxLines(lines, rounding).entries()) {
          const amountMinor = lines[index]?.amountMinor ?? 0
          expect(line.taxes.every(({ taxMinor }) => taxMinor === 0 || taxMinor > 0 === amountMinor > 0)).toBe(true)
        }
      }),
    )
  })

  it('cost nothing but their net amounts where everything is exempt', () => {
    fc.assert(
      fc.property(anyLines, anyRounding, (lines, rounding) => {
        const exempt = taxLines(lines, rounding, { kind: 'customer', reference: '17' })
        const nets = taxLines(lines, rounding).map((line) => line.netMinor)
        expect(exempt.map((line) => line.grossMinor)).toEqual(nets)
        expect(exempt.every((line) => line.taxMinor === 0)).toBe(true)
      }),
    )
  })

  it('are handled without being changed', () => {
    const group = Object.freeze({ ...groupOf(true, 50_000, -90_000), rates: Object.freeze([]) as never })
    const lines = Object.freeze([Object.freeze({ amountMinor: 100, group })])
    expect(taxLines(lines, byReceipt)).toHaveLength(1)
  })
})
