import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { taxGroupOn } from '#core/tax/tax-group-on.ts'
import { taxGroupSchema, type TaxGroup } from '#core/tax/tax-group.ts'
import { groupOf, rateOf } from '#tests/core/tax/any-tax-group.ts'

// Germany's standard rate was 16 % from 1 July to 31 December 2020 (Zweites Corona-Steuerhilfegesetz).
const germany: TaxGroup = {
  ...groupOf(true, 190_000),
  changes: [
    { from: '2021-01-01', isInclusive: true, rates: [rateOf(1, 190_000)] },
    { from: '2020-07-01', isInclusive: true, rates: [rateOf(1, 160_000)] },
  ],
}

describe('taxGroupOn', () => {
  it.each([
    ['2020-06-30', 190_000],
    ['2020-07-01', 160_000],
    ['2020-12-31', 160_000],
    ['2021-01-01', 190_000],
    ['2099-12-31', 190_000],
  ])('has on %s the rate %i', (date, ratePpm) => {
    expect(taxGroupOn(germany, date)).toEqual(groupOf(true, ratePpm))
  })

  it('may change what prices hold', () => {
    const changes = [{ from: '2026-04-01', isInclusive: false, rates: [rateOf(1, 50_000), rateOf(2, -90_000)] }]
    const group = { ...groupOf(true, 190_000), changes }
    expect(taxGroupOn(group, '2026-04-01')).toEqual(groupOf(false, 50_000, -90_000))
    expect(taxGroupOn(group, '2026-03-31')).toEqual(groupOf(true, 190_000))
  })

  it('follows the later of two changes of one day', () => {
    const change = (ppm: number) => ({ from: '2026-04-01', isInclusive: true, rates: [rateOf(1, ppm)] })
    const group = { ...groupOf(true), changes: [change(10_000), change(20_000)] }
    expect(taxGroupOn(group, '2026-05-01')).toEqual(groupOf(true, 20_000))
  })

  it('is the group itself where nothing changes', () => {
    const group = groupOf(true, 190_000)
    expect(taxGroupOn(group, '2026-01-01')).toBe(group)
    expect(taxGroupOn({ ...group, changes: [] }, '2026-01-01')).toEqual(group)
  })

  it.each(['', '2026-1-1', '20260101', '2026-01-01T00:00:00Z', 'x2026-01-01', '2026-01-0'])('stops at %j', (date) => {
    expect(() => taxGroupOn(germany, date)).toThrow(AssertionError)
  })
})

describe('the schema of a tax group', () => {
  it('takes what it says and refuses the rest', () => {
    expect(Value.Check(taxGroupSchema, germany)).toBe(true)
    expect(Value.Check(taxGroupSchema, groupOf(false, 50_000, -90_000))).toBe(true)
    const [change] = germany.changes ?? []
    const refused = [
      { ...germany, changes: Array.from({ length: 9 }, () => change) },
      { ...germany, changes: [{ ...change, from: '2026-13-01' }] },
      { ...germany, changes: [{ ...change, from: '2026-01-32' }] },
      { ...germany, changes: [{ ...change, from: '2026-01-01T00:00' }] },
      { ...germany, changes: [{ ...change, rates: undefined }] },
      groupOf(false, 1, 2, 3, 4, 5),
      groupOf(false, 1_000_001),
      { ...germany, id: 0 },
      { ...germany, name: '' },
      { ...germany, rates: [{ ...rateOf(1, 1), isCompound: false }] },
      { ...germany, rates: [rateOf(0, 1)] },
      { ...germany, rates: [{ ...rateOf(1, 1), name: '' }] },
      { ...germany, rates: [{ ...rateOf(1, 1), ratePpm: -1 }] },
    ]
    expect(refused.filter((group) => Value.Check(taxGroupSchema, group))).toEqual([])
    const longest = { ...germany, name: 'x'.repeat(60), changes: Array.from({ length: 8 }, () => change) }
    expect(Value.Check(taxGroupSchema, longest)).toBe(true)
    expect(Value.Check(taxGroupSchema, { ...germany, name: 'x'.repeat(61) })).toBe(false)
  })
})
