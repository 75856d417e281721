import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entryBodies, type EntryType } from '#core/journal/entry-bodies.ts'
import { fitsBody } from '#core/journal/fits-body.ts'
import { anySale } from '#tests/core/sale/any-sale.ts'

test('a sale as the rules make it fits, and does not without any one of its fields', () => {
  fc.assert(
    fc.property(anySale, (sale) => {
      expect(fitsBody('sale_completed', sale)).toBe(true)
      for (const field of Object.keys(sale))
        expect(fitsBody('sale_completed', { ...sale, [field]: undefined })).toBe(false)
    }),
    { numRuns: 20 },
  )
})

test('nothing fits every type: each names fields of its own', () => {
  for (const type of Object.keys(entryBodies) as EntryType[]) {
    expect(fitsBody(type, {})).toBe(false)
    expect(fitsBody(type, null)).toBe(false)
  }
  expect(fitsBody('signed_in', { operatorId: 3 })).toBe(true)
  expect(fitsBody('signed_in', { operatorId: 0 })).toBe(false)
})
