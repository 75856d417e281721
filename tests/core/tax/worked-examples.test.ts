import { describe, expect, it } from 'vitest'
import { lineTax, type LineTax } from '#core/tax/line-tax.ts'
import { summariseTax } from '#core/tax/summarise-tax.ts'
import type { TaxExemption } from '#core/tax/tax-exemption.ts'
import { taxGroupOn } from '#core/tax/tax-group-on.ts'
import type { TaxGroup, TaxRate } from '#core/tax/tax-group.ts'
import { taxLines } from '#core/tax/tax-lines.ts'

// The figures are those of the source named beside each; where a law gives a rule and no figure, the figure is the rule
// worked by hand. docs/tax.md shows the same examples.
type Rate = readonly [name: string, ratePpm: number, isCompound?: true]

function group(name: string, isInclusive: boolean, ...rates: readonly Rate[]): TaxGroup {
  return { id: 1, name, isInclusive, rates: rates.map(rateNamed) }
}

function rateNamed([name, ratePpm, isCompound]: Rate, index: number): TaxRate {
  const plain = { id: index + 1, name, ratePpm }
  return isCompound === true ? { ...plain, isCompound } : plain
}

function taxesOf(line: LineTax): Record<string, number> {
  return Object.fromEntries(line.taxes.map((tax) => [tax.name, tax.taxMinor]))
}

const gstWithin = group('GST 18 %', false, ['CGST', 90_000], ['SGST', 90_000])
const gstAcross = group('GST 18 %, other state', false, ['IGST', 180_000])

describe('India: GST', () => {
  it('within a state: goods of 10,000 bear 900 CGST and 900 SGST (the example of many GST primers)', () => {
    const line = lineTax(1_000_000, gstWithin, 'half_up')
    expect(taxesOf(line)).toEqual({ CGST: 90_000, SGST: 90_000 })
    expect(line.grossMinor).toBe(1_180_000)
  })

  it('across states: goods of 25,000 bear 4,500 IGST, as a textbook exercise has it', () => {
    expect(taxesOf(lineTax(2_500_000, gstAcross, 'half_up'))).toEqual({ IGST: 450_000 })
  })

  it('MRP 12,000 less 30 % makes 8,400, twice 756 and a bill of 9,912 (class 10 GST exercise)', () => {
    const line = lineTax(840_000, gstWithin, 'half_up')
    expect(taxesOf(line)).toEqual({ CGST: 75_600, SGST: 75_600 })
    expect(line.grossMinor).toBe(991_200)
  })

  // Tax amount = value inclusive of taxes × rate ÷ (100 + sum of rates), CGST Rules 2017, rule 35.
  it.each([118, 11_800, 100_000, 49_900])('takes %i out by rule 35', (grossMinor) => {
    const inclusive = group('MRP', true, ['CGST', 90_000], ['SGST', 90_000])
    const line = lineTax(grossMinor, inclusive, 'half_up')
    expect(line.taxMinor).toBe(Math.round((grossMinor * 18) / 118))
    expect(Math.abs((line.taxes[0]?.taxMinor ?? 0) - (grossMinor * 9) / 118)).toBeLessThan(1)
  })
})

describe('United Kingdom and Ireland: VAT inside the price', () => {
  it('60.00 of petrol at 20 % holds 10.00: the VAT fraction is 1/6 (VAT Notice 700)', () => {
    expect(lineTax(6_000, group('VAT 20 %', true, ['VAT', 200_000]), 'half_up').taxMinor).toBe(1_000)
  })

  it('80.00 at 5 % holds 3.81: the VAT fraction is 1/21', () => {
    expect(lineTax(8_000, group('VAT 5 %', true, ['VAT', 50_000]), 'half_up').taxMinor).toBe(381)
  })

  it('three articles of 1p bear nothing line by line, and 1p on the receipt', () => {
    const vat = group('VAT 20 %', false, ['VAT', 200_000])
    const lines = [1, 1, 1].map((amountMinor) => ({ amountMinor, group: vat }))
    const total = (level: 'line' | 'receipt') =>
      taxLines(lines, { level, mode: 'half_up' }).reduce((sum, line) => sum + line.taxMinor, 0)
    expect([total('line'), total('receipt')]).toEqual([0, 1])
  })
})

describe('Germany: a rate that changes on a day', () => {
  it('11.90 holds 1.90 on 30 June 2020, and 11.60 holds 1.60 on 1 July', () => {
    const base = group('MwSt', true, ['MwSt', 190_000])
    const rates = group('', true, ['MwSt', 160_000]).rates
    const changing = { ...base, changes: [{ from: '2020-07-01', isInclusive: true, rates }] }
    expect(lineTax(1_190, taxGroupOn(changing, '2020-06-30'), 'half_up').taxMinor).toBe(190)
    expect(lineTax(1_160, taxGroupOn(changing, '2020-07-01'), 'half_up').taxMinor).toBe(160)
  })
})

describe('United States: sales tax', () => {
  const newYorkCity = group('NYC', false, ['Sales tax', 88_750])
  const resale: TaxExemption = { kind: 'certificate', reference: 'ST-120' }

  it('1,200.00 in New York City bears 106.50 at 8.875 %', () => {
    expect(lineTax(120_000, newYorkCity, 'half_up')).toMatchObject({ taxMinor: 10_650, grossMinor: 130_650 })
  })

  it('a shirt under 110.00 bears none: it is of a group without rates (NYS Tax Bulletin TB-ST-122)', () => {
    expect(lineTax(10_999, group('Clothing', false), 'half_up').grossMinor).toBe(10_999)
  })

  // Carried to the third decimal place, and up where that is greater than four: SSUTA section 324, Kansas 79-3676.
  it.each([
    ['4 thousandths fall', 1, 40_000, 0],
    ['5 thousandths rise', 10, 50_000, 1],
    ['64.9 thousandths are 6 cents', 1_000, 6_490, 6],
    ['65 thousandths are 7 cents', 1_000, 6_500, 7],
  ])('%s', (_, amountMinor, ratePpm, taxMinor) => {
    expect(lineTax(amountMinor, group('Kansas', false, ['Tax', ratePpm]), 'half_up').taxMinor).toBe(taxMinor)
  })

  it('a reseller with a certificate pays the price alone', () => {
    expect(lineTax(120_000, newYorkCity, 'half_up', resale)).toMatchObject({ taxMinor: 0, grossMinor: 120_000 })
  })
})

describe('Québec: GST and QST', () => {
  it('until 2012 the QST stood on the GST: 100.00 bore 5.00 and 7.88 (Revenu Québec, 2008: 7.5 % of 105.00)', () => {
    const line = lineTax(10_000, group('Québec 2008', false, ['GST', 50_000], ['QST', 75_000, true]), 'half_up')
    expect(taxesOf(line)).toEqual({ GST: 500, QST: 788 })
    expect(line.grossMinor).toBe(11_288)
  })

  it('12.00 in 2011 bore 0.60 and 1.07: 13.67 together (8.5 % of 12.60)', () => {
    const line = lineTax(1_200, group('Québec 2011', false, ['GST', 50_000], ['QST', 85_000, true]), 'half_up')
    expect(taxesOf(line)).toEqual({ GST: 60, QST: 107 })
    expect(line.grossMinor).toBe(1_367)
  })

  it('since 2013 both stand on the price: 100.00 bears 5.00 and 9.98 (Revenu Québec, Calculating the Taxes)', () => {
    const line = lineTax(10_000, group('Québec', false, ['GST', 50_000], ['QST', 99_750]), 'half_up')
    expect(taxesOf(line)).toEqual({ GST: 500, QST: 998 })
    expect(line.grossMinor).toBe(11_498)
  })

  it('9.5 % on top of the GST is 9.975 % of the price, as the change of 2013 intended', () => {
    const compound = group('Québec 2012', false, ['GST', 50_000], ['QST', 95_000, true])
    expect(lineTax(100_000_000, compound, 'half_up').taxes[1]?.taxMinor).toBe(9_975_000)
  })
})

describe('Australia and New Zealand: how a half is rounded', () => {
  // 0.104 is 0.10 and 0.105 is 0.11: GST Act 1999, section 9-90, "rounding 0.5 cents upwards".
  it('Australia sends half a cent up', () => {
    const gst = group('GST 10 %', false, ['GST', 100_000])
    expect([104, 105].map((amount) => lineTax(amount, gst, 'half_up').taxMinor)).toEqual([10, 11])
  })

  // A fraction "less than or equal to half of a cent" may be dropped: GST Act 1985, section 19O.
  it('New Zealand may drop half a cent', () => {
    const gst = group('GST 15 %', false, ['GST', 150_000])
    expect(lineTax(10, gst, 'half_down').taxMinor).toBe(1)
    expect(lineTax(10, gst, 'half_up').taxMinor).toBe(2)
  })

  it('Australia by the total invoice rule adds first and rounds once (section 9-90(2)(a))', () => {
    const gst = group('GST', true, ['GST', 100_000])
    const lines = [100, 100, 100].map((amountMinor) => ({ amountMinor, group: gst }))
    // A hundred cents hold 9.0909 of GST, three times that are 27.27.
    const taxed = taxLines(lines, { level: 'receipt', mode: 'half_up' })
    expect(summariseTax(taxed)).toMatchObject([{ taxMinor: 27, netMinor: 273 }])
  })
})
