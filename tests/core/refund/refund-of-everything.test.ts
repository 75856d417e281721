import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import { amountOf, lineShare, quantityLike } from '#core/refund/line-share.ts'
import { everythingLeft, refundDraft } from '#core/refund/refund-draft.ts'
import type { RefundChoice } from '#core/refund/refund-lines.ts'
import { saleStatusAfter } from '#core/refund/refund-status.ts'
import { refundTendersRefusal, refundWays } from '#core/refund/refund-ways.ts'
import type { RefundDraft } from '#core/refund/refund.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import { anySold, completed, REFUND_ID } from '#tests/core/refund/any-sold.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'

const facts = {
  kind: 'return',
  reason: 'not wanted',
  isRestocked: true,
  refundId: REFUND_ID,
  reservationId: null,
} as const

/** Takes some of what is left, as the picks say; nothing where they pick nothing. */
const someOf = (sale: Sale, refunded: Refunded, picks: readonly number[]): RefundChoice[] =>
  refundableOf(sale, refunded).lines.flatMap(({ line, quantity }, index) => {
    const amount = Math.round(amountOf(quantity) * (picks[index % picks.length] ?? 1))
    return amount === 0 ? [] : [{ line, quantity: quantityLike(quantity, amount) }]
  })

const anyPicks = fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }), {
  maxLength: 6,
})

/** Refunds in steps, and at last whatever is left; what a step reserves and gives up is dropped. */
const refundInSteps = (
  sale: Sale,
  steps: readonly (readonly number[])[],
): { drafts: RefundDraft[]; refunded: Refunded } => {
  let refunded = NOTHING_REFUNDED
  const drafts: RefundDraft[] = []
  for (const picks of [...steps, [1]]) {
    const choices = someOf(sale, refunded, picks)
    if (choices.length === 0) continue
    const draft = accepted(refundDraft(sale, refunded, choices, facts))
    const refund = completed(sale, refunded, draft)
    expect(verifyRefund(refund, sale, refunded)).toEqual([])
    refunded = addRefund(sale, refunded, refund)
    drafts.push(draft)
  }
  return { drafts, refunded }
}

const sum = <T>(items: readonly T[], valueOf: (item: T) => number): number =>
  items.reduce((total, item) => total + valueOf(item), 0)

describe('a line', () => {
  it('gives the first of its pieces a share that never shrinks, and the last all of it', () => {
    fc.assert(
      fc.property(anySold, (sale) => {
        for (const line of sale.lines) {
          const whole = Math.min(amountOf(line.quantity), 60)
          let before = lineShare(line, 0)
          expect(before.grossMinor + before.discountMinor + sum(before.taxesMinor, (minor) => minor)).toBe(0)
          for (let amount = 1; amount <= whole; amount += 1) {
            const share = lineShare(line, amount)
            const taxMinor = sum(share.taxesMinor, (minor) => minor) - sum(before.taxesMinor, (minor) => minor)
            expect(taxMinor).toBeGreaterThanOrEqual(0)
            expect(share.grossMinor - before.grossMinor).toBeGreaterThanOrEqual(taxMinor)
            share.taxesMinor.forEach((minor, index) =>
              expect(minor).toBeGreaterThanOrEqual(before.taxesMinor[index] ?? 0),
            )
            before = share
          }
          expect(lineShare(line, amountOf(line.quantity))).toEqual({
            grossMinor: line.grossMinor,
            discountMinor: line.discountMinor,
            taxesMinor: line.taxes.map(({ taxMinor }) => taxMinor),
          })
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('a sale', () => {
  it('refunded in parts of any size and order ends at the same cent, tax and point', () => {
    fc.assert(
      fc.property(anySold, anyPicks, (sale, steps) => {
        const { drafts, refunded } = refundInSteps(sale, steps)
        const lines = drafts.flatMap((draft) => draft.lines)
        for (const sold of sale.lines) {
          const back = lines.filter(({ line }) => line === sold.line)
          expect(sum(back, ({ grossMinor }) => grossMinor)).toBe(sold.grossMinor)
          expect(sum(back, ({ netMinor }) => netMinor)).toBe(sold.netMinor)
          expect(sum(back, ({ discountMinor }) => discountMinor)).toBe(sold.discountMinor)
          sold.taxes.forEach(({ taxMinor }, index) =>
            expect(sum(back, ({ taxes }) => taxes[index]?.taxMinor ?? 0)).toBe(taxMinor),
          )
        }
        expect(sum(drafts, ({ totals }) => totals.totalMinor)).toBe(sale.totals.totalMinor)
        expect(sum(drafts, ({ totals }) => totals.taxMinor)).toBe(sale.totals.taxMinor)
        expect(sum(drafts, ({ pointsTakenBack }) => pointsTakenBack ?? 0)).toBe(sale.loyalty?.pointsEarned)
        expect(sum(drafts, ({ pointsGivenBack }) => pointsGivenBack ?? 0)).toBe(sale.loyalty?.pointsBurned)
        // Every tender has back what it paid.
        expect(refunded.tenders.map(({ amountMinor }) => amountMinor)).toEqual(
          sale.tenders.map(({ amountMinor }) => amountMinor),
        )
        expect(refundableOf(sale, refunded)).toEqual({ lines: [], totalMinor: 0 })
        expect(saleStatusAfter(sale, refunded, 'return')).toBe('returned')
        expect(refundDraft(sale, refunded, everythingLeft(sale, refunded, 'refund'), facts)).toMatchObject({
          code: 'refund_nothing_left',
        })
      }),
      { numRuns: 400 },
    )
  })

  it('ends at the same cent also where reservations in the middle were given up', () => {
    fc.assert(
      fc.property(anySold, anyPicks, fc.array(fc.boolean(), { minLength: 1 }), (sale, steps, isUsed) => {
        let used = NOTHING_REFUNDED
        let held = NOTHING_REFUNDED
        const drafts: RefundDraft[] = []
        // Each step is reserved on top of all before it, and only some are used.
        for (const [index, picks] of steps.entries()) {
          const choices = someOf(sale, held, picks)
          if (choices.length === 0) continue
          const draft = accepted(refundDraft(sale, held, choices, facts))
          const refund = completed(sale, held, draft)
          held = addRefund(sale, held, refund)
          if (isUsed[index % isUsed.length] !== true) continue
          used = addRefund(sale, used, refund)
          drafts.push(draft)
        }
        const rest = refundDraft(sale, used, everythingLeft(sale, used, 'refund'), facts)
        if (!(rest instanceof DomainError)) drafts.push(rest)
        expect(sum(drafts, ({ totals }) => totals.totalMinor)).toBe(sale.totals.totalMinor)
        expect(sum(drafts, ({ totals }) => totals.discountMinor)).toBe(sale.totals.discountMinor)
        expect(sum(drafts, ({ pointsTakenBack }) => pointsTakenBack ?? 0)).toBe(sale.loyalty?.pointsEarned)
      }),
      { numRuns: 300 },
    )
  })

  it('is undone by a void: everything at once, as it came', () => {
    fc.assert(
      fc.property(anySold, (sale) => {
        const draft = accepted(refundDraft(sale, NOTHING_REFUNDED, [], { ...facts, kind: 'void' }))
        expect(draft.totals).toMatchObject({
          totalMinor: sale.totals.totalMinor,
          taxMinor: sale.totals.taxMinor,
          discountMinor: sale.totals.discountMinor,
          itemCount: sale.totals.itemCount,
        })
        expect(draft.taxes).toEqual(sale.taxes)
        const { suggested, needs } = refundWays(sale, NOTHING_REFUNDED, draft, {
          policy: undefined,
          isAuthorised: false,
        })
        expect(needs).toBeUndefined()
        const refund = completed(sale, NOTHING_REFUNDED, draft, [...suggested])
        expect(verifyRefund(refund, sale)).toEqual([])
        const amounts = (tenders: readonly { amountMinor: number }[]): number[] =>
          tenders.map(({ amountMinor }) => amountMinor).toSorted((one, other) => one - other)
        expect(amounts(suggested)).toEqual(amounts(sale.tenders))
        expect(saleStatusAfter(sale, addRefund(sale, NOTHING_REFUNDED, refund), 'void')).toBe('voided')
      }),
      { numRuns: 200 },
    )
  })

  it('voided is free only as far as each tender has its own again', () => {
    fc.assert(
      fc.property(anySold, fc.nat(8), (sold, at) => {
        const tenders = sold.tenders.map((tender, index): Tender =>
          index === at % sold.tenders.length
            ? { kind: 'exchange', amountMinor: tender.amountMinor, refundId: REFUND_ID }
            : tender,
        )
        const sale = { ...sold, tenders }
        const draft = accepted(refundDraft(sale, NOTHING_REFUNDED, [], { ...facts, kind: 'void' }))
        const { suggested, needs } = refundWays(sale, NOTHING_REFUNDED, draft, {
          policy: undefined,
          isAuthorised: false,
        })
        const cashMinor = (all: readonly { kind: string; amountMinor: number }[]): number =>
          sum(all, ({ kind, amountMinor }) => (kind === 'cash' ? amountMinor : 0))
        expect(needs).toBe(cashMinor(suggested) > cashMinor(tenders) ? 'refund_beyond_policy' : undefined)
      }),
      { numRuns: 200 },
    )
  })

  it('gives no tender back more than it paid, and what is suggested may be done', () => {
    fc.assert(
      fc.property(anySold, anyPicks, fc.integer({ min: 0, max: 3_000 }), (sale, steps, cashMaxMinor) => {
        let refunded = NOTHING_REFUNDED
        const policy = { refunds: { daysMax: 30, cashMaxMinor, withoutReceiptMaxMinor: 0 } }
        for (const picks of steps) {
          const choices = someOf(sale, refunded, picks)
          if (choices.length === 0) continue
          const draft = accepted(refundDraft(sale, refunded, choices, facts))
          const ways = refundWays(sale, refunded, draft, { policy, isAuthorised: false })
          const refusal = refundTendersRefusal(ways.suggested, sale, draft.totals.totalMinor, ways)
          expect(refusal?.code).toBe(ways.needs === undefined ? undefined : 'permission_missing')
          const free = refundWays(sale, refunded, draft, { policy, isAuthorised: true })
          expect(refundTendersRefusal(free.suggested, sale, draft.totals.totalMinor, free)).toBeUndefined()
          refunded = addRefund(sale, refunded, completed(sale, refunded, draft, [...free.suggested]))
          for (const { index, amountMinor } of refunded.tenders) {
            expect(amountMinor).toBeLessThanOrEqual(sale.tenders[index]?.amountMinor ?? 0)
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
