import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { isExempt, taxExemptionSchema } from '#core/tax/tax-exemption.ts'
import { DEFAULT, taxRoundingSchema } from '#core/tax/tax-rounding.ts'
import { rateOf } from '#tests/core/tax/any-tax-group.ts'

describe('tax rounding', () => {
  it('is by line and half up where nothing is said', () => {
    expect(DEFAULT).toEqual({ level: 'line', mode: 'half_up' })
  })

  it('takes every level and mode, and no other', () => {
    for (const level of ['line', 'receipt']) {
      for (const mode of ['half_up', 'half_even', 'half_down', 'up', 'down', 'floor', 'ceiling']) {
        expect(Value.Check(taxRoundingSchema, { level, mode })).toBe(true)
      }
    }
    expect(Value.Check(taxRoundingSchema, { level: 'group', mode: 'half_up' })).toBe(false)
    expect(Value.Check(taxRoundingSchema, { level: 'line', mode: 'near' })).toBe(false)
    expect(Value.Check(taxRoundingSchema, { level: 'line' })).toBe(false)
  })
})

describe('tax exemption', () => {
  it('frees from all rates, or from those it names', () => {
    const rate = rateOf(2, 50_000)
    expect(isExempt(rate, undefined)).toBe(false)
    expect(isExempt(rate, { kind: 'customer', reference: '' })).toBe(true)
    expect(isExempt(rate, { kind: 'customer', reference: '', rateIds: [1, 2] })).toBe(true)
    expect(isExempt(rate, { kind: 'customer', reference: '', rateIds: [1] })).toBe(false)
    expect(isExempt(rate, { kind: 'customer', reference: '', rateIds: [] })).toBe(false)
  })

  it('has a reference of 64 characters at the most, and rates that can be', () => {
    const exemption = { kind: 'certificate', reference: 'x'.repeat(64), rateIds: Array<number>(32).fill(1) }
    expect(Value.Check(taxExemptionSchema, exemption)).toBe(true)
    expect(Value.Check(taxExemptionSchema, { kind: 'customer', reference: '17' })).toBe(true)
    expect(Value.Check(taxExemptionSchema, { ...exemption, reference: 'x'.repeat(65) })).toBe(false)
    expect(Value.Check(taxExemptionSchema, { ...exemption, rateIds: [0] })).toBe(false)
    expect(Value.Check(taxExemptionSchema, { ...exemption, rateIds: Array<number>(33).fill(1) })).toBe(false)
    expect(Value.Check(taxExemptionSchema, { ...exemption, kind: 'item' })).toBe(false)
  })
})
