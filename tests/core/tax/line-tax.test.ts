import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { lineTax } from '#core/tax/line-tax.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

function group(isInclusive: boolean, ...ratesPpm: number[]): TaxGroup {
  const rates = ratesPpm.map((ratePpm, index) => ({ id: index + 1, name: `Tax ${index + 1}`, ratePpm }))
  return { id: 1, name: 'Group', isInclusive, rates }
}

const amount = fc.integer({ min: -9_999_999_999, max: 9_999_999_999 })
const ratesPpm = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 8 })

describe('tax on top', () => {
  it('takes each rate on its own', () => {
    const taxed = lineTax(10_000, group(false, 90_000, 90_000), 'half_up')
    expect(taxed).toEqual({
      netMinor: 10_000,
      taxMinor: 1_800,
      grossMinor: 11_800,
      exemptMinor: 0,
      taxes: [
        { rateId: 1, name: 'Tax 1', ratePpm: 90_000, netMinor: 10_000, taxMinor: 900 },
        { rateId: 2, name: 'Tax 2', ratePpm: 90_000, netMinor: 10_000, taxMinor: 900 },
      ],
    })
  })

  it('rounds as it is told', () => {
    expect(lineTax(100, group(false, 88_750), 'half_up').taxMinor).toBe(9)
    expect(lineTax(50, group(false, 50_000), 'half_up').taxMinor).toBe(3)
    expect(lineTax(50, group(false, 50_000), 'half_even').taxMinor).toBe(2)
    expect(lineTax(50, group(false, 50_000, 50_000), 'half_up').taxMinor).toBe(6)
    expect(lineTax(100, group(false, 1_000_000), 'half_up').grossMinor).toBe(200)
  })
})

describe('tax inside', () => {
  it('takes the sum of the rates out and splits it', () => {
    expect(lineTax(11_900, group(true, 190_000), 'half_up')).toMatchObject({ netMinor: 10_000, taxMinor: 1_900 })
    expect(lineTax(100, group(true, 1_000_000), 'half_up')).toMatchObject({ netMinor: 50, taxMinor: 50 })
    const taxed = lineTax(105, group(true, 25_000, 25_000), 'half_up')
    expect(taxed).toMatchObject({ netMinor: 100, taxMinor: 5, taxes: [{ taxMinor: 3 }, { taxMinor: 2 }] })
  })
})

describe('any tax', () => {
  it('is nothing where there is no rate, or only rates of 0', () => {
    for (const isInclusive of [true, false]) {
      expect(lineTax(500, group(isInclusive), 'half_up')).toEqual({
        netMinor: 500,
        taxMinor: 0,
        grossMinor: 500,
        exemptMinor: 0,
        taxes: [],
      })
      expect(lineTax(500, group(isInclusive, 0, 0), 'up')).toMatchObject({ taxMinor: 0, grossMinor: 500 })
    }
  })

  it('adds up, whatever the rates', () => {
    fc.assert(
      fc.property(amount, ratesPpm, fc.boolean(), (amountMinor, rates, isInclusive) => {
        const taxed = lineTax(amountMinor, group(isInclusive, ...rates), 'half_up')
        expect(taxed.netMinor + taxed.taxMinor).toBe(taxed.grossMinor)
        expect(taxed.taxes.reduce((sum, tax) => sum + tax.taxMinor, 0)).toBe(taxed.taxMinor)
        expect(isInclusive ? taxed.grossMinor : taxed.netMinor).toBe(amountMinor)
        expect(taxed.taxes.map((tax) => tax.ratePpm)).toEqual(rates)
        expect(taxed.taxes.every((tax) => tax.netMinor === taxed.netMinor)).toBe(true)
      }),
    )
  })

  it('comes out of the gross price as it went in', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 1_000_000 }), (netMinor, ratePpm) => {
        const { grossMinor } = lineTax(netMinor, group(false, ratePpm), 'half_up')
        expect(lineTax(grossMinor, group(true, ratePpm), 'half_up').netMinor).toBe(netMinor)
      }),
    )
  })

  it('stops at an amount that is no whole number', () => {
    expect(() => lineTax(0.1, group(false), 'half_up')).toThrow(AssertionError)
  })
})
