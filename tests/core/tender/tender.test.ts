import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { tenderTypeSchema } from '#core/tender/tender-type.ts'
import { cardTenderSchema, TENDERS_MAX, tenderSchema } from '#core/tender/tender.ts'
import { withChange } from '#tests/support/with-change.ts'

const ID = '019aa0c0-0000-7000-8000-0000000000ab'

const tenders = {
  cash: { kind: 'cash', amountMinor: -500, givenMinor: 0, changeMinor: 500, roundingMinor: -1_000_000 },
  card: {
    kind: 'card',
    amountMinor: 0,
    intentId: ID,
    approvalCode: 'x'.repeat(16),
    scheme: 'x'.repeat(32),
    last4: '',
  },
  other: {
    kind: 'other',
    method: `a${'_9'.repeat(15)}z`,
    amountMinor: 0,
    reference: 'x'.repeat(128),
    changeMinor: 0,
    roundingMinor: 1_000_000,
    lostMinor: 0,
    foreign: { currency: 'EUR', givenMinor: 0, ratePpm: 1_000_000_000_000 },
    reservationId: ID,
  },
  points: { kind: 'points', amountMinor: 0, points: 1, reservationId: ID },
  exchange: { kind: 'exchange', amountMinor: 0, refundId: ID },
}

describe('the journal takes a payment', () => {
  it.each(Object.entries(tenders))('by %s', (_name, tender) => {
    expect(Check(tenderSchema, tender)).toBe(true)
  })

  it.each([
    ['cash', 'roundingMinor', undefined],
    ['cash', 'roundingMinor', 1_000_000],
    ['card', 'last4', '4242'],
    ['other', 'reference', null],
    ['other', 'changeMinor', undefined],
    ['other', 'roundingMinor', undefined],
    ['other', 'roundingMinor', -1_000_000],
    ['other', 'lostMinor', undefined],
    ['other', 'foreign', undefined],
    ['other', 'foreign.ratePpm', 1],
    ['other', 'reservationId', undefined],
    ['other', 'method', 'u'],
  ] as const)('by %s whose %s is at its edge (case %#)', (name, path, value) => {
    expect(Check(tenderSchema, withChange(tenders[name], path, value))).toBe(true)
  })

  it.each([
    ['cash', 'kind', ''],
    ['cash', 'amountMinor', 0.5],
    ['cash', 'amountMinor', Number.MAX_SAFE_INTEGER + 1],
    ['cash', 'amountMinor', Number.MIN_SAFE_INTEGER - 1],
    ['cash', 'givenMinor', -1],
    ['cash', 'givenMinor', Number.MAX_SAFE_INTEGER + 1],
    ['cash', 'givenMinor', undefined],
    ['cash', 'changeMinor', -1],
    ['cash', 'roundingMinor', -1_000_001],
    ['cash', 'roundingMinor', 1_000_001],
    ['card', 'kind', ''],
    ['card', 'amountMinor', -1],
    ['card', 'intentId', `${ID}0`],
    ['card', 'intentId', `0${ID}`],
    ['card', 'approvalCode', 'x'.repeat(17)],
    ['card', 'scheme', 'x'.repeat(33)],
    // The number of a card never stands in the journal, nor any part of it but the end.
    ['card', 'last4', '42424'],
    ['card', 'last4', '424x'],
    ['other', 'kind', ''],
    ['other', 'method', ''],
    ['other', 'method', 'UPI'],
    ['other', 'method', `a${'_'.repeat(32)}`],
    ['other', 'amountMinor', -1],
    ['other', 'reference', 'x'.repeat(129)],
    ['other', 'reference', undefined],
    ['other', 'changeMinor', -1],
    ['other', 'roundingMinor', -1_000_001],
    ['other', 'roundingMinor', 1_000_001],
    ['other', 'lostMinor', -1],
    ['other', 'foreign.currency', 'eur'],
    ['other', 'foreign.currency', 'EURO'],
    ['other', 'foreign.givenMinor', -1],
    ['other', 'foreign.ratePpm', 0],
    ['other', 'foreign.ratePpm', 1_000_000_000_001],
    ['other', 'foreign', {}],
    ['other', 'reservationId', 'soon'],
    ['points', 'kind', ''],
    ['points', 'amountMinor', -1],
    ['points', 'points', 0],
    ['points', 'reservationId', 'soon'],
    ['points', 'reservationId', undefined],
    ['exchange', 'kind', ''],
    ['exchange', 'amountMinor', -1],
    ['exchange', 'refundId', 'soon'],
    ['exchange', 'refundId', undefined],
  ] as const)('but not by %s with another %s (case %#)', (name, path, value) => {
    expect(Check(tenderSchema, withChange(tenders[name], path, value))).toBe(false)
  })

  it('in at most 20 parts; by card as the terminal said', () => {
    expect(TENDERS_MAX).toBe(20)
    expect(Check(cardTenderSchema, tenders.card)).toBe(true)
    expect(Check(cardTenderSchema, {})).toBe(false)
  })
})

describe('a tender type', () => {
  const euros = {
    code: 'eur',
    name: 'Euro notes',
    kind: 'foreign_cash',
    isActive: true,
    givesChange: true,
    opensDrawer: true,
    needsReference: false,
    isRefundable: false,
    currency: 'EUR',
    ratePpm: 1_000_000_000_000,
  }

  it.each([
    ['kind', 'voucher'],
    ['kind', 'cheque'],
    ['kind', 'account'],
    ['kind', 'other'],
    ['name', 'x'],
    ['name', 'x'.repeat(30)],
    ['code', `a${'_'.repeat(31)}`],
    ['currency', undefined],
    ['ratePpm', undefined],
    ['ratePpm', 1],
  ])('may have %s so (case %#)', (path, value) => {
    expect(Check(tenderTypeSchema, euros)).toBe(true)
    expect(Check(tenderTypeSchema, withChange(euros, path, value))).toBe(true)
  })

  it.each([
    ['kind', 'gold'],
    ['kind', ''],
    ['name', ''],
    ['name', 'x'.repeat(31)],
    ['code', 'Eur'],
    ['code', `a${'_'.repeat(32)}`],
    ['isActive', undefined],
    ['givesChange', undefined],
    ['opensDrawer', undefined],
    ['needsReference', undefined],
    ['isRefundable', undefined],
    ['currency', 'Eur'],
    ['ratePpm', 0],
    ['ratePpm', 1_000_000_000_001],
  ])('may not have %s so (case %#)', (path, value) => {
    expect(Check(tenderTypeSchema, withChange(euros, path, value))).toBe(false)
  })
})
