import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multiplyDivide } from '#core/money/rounding.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import { selects } from '#core/promotion/selector.ts'
import { anyLines, anyPromotionOf, anyThreshold, numbered, price, saved } from '#tests/core/promotion/any-promotion.ts'

const anyThresholds = fc.array(anyPromotionOf(anyThreshold), { minLength: 1, maxLength: 6 }).map(numbered)

/** What a threshold takes off its lines, and which they are; undefined where it is not reached. */
interface Reached {
  readonly lines: readonly number[]
  readonly savedMinor: number
}

const reachedOf = (lines: readonly PromotionLine[], { offer }: Promotion): Reached[] => {
  if (offer.kind !== 'threshold') return []
  const own = lines.filter((line) => selects(offer.items, line))
  const sumMinor = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  if (own.length === 0 || sumMinor < offer.minimumMinor) return []
  const offMinor =
    offer.off.kind === 'amount'
      ? offer.off.amountMinor
      : multiplyDivide(sumMinor, offer.off.ratePpm, 1_000_000, 'half_up')
  const savedMinor = Math.min(offMinor, sumMinor, offer.maxOffMinor ?? sumMinor)
  return [{ lines: own.map(({ line }) => line), savedMinor }]
}

/** The most that thresholds save where each line counts for one of them, found by trying every choice. */
const bestMinor = ([first, ...others]: readonly Reached[], taken: readonly number[] = []): number => {
  if (first === undefined) return 0
  const without = bestMinor(others, taken)
  if (first.lines.some((line) => taken.includes(line))) return without
  return Math.max(without, first.savedMinor + bestMinor(others, [...taken, ...first.lines]))
}

describe('several thresholds', () => {
  it('save the customer as much as the best of all ways to choose among them', () => {
    fc.assert(
      fc.property(anyLines(6, 3), anyThresholds, (lines, thresholds) => {
        const result = price(lines, thresholds)
        const reached = thresholds.flatMap((threshold) => reachedOf(lines, threshold))
        expect(result.isExact).toBe(true)
        expect(saved(result)).toBe(bestMinor(reached))
        expect(result.applied.map(({ id }) => id)).toEqual(
          result.applied.map(({ id }) => id ?? 0).toSorted((one, other) => one - other),
        )
      }),
      { numRuns: 400 },
    )
  })

  it('take no more steps than there are ways to choose, and end where they may take none', () => {
    fc.assert(
      fc.property(anyLines(6, 3), anyThresholds, fc.integer({ min: 0, max: 6 }), (lines, thresholds, nodesMax) => {
        const few = price(lines, thresholds, { nodesMax })
        const whole = price(lines, thresholds)
        expect(few.nodes).toBeLessThanOrEqual(nodesMax)
        expect(whole.nodes).toBeLessThanOrEqual(2 ** thresholds.length)
        expect(saved(few)).toBeLessThanOrEqual(saved(whole))
        expect(few.isExact ? saved(few) : saved(whole)).toBe(saved(whole))
      }),
    )
  })
})
