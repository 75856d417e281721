import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { ERASURES_MAX, erasuresSchema } from '#core/protocol/erasures.ts'
import { releasedTillsSchema, releaseTillsRequestSchema } from '#core/protocol/release-tills.ts'
import { tillRecordRequestSchema, tillRecordSchema } from '#core/protocol/till-record.ts'

const id = '0197f9a0-0000-7000-8000-000000000001'
const erasure = { number: 1, stream: id, seq: 2 }

test('erasures name entries of a stream, a thousand at the most', () => {
  expect(Check(erasuresSchema, { erasures: Array.from({ length: ERASURES_MAX }, () => erasure) })).toBe(true)
  expect(Check(erasuresSchema, { erasures: Array.from({ length: ERASURES_MAX + 1 }, () => erasure) })).toBe(false)
  expect(Check(erasuresSchema, { erasures: [{ ...erasure, seq: 0 }] })).toBe(false)
})

test('a manager releases tills by their names', () => {
  const asked = { requestId: id, tills: ['T2'], authorisedBy: 4 }
  expect(Check(releaseTillsRequestSchema, asked)).toBe(true)
  expect(Check(releaseTillsRequestSchema, { ...asked, tills: [] })).toBe(false)
  expect(Check(releaseTillsRequestSchema, { ...asked, tills: ['t2; drop'] })).toBe(false)
  expect(Check(releasedTillsSchema, { released: ['T2'] })).toBe(true)
})

test('a till asks for its record, and gets where its streams stand, with its standing or without', () => {
  expect(Check(tillRecordRequestSchema, { requestId: id, isWhole: true })).toBe(true)
  expect(Check(tillRecordRequestSchema, { requestId: id })).toBe(false)
  expect(Check(tillRecordSchema, { streams: [{ stream: id, last: 0 }] })).toBe(true)
  expect(Check(tillRecordSchema, { streams: [], standing: { receiptNumber: 1 } })).toBe(false)
})
