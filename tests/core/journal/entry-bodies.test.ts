import fc from 'fast-check'
import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { entryBodies, hubEntryBodies, isEntryType, tillEntryBodies } from '#core/journal/entry-bodies.ts'
import { ENTRY_BYTES_MAX, journalEntrySchema, type JournalEntry } from '#core/journal/entry.ts'
import { hashedText, sealEntry } from '#core/journal/seal.ts'
import { utf8Bytes } from '#core/journal/utf8-bytes.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { makeStream, sha256, signedIn, uuid } from '#tests/core/journal/chain.ts'
import { largestSale } from '#tests/core/journal/largest-sale.ts'
import { anySale } from '#tests/core/sale/any-sale.ts'

const [opened, second] = makeStream(uuid(1), null, 2) as [JournalEntry, JournalEntry]

describe('the kinds of entries', () => {
  it('are those of a till and those of the hub, none of both', () => {
    const till = Object.keys(tillEntryBodies)
    const hub = Object.keys(hubEntryBodies)
    expect(Object.keys(entryBodies).toSorted()).toEqual([...till, ...hub].toSorted())
    expect(till.filter((type) => hub.includes(type))).toEqual([])
    expect(till.every(isEntryType)).toBe(true)
  })

  it.each(['', 'sale', 'SALE_COMPLETED', 'constructor', '__proto__', 'toString'])('do not include %j', (type) => {
    expect(isEntryType(type)).toBe(false)
  })

  it('have names that the schema of an entry takes', () => {
    for (const type of Object.keys(entryBodies)) expect(Check(journalEntrySchema, { ...second, type })).toBe(true)
  })
})

describe('the schema of an entry', () => {
  it('takes what sealing makes', () => {
    expect(Check(journalEntrySchema, opened)).toBe(true)
    expect(Check(entryBodies.stream_opened, opened.body)).toBe(true)
    const part = { salt: 'ab'.repeat(16), data: { name: 'Asha' } }
    const withPart = sealEntry({ ...signedIn(uuid(1), 2, opened.hash), private: part }, sha256).entry
    expect(Check(journalEntrySchema, withPart)).toBe(true)
  })

  it.each([
    { seq: 0 },
    { seq: 1.5 },
    { stream: 'x' },
    { type: 'Sale completed' },
    { at: 'yesterday' },
    { at: '2026-03-01T09:00:00+02:00' },
    { hash: 'A'.repeat(64) },
    { prevHash: 'a'.repeat(63) },
    { clockTrusted: 1 },
    { businessDate: '2026-3-1' },
    { actor: { kind: 'stranger', id: 1 } },
    { body: [] },
    { private: { salt: 'short', data: {} } },
    { more: true },
  ])('refuses %j', (change) => {
    expect(Check(journalEntrySchema, { ...second, ...change })).toBe(false)
  })

  it.each(Object.keys(opened))('needs %s', (field) => {
    const { [field]: _left, ...rest } = { ...opened } as Record<string, unknown>
    expect(Check(journalEntrySchema, rest)).toBe(false)
  })
})

describe('a sale as an entry', () => {
  it('passes, whatever was sold, and its amounts may not pass 2^53', () => {
    fc.assert(
      fc.property(anySale, (sale) => {
        expect(Check(entryBodies.sale_completed, sale)).toBe(true)
        const totals = { ...sale.totals, totalMinor: 2 ** 53 }
        expect(Check(entryBodies.sale_completed, { ...sale, totals })).toBe(false)
      }),
    )
  })

  it('passes as large as the rules let it be', () => {
    const sale = largestSale()
    expect(sale.lines.length).toBe(500)
    expect(verifySale(sale)).toEqual([])
    expect(Check(entryBodies.sale_completed, sale)).toBe(true)
    const draft = { ...signedIn(uuid(1), 2, opened.hash), type: 'sale_completed' as const, body: sale }
    expect(utf8Bytes(hashedText(draft))).toBeLessThanOrEqual(ENTRY_BYTES_MAX)
    expect(sealEntry(draft, sha256).entry.hash).toMatch(/^[0-9a-f]{64}$/u)
  })

  it('has at most 500 lines and 20 tenders', () => {
    const sale = largestSale()
    const [line] = sale.lines
    const [tender] = sale.tenders
    expect(Check(entryBodies.sale_completed, { ...sale, lines: [...sale.lines, line] })).toBe(false)
    expect(Check(entryBodies.sale_completed, { ...sale, tenders: [...sale.tenders, tender] })).toBe(false)
    expect(Check(entryBodies.sale_completed, { ...sale, lines: [] })).toBe(false)
  })
})
