import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { lessTenders, withCash } from '#core/refund/take-tenders.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'

const cash = (amountMinor: number, roundingMinor?: number): RefundTender => ({
  kind: 'cash',
  amountMinor,
  ...(roundingMinor === undefined ? {} : { roundingMinor }),
})
const card = (amountMinor: number): RefundTender => ({
  kind: 'card',
  amountMinor,
  intentId: '019aa0c0-0000-7000-8000-0000000000cc',
  approvalCode: '001234',
  scheme: 'visa',
  last4: '4242',
})
const by = (method: string, amountMinor: number): RefundTender => ({
  kind: 'other',
  method,
  amountMinor,
  reference: null,
})

const sumOf = (tenders: readonly RefundTender[]): number =>
  tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

describe('an exchange keeps of the money that would go back', () => {
  const tenders = [by('points', 50), card(1_000), cash(403, 2)]

  it('the last of it first: cash before the card', () => {
    expect(lessTenders(tenders, 0, { smallestCoinMinor: 5 })).toEqual(tenders)
    expect(lessTenders(tenders, 100, {})).toEqual([by('points', 50), card(1_000), cash(303)])
    expect(lessTenders(tenders, 403, { smallestCoinMinor: 5 })).toEqual([by('points', 50), card(1_000)])
    expect(lessTenders(tenders, 1_000, { smallestCoinMinor: 5 })).toEqual([by('points', 50), card(403)])
    expect(lessTenders(tenders, 1_403, { smallestCoinMinor: 5 })).toEqual([by('points', 50)])
    expect(lessTenders(tenders, 1_453, { smallestCoinMinor: 5 })).toEqual([])
    expect(lessTenders(tenders, 9_999, { smallestCoinMinor: 5 })).toEqual([])
  })

  it('and what cash is left is rounded to coins again', () => {
    expect(lessTenders(tenders, 101, { smallestCoinMinor: 5 })).toEqual([by('points', 50), card(1_000), cash(302, -2)])
    expect(lessTenders(tenders, 103, { smallestCoinMinor: 5 })).toEqual([by('points', 50), card(1_000), cash(300)])
  })
})

describe('cash in place of what was suggested', () => {
  const suggested = [by('points', 50), card(1_000), by('upi', 200), cash(300)]

  it('takes over from the other ways, the last first', () => {
    expect(withCash(suggested, 300, {})).toEqual(suggested)
    expect(withCash(suggested, 400, {})).toEqual([by('points', 50), card(1_000), by('upi', 100), cash(400)])
    expect(withCash(suggested, 600, {})).toEqual([by('points', 50), card(900), cash(600)])
    expect(withCash(suggested, 602, { smallestCoinMinor: 5 })).toEqual([by('points', 50), card(898), cash(602, -2)])
  })

  it('leaves points points, and is no more than the money', () => {
    expect(withCash(suggested, 1_500, {})).toEqual([by('points', 50), cash(1_500)])
    expect(withCash(suggested, 1_501, {})).toMatchObject({ code: 'over_tender', details: { maxMinor: 1_500 } })
    expect(withCash([by('points', 50)], 1, {})).toMatchObject({ code: 'over_tender', details: { maxMinor: 0 } })
  })

  it('is no less than what no other way takes', () => {
    expect(withCash(suggested, 299, {})).toMatchObject({
      code: 'refund_tenders_wrong',
      details: { maxMinor: 300 },
    })
    expect(withCash([card(1_000)], 0, { smallestCoinMinor: 5 })).toEqual([card(1_000)])
  })
})

test('whatever cash is taken: it is that much, and the refund comes to the same', () => {
  const anySuggested = fc
    .tuple(fc.nat(300), fc.nat(2_000), fc.nat(500), fc.nat(900))
    .map((minors) => [by('points', minors[0]), card(minors[1]), by('upi', minors[2]), cash(minors[3])])
    .map((tenders) => tenders.filter(({ amountMinor }) => amountMinor > 0))
  fc.assert(
    fc.property(anySuggested, fc.nat(4_000), fc.constantFrom(undefined, 1, 5, 10), (suggested, cashMinor, coin) => {
      const tenders = withCash(suggested, cashMinor, { smallestCoinMinor: coin })
      if (tenders instanceof DomainError) return
      expect(sumOf(tenders)).toBe(sumOf(suggested))
      expect(sumOf(tenders.filter(({ kind }) => kind === 'cash'))).toBe(cashMinor)
      expect(tenders.every(({ amountMinor }) => amountMinor > 0)).toBe(true)
      expect(accepted(tenders).filter((tender) => 'method' in tender && tender.method === 'points')).toEqual(
        suggested.filter((tender) => 'method' in tender && tender.method === 'points'),
      )
    }),
  )
})
