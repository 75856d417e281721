import fc from 'fast-check'
import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { saleSchema, type Sale } from '#core/sale/sale.ts'
import { sumTotals } from '#core/sale/sum-totals.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { anySale, discountedSale } from '#tests/core/sale/any-sale.ts'

type Path = ReadonlyArray<string | number>

/** Fields that are not money or quantity of the sale itself: the hub takes the till's word for these. */
const believed = new Set([
  'receiptNumber',
  'operatorId',
  'customerId',
  'catalogueRevision',
  'productId',
  'departmentId',
  'taxGroupId',
  'voidedLines',
])

const numberPaths = (value: unknown, path: Path = []): Path[] => {
  if (typeof value === 'number') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    believed.has(key) ? [] : numberPaths(member, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}

const altered = (sale: Sale, path: Path, byMinor: number): Sale => {
  const copy = structuredClone(sale)
  const last = path.at(-1) ?? ''
  let holder: unknown = copy
  for (const key of path.slice(0, -1)) holder = Reflect.get(Object(holder), key)
  Reflect.set(Object(holder), last, Number(Reflect.get(Object(holder), last)) + byMinor)
  return copy
}

const anyAlteration = anySale.chain((sale) =>
  fc.record({
    sale: fc.constant(sale),
    path: fc.constantFrom(...numberPaths(sale)),
    byMinor: fc.constantFrom(-1, 1, 1000),
  }),
)

/**
 * What may change and move no money: a line's number, a weight (two may cost the same), a price by no more than its tax
 * (it then reads as a price with the tax inside), and how much of a free thing there is, at which rate.
 */
const changesNoMoney = (before: Sale, path: Path): boolean => {
  const [list, index] = path
  const last = String(path.at(-1))
  const line = list === 'lines' ? before.lines[Number(index)] : undefined
  if (line === undefined) return false
  if (['line', 'weightGrams', 'unitPriceMinor'].includes(last)) return true
  return line.netMinor === 0 && ['count', 'rateId', 'ratePpm'].includes(last)
}

describe('a sale on its way to the hub', () => {
  it('cannot have a number altered', () => {
    fc.assert(
      fc.property(anyAlteration, ({ sale, path, byMinor }) => {
        fc.pre(!changesNoMoney(sale, path))
        expect(verifySale(altered(sale, path, byMinor))).not.toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('cannot have a price altered by more than its tax', () => {
    fc.assert(
      fc.property(anySale, (sale) => {
        for (const [index, { quantity, grossMinor }] of sale.lines.entries()) {
          // A gram costs a thousandth of the price: 1000 more a kilogram is one more a gram.
          const byMinor = (grossMinor + 1) * (quantity.unit === 'gram' ? 1000 : 1)
          const forged = altered(sale, ['lines', index, 'unitPriceMinor'], byMinor)
          expect(Check(saleSchema, forged) && verifySale(forged).length === 0).toBe(false)
        }
      }),
    )
  })

  it('cannot lose or gain a line, a tax or a tender', () => {
    fc.assert(
      fc.property(anySale, (sale) => {
        const paid = sale.tenders.filter((tender) => tender.amountMinor > 0)
        const free = sale.lines.filter((line) => line.grossMinor === 0)
        fc.pre(free.length === 0 && paid.length === sale.tenders.length)
        expect(verifySale({ ...sale, lines: sale.lines.slice(1) })).not.toEqual([])
        expect(verifySale({ ...sale, lines: [...sale.lines, ...sale.lines.slice(-1)] })).not.toEqual([])
        expect(verifySale({ ...sale, tenders: sale.tenders.slice(1) })).not.toEqual([])
        expect(verifySale({ ...sale, tenders: [...sale.tenders, ...sale.tenders] })).not.toEqual([])
        const oneTaxLess = verifySale({ ...sale, taxes: sale.taxes.slice(1) })
        expect(oneTaxLess.length).toBe(Math.min(1, sale.taxes.length))
      }),
    )
  })

  it('may have a discount: subtotal − discount + tax = total', () => {
    expect(sumTotals(discountedSale.lines)).toEqual(discountedSale.totals)
    expect(verifySale(discountedSale)).toEqual([])
    for (const byMinor of [-1, 1]) {
      expect(verifySale(altered(discountedSale, ['lines', 0, 'discountMinor'], byMinor))).toContain(
        'line 1 does not add up',
      )
    }
  })

  it('may list its taxes in any order', () => {
    fc.assert(
      fc.property(anySale, (sale) => {
        expect(verifySale({ ...sale, taxes: sale.taxes.toReversed() })).toEqual([])
      }),
    )
  })

  it('says which line and which sum is wrong', () => {
    fc.assert(
      fc.property(anySale, (sale) => {
        const [first] = sale.lines
        fc.pre(first !== undefined)
        const wrong = { ...first, grossMinor: first.grossMinor + 1 }
        expect(verifySale({ ...sale, lines: [wrong, ...sale.lines.slice(1)] })).toEqual([
          `line ${first.line} does not add up`,
          `subtotalMinor is ${sale.totals.subtotalMinor}, the lines make ${sale.totals.subtotalMinor + 1}`,
          `totalMinor is ${sale.totals.totalMinor}, the lines make ${sale.totals.totalMinor + 1}`,
        ])
      }),
    )
  })

  it('uses each line number once, voided lines included', () => {
    fc.assert(
      fc.property(anySale, (sale) => {
        const [first] = sale.lines
        fc.pre(first !== undefined)
        const { line, productId, code, name, quantity, unitPriceMinor } = first
        const voided = { line, productId, code, name, quantity, unitPriceMinor }
        expect(verifySale({ ...sale, voidedLines: [voided] })).toEqual(['two lines have the same number'])
      }),
    )
  })

  it('is judged, never thrown at, when its numbers pass the schema', () => {
    const hostile = fc.constantFrom(0, -1, 1, 2 ** 53 - 1, 2 ** 53, 1e300, -1e300, 99_999_999, 1e13, 0.5)
    fc.assert(
      fc.property(anyAlteration, hostile, ({ sale, path }, value) => {
        const forged = altered(altered(sale, path, 0), path, value)
        expect(Check(saleSchema, forged) ? verifySale(forged) : []).toBeInstanceOf(Array)
      }),
      { numRuns: 500 },
    )
  })
})
