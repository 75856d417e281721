import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openBasket, type Basket } from '#core/basket/basket.ts'
import { addProduct } from '#core/basket/change-basket.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import { expectedCashMinor } from '#core/shift/shift-totals.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'
import { tinyProducts, tinyTaxGroups } from '#tests/support/tiny-catalogue.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, scan, startSelling, startTinyTill, type TinyTill } from '#tests/support/tiny-till.ts'

const TENDERS = action('tenders')
const CASH = action('cash')

const typeOf = (code: string, kind: TenderType['kind'], change: Partial<TenderType> = {}): TenderType => ({
  code,
  name: code,
  kind,
  isActive: true,
  givesChange: false,
  opensDrawer: false,
  needsReference: false,
  isRefundable: false,
  ...change,
})

// In the list by 1 to 5.
const tenderTypes = [
  typeOf('voucher', 'voucher', { needsReference: true }),
  typeOf('cheque', 'cheque', { needsReference: true, opensDrawer: true }),
  typeOf('usd', 'foreign_cash', { givesChange: true, opensDrawer: true, currency: 'USD', ratePpm: 83_500_000 }),
  typeOf('account', 'account'),
  typeOf('gift', 'voucher', { givesChange: true }),
]
const selling = (policy: Partial<Policy> = {}): TinyTill => startSelling({ tenderTypes, ...policy })
const opens = (till: TinyTill): number => till.store.effects.filter(({ type }) => type === 'open_drawer').length

test('a voucher pays a part, the rest is paid in cash, and both stand in the sale', () => {
  const till = selling()
  till.do('12⏎+', '50', TENDERS, '1⏎', 'V-77⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, notice: { key: 'tender_taken' } })
  till.do(CASH)
  expect(till.shop.sales[0]?.tenders).toMatchObject([
    { kind: 'other', method: 'voucher', amountMinor: 5_000, reference: 'V-77' },
    { kind: 'cash', amountMinor: 2_400 },
  ])
  expect(till.state().shiftTotals?.payments).toEqual([
    { method: 'cash', count: 1, amountMinor: 2_400 },
    { method: 'voucher', count: 1, amountMinor: 5_000 },
  ])
})

test('straight from selling, with the exact sum on Enter, and its number from the scanner', () => {
  const till = selling()
  till.do('12⏎', TENDERS, '⏎')
  expect(till.state().screen).toMatchObject({ name: 'other_tender', field: 'amount', type: { code: 'voucher' } })
  expect(till.do('⏎')).toMatchObject({ entry: '74.00', notice: { key: 'exact_offered_other' } })
  till.do('⏎')
  expect(till.do('⏎').notice?.key).toBe('reference_first')
  till.do(scan('GIFT0001'))
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ method: 'voucher', amountMinor: 7_400, reference: 'GIFT0001' }])
  expect(opens(till)).toBe(0)
})

test('what a voucher without change would lose is asked before: N takes another, Y takes it', () => {
  const till = selling()
  till.do('12⏎+', '100', TENDERS, '1⏎')
  expect(till.state().screen).toMatchObject({ field: 'loss', amountMinor: 10_000 })
  expect(till.do('⏎').notice?.key).toBe('key_ignored_here')
  expect(till.do('n').screen).toMatchObject({ field: 'amount' })
  till.do('100⏎', 'y', 'V-1⏎')
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ amountMinor: 7_400, lostMinor: 2_600 }])
})

test('a voucher that gives change gives it in cash, and the drawer opens for it', () => {
  const till = selling({ smallestCoinMinor: 50 })
  till.do('12⏎+', '100,25', TENDERS, '5⏎')
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ amountMinor: 7_400, changeMinor: 2_650, roundingMinor: -25 }])
  expect(opens(till)).toBe(1)
  expect(till.state().screen).toMatchObject({ name: 'complete', changeMinor: 2_650 })
})

test('money of another country: what is needed of it, and change in ours', () => {
  const till = selling()
  till.do('12⏎+', TENDERS, '3⏎')
  // 74.00 at 83.5 each is 0.8863 of theirs: 89 of its cents, the least that is enough.
  expect(till.do('⏎').entry).toBe('0.89')
  till.do('⌫⌫⌫⌫', '2⏎')
  expect(till.shop.sales[0]?.tenders).toMatchObject([
    { method: 'usd', amountMinor: 7_400, changeMinor: 9_300, foreign: { currency: 'USD', givenMinor: 200 } },
  ])
  expect(till.state().shiftTotals).toMatchObject({
    foreign: [{ currency: 'USD', givenMinor: 200 }],
    otherChangeMinor: 9_300,
  })
})

test('a cheque pays no more than is due, needs its number, and lies in the drawer', () => {
  const till = selling()
  till.do('12⏎+', '100', TENDERS, '2⏎')
  expect(till.state()).toMatchObject({ screen: { field: 'amount' }, notice: { key: 'over_tender' } })
  till.do('74⏎', '000123⏎')
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ method: 'cheque', reference: '000123' }])
  expect(opens(till)).toBe(1)
})

test('a tender of the list is taken back as cash is', () => {
  const till = selling()
  till.do('12⏎+', '50', TENDERS, '1⏎', 'V-1⏎', '-')
  expect(till.state()).toMatchObject({ tenders: [], notice: { key: 'tender_undone' } })
})

test('Escape goes back step by step; a number that is not in the list, and no list, are said', () => {
  const till = selling()
  till.do('12⏎+', TENDERS, '9⏎')
  expect(till.state().notice?.key).toBe('not_found')
  till.do('1⏎', '5', '⎋')
  expect(till.state()).toMatchObject({ entry: '', screen: { field: 'amount' } })
  expect(till.do('⎋').screen).toMatchObject({ field: 'type', type: undefined })
  expect(till.do(scan('8901262010016')).notice?.key).toBe('scan_ignored_here')
  expect(till.do('⎋').screen.name).toBe('tender')
  expect(startSelling().do('12⏎+', TENDERS).notice?.key).toBe('tenders_none')
})

/** A till that went on with a basket: one customer’s, or one that owes money for empties. */
const goingOn = (basket: Basket, policy: Partial<Policy> = {}): TinyTill => {
  const till = startTinyTill({ tenderTypes, ...policy })
  const recovered = { basket, tenders: [] }
  till.do({ type: 'started', recovered, shift: undefined, openIntents: [], unclaimed: [] }, '1⏎1111⏎', '1000⏎')
  return till
}

const milk = (): Basket => {
  const { milk: product } = tinyProducts
  const [taxGroup] = tinyTaxGroups
  if (taxGroup === undefined) throw new Error('There is a tax group.')
  const basket = openBasket('019aa0c0-0000-7000-8000-0000000000dd', '2026-03-01T09:00:00.000Z')
  const item = { code: '12', quantity: { unit: 'piece', count: 1 }, quantitySource: 'keyed' } as const
  return accepted(addProduct(basket, product, taxGroup, { ...item, unitPriceMinor: 7_400, priceSource: 'catalogue' }))
}

const customer = { id: 4, name: 'Leela', phoneEnd: '0100', groupIds: [], loyaltyPoints: 0, accountLeftMinor: 50_000 }
const ONLINE = { type: 'link_changed', isOnline: true, unsentCount: 0 } as const

const asked = (till: TinyTill) => {
  const effect = till.store.effects.findLast(({ type }) => type === 'ask_hub')
  if (effect?.type !== 'ask_hub') throw new Error('The hub is asked.')
  return effect
}
const answer = (till: TinyTill, reply: HubReply) =>
  till.do({ type: 'hub_answered', purpose: asked(till).purpose, reply })
const reserved = (till: TinyTill): HubReply => {
  const { purpose } = asked(till)
  const reservationId = 'reservationId' in purpose ? purpose.reservationId : ''
  return { outcome: 'answered', operation: 'reserve', result: { reservationId } }
}

test('on account: a customer with credit, and the hub’s leave', () => {
  const till = goingOn({ ...milk(), customer })
  till.store.hub = () => undefined
  till.do(ONLINE, '+', TENDERS, '4⏎⏎⏎')
  expect(till.state()).toMatchObject({ screen: { field: 'hub' }, notice: { key: 'hub_asked' } })
  expect(asked(till)).toMatchObject({
    operation: 'reserve',
    fields: { claim: { kind: 'account', customerId: 4, amountMinor: 7_400 }, operatorId: 5 },
  })
  expect(till.do('5').notice?.key).toBe('hub_wait')
  answer(till, reserved(till))
  const { reservationIds, tenders } = till.shop.sales[0] ?? {}
  expect(tenders).toMatchObject([{ method: 'account', amountMinor: 7_400, reservationId: reservationIds?.[0] }])
})

test('on account is refused without a customer, an account, enough credit, or the hub, each in words', () => {
  const tried = (basket: Basket, isOnline = true): string | undefined => {
    const till = goingOn(basket)
    return till.do({ ...ONLINE, isOnline }, '+', TENDERS, '4⏎⏎⏎').notice?.key
  }
  const { accountLeftMinor: _left, ...noAccount } = customer
  expect(tried(milk())).toBe('account_customer_first')
  expect(tried({ ...milk(), customer: noAccount })).toBe('account_none')
  expect(tried({ ...milk(), customer: { ...customer, accountLeftMinor: 7_399 } })).toBe('account_limit')
  expect(tried({ ...milk(), customer }, false)).toBe('hub_needed')
})

test('credit that nobody waits for any more, or that may have been set aside unheard, is released', () => {
  const till = goingOn({ ...milk(), customer })
  till.store.hub = () => undefined
  till.do(ONLINE, '+', TENDERS, '4⏎⏎⏎', '⎋')
  const late = { type: 'hub_answered', purpose: asked(till).purpose, reply: reserved(till) } as const
  till.do(late)
  expect(asked(till)).toMatchObject({ operation: 'release' })
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, tenders: [] })

  till.do(TENDERS, '4⏎⏎⏎')
  answer(till, { outcome: 'away' })
  expect(asked(till)).toMatchObject({ operation: 'release' })
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, notice: { key: 'hub_needed' } })

  till.do(TENDERS, '4⏎⏎⏎')
  answer(till, { outcome: 'problem', code: 'account_limit', detail: '' })
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, notice: { key: 'account_limit' } })
})

test('credit that is taken back is released', () => {
  const till = goingOn({ ...milk(), customer })
  till.store.hub = () => undefined
  till.do(ONLINE, '+', '50', TENDERS, '4⏎')
  answer(till, reserved(till))
  expect(till.state().tenders).toMatchObject([{ method: 'account', amountMinor: 5_000 }])
  till.do('-')
  expect(asked(till)).toMatchObject({ operation: 'release' })
  expect(till.state().tenders).toEqual([])
})

test('cash is due in coins that exist; the rest of a split is what is rounded', () => {
  const till = startSelling({ smallestCoinMinor: 500, tenderTypes })
  // 74.00 in coins of 5.00 is 75.00.
  expect(till.do('12⏎+', '⏎').entry).toBe('75.00')
  till.do('⌫⌫⌫⌫⌫', '74⏎')
  expect(till.state().notice).toMatchObject({ key: 'amount_invalid', details: { smallestCoinMinor: 500 } })
  till.do('50', CASH, CASH)
  expect(till.shop.sales[0]?.tenders).toEqual([
    { kind: 'cash', amountMinor: 5_000, givenMinor: 5_000, changeMinor: 0 },
    { kind: 'cash', amountMinor: 2_400, givenMinor: 2_500, changeMinor: 0, roundingMinor: 100 },
  ])
  expect(till.state().shiftTotals).toMatchObject({ cashMinor: 7_400, roundingMinor: 100 })
})

test('a till that owes pays out in cash, by the cash key alone', () => {
  const basket = milk()
  const lines = basket.lines.map((line) => ({ ...line, unitPriceMinor: -2_525, kind: 'empties' as const }))
  const till = goingOn({ ...basket, lines }, { smallestCoinMinor: 50 })
  till.do('+', '⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'tender' }, notice: { key: 'cash_goes_out' } })
  expect(till.do('↓').screen.name).toBe('tender')
  expect(till.do(action('card')).notice?.key).toBe('amount_invalid')
  expect(till.do(TENDERS).notice?.key).toBe('nothing_due')
  till.do(CASH)
  expect(till.shop.sales[0]).toMatchObject({
    totals: { totalMinor: -2_525 },
    tenders: [{ kind: 'cash', amountMinor: -2_525, givenMinor: 0, changeMinor: 2_550, roundingMinor: -25 }],
  })
  expect(opens(till)).toBe(1)
})

test('voided or refunded, foreign cash goes back as our own: the drawer opens, and both counts are right', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.constantFrom(1, 50, 100), (isVoid, isRefundable, coinMinor) => {
      const [usd] = tenderTypes
        .filter(({ code }) => code === 'usd')
        .map((type) => Object.assign({}, type, { isRefundable }))
      if (usd === undefined) throw new Error('The shop takes dollars.')
      const till = selling({ tenderTypes: [usd], smallestCoinMinor: coinMinor })
      withHub(till)
      const expected = (): number => {
        const { shift, shiftTotals } = till.state()
        return shift === undefined || shiftTotals === undefined ? 0 : expectedCashMinor(shift, shiftTotals)
      }
      till.do('12⏎+', '1', TENDERS, '1⏎')
      expect(till.shop.sales[0]?.tenders).toMatchObject([{ method: 'usd', amountMinor: 7_400 }])
      const [openedBefore, expectedBefore] = [opens(till), expected()]
      const keys = isVoid
        ? [action('void_sale'), '⏎', '9⏎9999⏎', '+']
        : [action('refund'), '1⏎', '*', '+', '⏎', '⏎', '+']
      till.do('⏎', ...keys)
      expect(till.shop.refunds[0]?.tenders).toEqual([{ kind: 'cash', amountMinor: 7_400 }])
      expect(opens(till)).toBe(openedBefore + 1)
      expect(expected()).toBe(expectedBefore - 7_400)
      expect(till.state().shiftTotals?.foreign).toEqual([{ currency: 'USD', givenMinor: 100 }])
    }),
    { numRuns: 12 },
  )
})

test('a voucher that is not given back as such becomes cash only by a manager', () => {
  const till = selling()
  withHub(till)
  till.do('12⏎+', '74', TENDERS, '1⏎', 'V-77⏎', '⏎')
  till.do(action('refund'), '1⏎', '*', '+', '⏎', '⏎', '+')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(till.shop.refunds[0]?.tenders).toEqual([{ kind: 'cash', amountMinor: 7_400 }])
})
