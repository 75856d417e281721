import fc from 'fast-check'
import { Check } from 'typebox/value'
import { describe, expect, it, test } from 'vitest'
import { DomainError } from '#core/errors/domain-error.ts'
import { foreignNeededMinor, foreignWorthMinor } from '#core/tender/foreign-cash.ts'
import { isOnAccount, methodName, methodOf } from '#core/tender/tender-method.ts'
import { lostMinor, tenderOther, usableTenderTypes } from '#core/tender/tender-other.ts'
import { tenderTypeSchema, type TenderType } from '#core/tender/tender-type.ts'
import { tenderSchema } from '#core/tender/tender.ts'
import { cashGivenMaxMinor } from '#core/tender/tendering.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'

const typeOf = (kind: TenderType['kind'], change: Partial<TenderType> = {}): TenderType => ({
  code: kind,
  name: `A ${kind}`,
  kind,
  isActive: true,
  givesChange: false,
  opensDrawer: false,
  needsReference: false,
  isRefundable: false,
  ...change,
})

const pay = (dueMinor: number, type: TenderType, amountMinor: number, coin = 1) =>
  tenderOther(dueMinor, type, { amountMinor, reference: 'ref-1' }, coin)

const NO_REST = { changeMinor: 0, roundingMinor: 0, lostMinor: 0 }

const euros = typeOf('foreign_cash', { code: 'eur', givesChange: true, currency: 'EUR', ratePpm: 1_083_500 })

describe('a voucher', () => {
  it('pays what is due; the rest is lost where the type gives no change', () => {
    const voucher = typeOf('voucher')
    expect(pay(800, voucher, 500)).toEqual({ kind: 'other', method: 'voucher', amountMinor: 500, reference: null })
    expect(lostMinor(voucher, 800, 500)).toBe(0)
    expect(lostMinor(voucher, 800, 1_000)).toBe(200)
    expect(pay(800, voucher, 1_000)).toMatchObject({ amountMinor: 800, lostMinor: 200 })
  })

  it('gives change in coins that exist where its type does', () => {
    const voucher = typeOf('voucher', { givesChange: true, needsReference: true })
    expect(lostMinor(voucher, 800, 1_000)).toBe(0)
    expect(pay(800, voucher, 1_000)).toMatchObject({ amountMinor: 800, changeMinor: 200, reference: 'ref-1' })
    expect(pay(803, voucher, 1_000, 5)).toMatchObject({ amountMinor: 803, changeMinor: 195, roundingMinor: 2 })
    expect(tenderOther(800, voucher, { amountMinor: 500, reference: null })).toMatchObject({ code: 'text_invalid' })
  })
})

describe('a cheque, credit on account, and other ways', () => {
  it.each(['cheque', 'account', 'other'] as const)('%s: no more than is due', (kind) => {
    expect(pay(800, typeOf(kind), 801)).toMatchObject({ code: 'over_tender', details: { maxMinor: 800 } })
    expect(pay(800, typeOf(kind), 800)).toMatchObject({ amountMinor: 800 })
  })

  it('carry the hub’s leave', () => {
    const reservationId = '019aa0c0-0000-7000-8000-0000000000ab'
    const tender = accepted(tenderOther(800, typeOf('account'), { amountMinor: 800, reference: null, reservationId }))
    expect(tender.reservationId).toBe(reservationId)
    expect(Check(tenderSchema, tender)).toBe(true)
  })

  it('are refused for nothing, of nothing', () => {
    expect(pay(0, typeOf('cheque'), 100)).toMatchObject({ code: 'amount_invalid' })
    expect(pay(-5, typeOf('cheque'), 100)).toMatchObject({ code: 'amount_invalid' })
    expect(pay(100, typeOf('cheque'), 0)).toMatchObject({ code: 'amount_invalid' })
  })
})

describe('money of another country', () => {
  it('is worth what the rate says, and change is ours', () => {
    expect(foreignWorthMinor(2_000, 1_083_500)).toBe(2_167)
    expect(foreignNeededMinor(1_234, 1_083_500)).toBe(1_139)
    expect(pay(1_234, euros, 2_000)).toEqual({
      kind: 'other',
      method: 'eur',
      amountMinor: 1_234,
      reference: null,
      changeMinor: 933,
      foreign: { currency: 'EUR', ratePpm: 1_083_500, givenMinor: 2_000 },
    })
    // Of a currency whose coin is worth less than ours, one coin pays nothing.
    expect(pay(100, { ...euros, ratePpm: 1 }, 5)).toMatchObject({ code: 'amount_invalid' })
  })

  it('what is to be taken is just enough, and one coin less is not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.integer({ min: 100, max: 200_000_000 }),
        (dueMinor, ratePpm) => {
          const needed = foreignNeededMinor(dueMinor, ratePpm)
          expect(foreignWorthMinor(needed, ratePpm)).toBeGreaterThanOrEqual(dueMinor)
          expect(foreignWorthMinor(needed - 1, ratePpm)).toBeLessThan(dueMinor)
        },
      ),
    )
  })
})

describe('foreign cash worth a little more than is due, and less than the coins above it', () => {
  const cad = typeOf('foreign_cash', { code: 'cad', givesChange: true, currency: 'CAD', ratePpm: 950_000 })

  it('settles what is due, and the rest is rounding', () => {
    expect(pay(538, cad, 568, 5)).toMatchObject({ amountMinor: 538, roundingMinor: 1 })
    expect(pay(552, cad, 610, 100)).toMatchObject({ amountMinor: 552, roundingMinor: 27 })
    expect(pay(552, cad, 610, 100)).not.toHaveProperty('changeMinor')
  })

  it('whatever is due, whatever the coin', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.constantFrom(5, 10, 50, 100),
        fc.integer({ min: -60, max: 60 }),
        (dueMinor, coin, nearMinor) => {
          const givenMinor = Math.max(2, foreignNeededMinor(dueMinor, 950_000) + nearMinor)
          const tender = accepted(pay(dueMinor, cad, givenMinor, coin))
          const { changeMinor, roundingMinor } = { ...NO_REST, ...tender }
          expect(tender.amountMinor).toBeLessThanOrEqual(dueMinor)
          expect(tender.amountMinor + roundingMinor + changeMinor).toBe(foreignWorthMinor(givenMinor, 950_000))
          expect(changeMinor % coin).toBe(0)
        },
      ),
    )
  })
})

const refusalOf = (type: TenderType, dueMinor: number, worthMinor: number): string | undefined => {
  if (worthMinor < 1) return 'amount_invalid'
  const isCapped = !type.givesChange && (type.kind === 'cheque' || type.kind === 'account')
  return worthMinor > (isCapped ? dueMinor : cashGivenMaxMinor(dueMinor)) ? 'over_tender' : undefined
}

test('worth = amount + rounding + change + lost, whatever is paid with; never more than is due; coins only', () => {
  const anyType = fc
    .record({
      kind: fc.constantFrom('voucher' as const, 'cheque' as const, 'account' as const, 'foreign_cash' as const),
      givesChange: fc.boolean(),
      ratePpm: fc.integer({ min: 10_000, max: 100_000_000 }),
    })
    .map(({ kind, givesChange, ratePpm }) =>
      typeOf(kind, { givesChange, ...(kind === 'foreign_cash' ? { currency: 'CAD', ratePpm } : {}) }),
    )
  const anyCoin = fc.constantFrom(1, 5, 10, 50)
  fc.assert(
    fc.property(
      anyType,
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 2_000_000 }),
      anyCoin,
      (type, dueMinor, amountMinor, coin) => {
        const worthMinor = type.ratePpm === undefined ? amountMinor : foreignWorthMinor(amountMinor, type.ratePpm)
        const tender = pay(dueMinor, type, amountMinor, coin)
        expect(tender instanceof DomainError ? tender.code : undefined).toBe(refusalOf(type, dueMinor, worthMinor))
        if (tender instanceof DomainError) return
        const { changeMinor, roundingMinor, lostMinor: lost } = { ...NO_REST, ...tender }
        expect(tender.amountMinor + roundingMinor + changeMinor + lost).toBe(worthMinor)
        expect(tender.amountMinor).toBeLessThanOrEqual(dueMinor)
        expect(Math.abs(roundingMinor) * 2).toBeLessThanOrEqual(coin)
        expect(changeMinor % coin).toBe(0)
        expect(changeMinor === 0 || type.givesChange).toBe(true)
        expect(lost).toBe(lostMinor(type, dueMinor, amountMinor))
        expect(Check(tenderSchema, tender)).toBe(true)
      },
    ),
  )
})

test('a till offers what is switched on and set up in full', () => {
  const half = typeOf('foreign_cash', { code: 'half', currency: 'EUR' })
  const nowhere = typeOf('foreign_cash', { code: 'nowhere', currency: 'QQQ', ratePpm: 1 })
  const off = typeOf('cheque', { isActive: false })
  const cash = typeOf('other', { code: 'cash' })
  expect(usableTenderTypes([euros, half, nowhere, off, cash, typeOf('voucher')]).map(({ code }) => code)).toEqual([
    'eur',
    'voucher',
  ])
  expect(usableTenderTypes()).toEqual([])
  expect(Check(tenderTypeSchema, euros)).toBe(true)
})

test('a method is called what the shop calls it', () => {
  const policy = { tenderTypes: [euros, typeOf('voucher')] }
  expect(
    ['cash', 'card', 'points', 'exchange', 'upi', 'eur', 'voucher', 'barter'].map((method) =>
      methodName(method, policy),
    ),
  ).toEqual(['Cash', 'Card', 'Points', 'Returned goods', 'UPI', 'A foreign_cash', 'A voucher', 'barter'])
  expect(methodOf({ kind: 'other', method: 'eur' })).toBe('eur')
  expect(methodOf({ kind: 'cash' })).toBe('cash')
})

test('on account is what a tender type says, whatever its code', () => {
  const policy = { tenderTypes: [typeOf('account', { code: 'house' }), typeOf('voucher', { code: 'account' })] }
  expect(isOnAccount({ kind: 'other', method: 'house' }, policy)).toBe(true)
  expect(isOnAccount({ kind: 'other', method: 'account' }, policy)).toBe(false)
  expect(isOnAccount({ kind: 'card', method: 'house' }, policy)).toBe(false)
  expect(isOnAccount({ kind: 'other', method: 'house' }, {})).toBe(false)
})
