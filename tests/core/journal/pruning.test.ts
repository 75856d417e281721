import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agedTo, KEPT_DAYS, KEPT_DAYS_MAX, prunedBeforeMs, pruneTo, type AgedEntry } from '#core/journal/pruning.ts'

const DAY_MS = 86_400_000
const NOW_MS = Date.parse('2026-11-20T12:00:00Z')

const entries = fc
  .array(fc.record({ atMs: fc.integer({ min: 0, max: NOW_MS }), clockTrusted: fc.boolean() }), { maxLength: 40 })
  .map((facts) => facts.map((fact, index): AgedEntry => ({ entryNo: index + 1, ...fact })))

describe('what may go of a till’s journal', () => {
  it('is older than five weeks, or than the shop takes goods back, up to a limit', () => {
    expect(prunedBeforeMs(NOW_MS, 14)).toBe(NOW_MS - KEPT_DAYS * DAY_MS)
    expect(prunedBeforeMs(NOW_MS, 60)).toBe(NOW_MS - 60 * DAY_MS)
    expect(prunedBeforeMs(NOW_MS, 3650)).toBe(NOW_MS - KEPT_DAYS_MAX * DAY_MS)
  })

  it('is nothing after an entry that a trusted clock says is young, and ends with one that says it is old', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: NOW_MS }), (journal, beforeMs) => {
        const to = agedTo(journal, beforeMs)
        const gone = journal.filter(({ entryNo }) => entryNo <= to)
        expect(gone.every(({ atMs, clockTrusted }) => !clockTrusted || atMs < beforeMs)).toBe(true)
        expect(to === 0 || gone.at(-1)?.clockTrusted === true).toBe(true)
      }),
    )
  })

  it('is acknowledged, below what the hub has signed, and nothing that is needed', () => {
    const number = fc.integer({ min: 0, max: 1000 })
    const limits = fc.record({ ackedTo: number, vouchedAt: number, agedTo: number, neededFrom: fc.array(number) })
    fc.assert(
      fc.property(limits, (limit) => {
        const to = pruneTo(limit)
        expect(to).toBeGreaterThanOrEqual(0)
        expect(to === 0 || to <= Math.min(limit.ackedTo, limit.agedTo)).toBe(true)
        expect(to === 0 || to < Math.min(limit.vouchedAt, ...limit.neededFrom)).toBe(true)
        // As much as may go, goes.
        const most = Math.min(limit.ackedTo, limit.agedTo, limit.vouchedAt - 1, ...limit.neededFrom.map((n) => n - 1))
        expect(to).toBe(Math.max(0, most))
      }),
    )
  })
})
