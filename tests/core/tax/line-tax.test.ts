import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { lineTax } from '#core/tax/line-tax.ts'
import { anyAmount, anyMode, anyTaxGroup, groupOf as group } from '#tests/core/tax/any-tax-group.ts'

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
      fc.property(anyAmount, ratesPpm, fc.boolean(), (amountMinor, rates, isInclusive) => {
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
      fc.property(anyAmount, fc.integer({ min: 0, max: 1_000_000 }), (netMinor, ratePpm) => {
        const { grossMinor } = lineTax(netMinor, group(false, ratePpm), 'half_up')
        expect(lineTax(grossMinor, group(true, ratePpm), 'half_up').netMinor).toBe(netMinor)
      }),
    )
  })

  it('stops at an amount that is no whole number', () => {
    expect(() => lineTax(0.1, group(false), 'half_up')).toThrow(
      new AssertionError('amountMinor is no safe integer: 0.1.'),
    )
  })
})

describe('a compound tax', () => {
  it('stands on the net amount and the taxes before it', () => {
    expect(lineTax(10_000, group(false, 50_000, -100_000), 'half_up').taxes.map((tax) => tax.taxMinor)).toEqual([
      500, 1050,
    ])
    const compound = lineTax(10_000, group(false, 50_000, -100_000, 20_000, -10_000), 'half_up')
    expect(compound.taxes.map((tax) => tax.taxMinor)).toEqual([500, 1050, 200, 118])
    expect(compound.taxes.every((tax) => tax.netMinor === 10_000)).toBe(true)
  })

  it('is plain where it stands first', () => {
    fc.assert(
      fc.property(anyAmount, fc.boolean(), fc.integer({ min: 0, max: 1_000_000 }), (amount, isInclusive, ppm) => {
        const plain = lineTax(amount, group(isInclusive, ppm, 50_000), 'half_up')
        expect(lineTax(amount, group(isInclusive, -ppm, 50_000), 'half_up')).toEqual(plain)
      }),
    )
  })

  it('stands on the printed tax before it, not on its fraction', () => {
    // 5 % of 0.10 is half a cent, printed as 0.01; 50 % of 0.11 is 5.5 cents.
    expect(lineTax(10, group(false, 50_000, -500_000), 'half_up').taxes.map((tax) => tax.taxMinor)).toEqual([1, 6])
  })

  it('comes out of an inclusive price exactly', () => {
    expect(lineTax(11_550, group(true, 50_000, -100_000), 'half_up')).toMatchObject({
      netMinor: 10_000,
      taxMinor: 1550,
      taxes: [{ taxMinor: 500 }, { taxMinor: 1050 }],
    })
    // 1.05 × 1.05 × 1.05 × 1.05 = 1.21550625
    const four = lineTax(121_550_625, group(true, 50_000, -50_000, -50_000, -50_000), 'half_up')
    expect(four.netMinor).toBe(100_000_000)
    expect(four.taxes.map((tax) => tax.taxMinor)).toEqual([5_000_000, 5_250_000, 5_512_500, 5_788_125])
    expect(lineTax(-11_550, group(true, 50_000, -100_000), 'half_up').taxMinor).toBe(-1550)
    expect(lineTax(700, group(true, 0, -0), 'half_up').taxMinor).toBe(0)
    expect(lineTax(700, group(true, -1, -1), 'half_up').taxMinor).toBe(0)
  })

  it('agrees with tax on top wherever the prices are exact', () => {
    const percent = fc.integer({ min: -20, max: 20 }).map((value) => value * 10_000)
    fc.assert(
      fc.property(fc.integer({ min: -999, max: 999 }), fc.array(percent, { maxLength: 4 }), (units, rates) => {
        const netMinor = units * 100_000_000
        const onTop = lineTax(netMinor, group(false, ...rates), 'half_up')
        const { exemptMinor: _, ...inside } = lineTax(onTop.grossMinor, group(true, ...rates), 'half_up')
        expect({ ...inside, exemptMinor: 0 }).toEqual(onTop)
      }),
    )
  })

  it('is never less than the plain tax on an amount', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), fc.array(fc.nat(1_000_000), { maxLength: 4 }), (amount, rates) => {
        const plain = lineTax(amount, group(false, ...rates), 'half_up')
        const compound = lineTax(amount, group(false, ...rates.map((rate) => -rate)), 'half_up')
        expect(compound.taxMinor).toBeGreaterThanOrEqual(plain.taxMinor)
      }),
    )
  })
})

describe('an exempt buyer', () => {
  const certificate = (...rateIds: number[]) => ({ kind: 'certificate' as const, reference: 'C-1', rateIds })
  const customer = { kind: 'customer' as const, reference: '17' }

  it('pays an exclusive price as it stands', () => {
    expect(lineTax(1000, group(false, 50_000, 70_000), 'half_up', customer)).toMatchObject({
      netMinor: 1000,
      taxMinor: 0,
      grossMinor: 1000,
      exemptMinor: 0,
      taxes: [
        { ratePpm: 50_000, taxMinor: 0 },
        { ratePpm: 70_000, taxMinor: 0 },
      ],
    })
    expect(lineTax(1000, group(false, 50_000, 70_000), 'half_up', certificate(1))).toMatchObject({ taxMinor: 70 })
    expect(lineTax(1000, group(false, 50_000, -70_000), 'half_up', certificate(1))).toMatchObject({ taxMinor: 70 })
    expect(lineTax(1000, group(false, 50_000), 'half_up', certificate()).taxMinor).toBe(50)
  })

  it('pays an inclusive price without the tax that it holds', () => {
    expect(lineTax(1190, group(true, 190_000), 'half_up', customer)).toMatchObject({
      netMinor: 1000,
      taxMinor: 0,
      grossMinor: 1000,
      exemptMinor: 190,
      taxes: [{ netMinor: 1000, taxMinor: 0 }],
    })
    expect(lineTax(1150, group(true, 50_000, 100_000), 'half_up', certificate(2))).toMatchObject({
      netMinor: 1000,
      taxMinor: 50,
      grossMinor: 1050,
      exemptMinor: 100,
    })
    expect(lineTax(1150, group(true, 50_000, 100_000), 'half_up', certificate(3)).exemptMinor).toBe(0)
  })

  it('pays a compound tax on what is left', () => {
    expect(lineTax(11_550, group(true, 50_000, -100_000), 'half_up', certificate(1))).toMatchObject({
      netMinor: 10_000,
      taxMinor: 1000,
      grossMinor: 11_000,
      exemptMinor: 550,
    })
    expect(lineTax(11_550, group(true, 50_000, -100_000), 'half_up', certificate(2))).toMatchObject({
      grossMinor: 10_500,
      exemptMinor: 1050,
    })
  })

  it('of everything pays the net amount, whatever the group', () => {
    fc.assert(
      fc.property(anyAmount, anyTaxGroup, anyMode, (amount, taxGroup, mode) => {
        const taxed = lineTax(amount, taxGroup, mode)
        const exempt = lineTax(amount, taxGroup, mode, customer)
        expect(exempt).toMatchObject({ netMinor: taxed.netMinor, grossMinor: taxed.netMinor, taxMinor: 0 })
        expect(exempt.exemptMinor).toBe(taxGroup.isInclusive ? taxed.taxMinor : 0)
        expect(exempt.taxes.map(({ rateId, taxMinor }) => [rateId, taxMinor])).toEqual(
          taxGroup.rates.map(({ id }) => [id, 0]),
        )
      }),
    )
  })

  it('never pays more than another, and what is exempt is the difference', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), anyTaxGroup, anyMode, fc.subarray([1, 2, 3, 4]), (amount, taxGroup, mode, ids) => {
        const taxed = lineTax(amount, taxGroup, mode)
        const exempt = lineTax(amount, taxGroup, mode, certificate(...ids))
        expect(exempt.grossMinor).toBeLessThanOrEqual(taxed.grossMinor)
        expect(exempt.exemptMinor).toBe(taxGroup.isInclusive ? amount - exempt.grossMinor : 0)
        expect(ids.length > 0 || exempt.grossMinor === taxed.grossMinor).toBe(true)
      }),
    )
  })
})
