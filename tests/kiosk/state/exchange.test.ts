import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { meera } from '#tests/support/tiny-catalogue.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling } from '#tests/support/tiny-till.ts'

const REFUND = action('refund')
const TOTAL = action('total')

/** Three milks at 74.00, paid in cash, of which `count` come back for other goods. */
const exchanging = (count: number, change: Parameters<typeof startSelling>[0] = {}) => {
  const till = startSelling(change)
  const hub = withHub(till)
  till.do('3*12⏎', TOTAL, action('cash'), '⏎')
  till.do(REFUND, '1⏎', `${count}⏎`, 'x', '⏎', '⏎')
  return { till, hub }
}

test('what came back pays for new goods in one ticket; the customer pays the rest', () => {
  const { till, hub } = exchanging(1)
  const { screen, notice, basket } = till.state()
  expect([screen.name, notice?.key]).toEqual(['sell', 'exchange_begun'])
  expect(basket?.exchange?.reservationId).toBe([...hub.open.keys()][0])
  expect([...till.store.reservations.values()]).toMatchObject([{ phase: 'exchange' }])
  till.do('2*12⏎', TOTAL)
  expect(till.do('⏎').entry).toBe('74.00')
  till.do('⏎')
  const [sale] = till.shop.sales
  const [refund] = till.shop.refunds
  expect(sale).toMatchObject({
    exchangeRefundId: refund?.refundId,
    tenders: [
      { kind: 'exchange', amountMinor: 7_400, refundId: refund?.refundId },
      { kind: 'cash', amountMinor: 7_400 },
    ],
  })
  expect(refund).toMatchObject({
    kind: 'return',
    exchangeSaleId: sale?.saleId,
    tenders: [{ kind: 'exchange', amountMinor: 7_400, saleId: sale?.saleId }],
  })
  expect(till.state().screen).toMatchObject({ name: 'complete', refund: { refundId: refund?.refundId } })
  expect(till.state()).toMatchObject({ exchange: undefined, basket: undefined })
  expect(till.store.reservations.size).toBe(0)
})

test('an exchange that comes out even ends only when somebody says so', () => {
  const { till } = exchanging(1)
  till.do('12⏎', TOTAL)
  expect(till.state().screen.name).toBe('tender')
  expect(till.shop.refunds).toEqual([])
  till.do('⏎')
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ kind: 'exchange', amountMinor: 7_400 }])
})

test('new goods that cost less: the rest goes back by its ways, with the sale', () => {
  const { till } = exchanging(2)
  till.do('14⏎', TOTAL)
  expect(till.state().screen).toMatchObject({
    name: 'refund_pay',
    pending: { isExchange: true, tenders: [{ kind: 'cash', amountMinor: 12_800 }] },
  })
  // Escape goes back to selling, and nothing has happened.
  expect(till.do('⎋').screen.name).toBe('sell')
  till.do(TOTAL, '+')
  expect(till.shop.refunds[0]?.tenders).toMatchObject([
    { kind: 'exchange', amountMinor: 2_000 },
    { kind: 'cash', amountMinor: 12_800 },
  ])
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ kind: 'exchange', amountMinor: 2_000 }])
  expect(till.store.effects.filter(({ type }) => type === 'open_drawer')).toHaveLength(2)
  expect(till.state().shiftTotals).toMatchObject({ refundCashMinor: 12_800, otherMinor: 2_000 })
})

test('more than the policy of the rest in cash takes a manager', () => {
  const { till } = exchanging(2, { refunds: { daysMax: 30, cashMaxMinor: 5_000, withoutReceiptMaxMinor: 0 } })
  till.do('14⏎', TOTAL, '+')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(till.shop.refunds[0]?.authorisations).toEqual([{ permission: 'refund_beyond_policy', authorisedBy: meera.id }])
})

test('lines come and go: what came back always pays what else nobody pays', () => {
  const { till } = exchanging(1)
  till.do('12⏎', '12⏎', TOTAL, '20', action('cash'), '⎋')
  expect(till.state().tenders).toMatchObject([{ kind: 'cash', amountMinor: 2_000 }])
  till.do('-', TOTAL)
  // 74.00 to pay, 20.00 paid, and 74.00 brought back: 20.00 goes out.
  expect(till.state().screen).toMatchObject({
    name: 'refund_pay',
    pending: { tenders: [{ kind: 'cash', amountMinor: 2_000 }] },
  })
  till.do('+')
  expect(till.shop.sales[0]?.tenders.map(({ amountMinor }) => amountMinor)).toEqual([5_400, 2_000])
})

test.each([
  ['cancelled', [action('cancel_sale'), 'y']],
  ['held', [action('hold')]],
] as const)('%s, the hub gets back what it set aside', (_how, keys) => {
  const { till, hub } = exchanging(1)
  till.do('14⏎', ...keys)
  expect(hub.open.size).toBe(0)
  expect(till.state()).toMatchObject({ exchange: undefined, basket: undefined })
  expect([...till.store.baskets.values()].filter(({ exchange }) => exchange !== undefined)).toEqual([])
})

test('before anything was sold it is in the way of what would end it unseen, and is cancelled by its key', () => {
  const { till, hub } = exchanging(1)
  for (const key of ['recall', 'sign_out', 'close_shift'] as const) {
    expect(till.do(action(key)).notice?.key).toBe('basket_not_empty')
  }
  expect(hub.open.size).toBe(1)
  till.do(action('cancel_sale'), 'y')
  expect(hub.open.size).toBe(0)
  expect(till.do(REFUND, '1⏎').screen).toMatchObject({ name: 'refund_lines', subject: { status: 'completed' } })
})

test('with goods in the sale what comes back is an exchange, and only one', () => {
  const till = startSelling()
  withHub(till)
  till.do('3*12⏎', TOTAL, action('cash'), '⏎')
  till.do('2*12⏎', REFUND, '1⏎', '1⏎⏎', '⏎', '⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, basket: { exchange: {}, lines: [{}] } })
  expect(till.do(REFUND).notice?.key).toBe('exchange_open')
  expect(till.do(action('void_sale')).notice?.key).toBe('basket_not_empty')
  till.do(TOTAL, action('cash'))
  expect(till.shop.sales[0]?.exchangeRefundId).toBe(till.shop.refunds[0]?.refundId)
})

test('goods without a receipt are exchanged too', () => {
  const till = startSelling({ refunds: { daysMax: 30, cashMaxMinor: 50_000, withoutReceiptMaxMinor: 50_000 } })
  withHub(till)
  till.do(REFUND, REFUND, '12⏎', 'x', '⏎', '⏎', '9⏎9999⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, basket: { exchange: { reservationId: null } } })
  till.do('14⏎', TOTAL, '+')
  expect(till.shop.refunds[0]).toMatchObject({
    originalSaleId: null,
    tenders: [
      { kind: 'exchange', amountMinor: 2_000 },
      { kind: 'cash', amountMinor: 5_400 },
    ],
  })
})

/** Three milks at 74.00, of which points paid so much and cash the rest; one comes back for other goods. */
const exchangingPoints = (pointsMinor: number) => {
  const till = startSelling({})
  withHub(till)
  till.do('3*12⏎', TOTAL, action('cash'), '⏎')
  const [sale] = till.shop.sales
  if (sale === undefined) throw new Error('Nothing was sold.')
  const reservationId = '019aa0c0-0000-7000-8000-0000000000aa'
  const points = pointsMinor / 100
  till.shop.sales[0] = {
    ...sale,
    loyalty: { pointsEarned: 0, pointsBurned: points },
    tenders: [
      { kind: 'points' as const, amountMinor: pointsMinor, points, reservationId },
      { kind: 'cash' as const, amountMinor: 22_200 - pointsMinor, givenMinor: 22_200 - pointsMinor, changeMinor: 0 },
    ].filter(({ amountMinor }) => amountMinor > 0),
  }
  till.do(REFUND, '1⏎', '1⏎', 'x', '⏎', '⏎')
  return till
}

test('what points paid goes back as points, and pays for no other goods', () => {
  const till = exchangingPoints(11_100)
  expect(till.state().notice).toMatchObject({
    key: 'exchange_begun',
    details: { amountMinor: 7_400, pointsMinor: 3_700 },
  })
  // Of 74.00 points paid 37.00.
  till.do('12⏎', TOTAL)
  expect(till.state().screen.name).toBe('tender')
  till.do('⏎')
  expect(till.state().entry).toBe('37.00')
  till.do('⏎')
  expect(till.state().screen).toMatchObject({
    name: 'refund_pay',
    pending: { tenders: [{ kind: 'other', method: 'points', amountMinor: 3_700 }] },
  })
  till.do('+')
  expect(till.shop.refunds[0]).toMatchObject({
    pointsGivenBack: 37,
    tenders: [
      { kind: 'exchange', amountMinor: 3_700 },
      { kind: 'other', method: 'points', amountMinor: 3_700 },
    ],
  })
  expect(till.shop.sales[0]?.tenders).toMatchObject([
    { kind: 'exchange', amountMinor: 3_700 },
    { kind: 'cash', amountMinor: 3_700 },
  ])
})

test('paid with points alone, all of it goes back as points and the new goods are paid', () => {
  const till = exchangingPoints(22_200)
  expect(till.state().notice?.details).toEqual({ amountMinor: 7_400, pointsMinor: 7_400 })
  till.do('14⏎', TOTAL)
  expect(till.state().screen.name).toBe('tender')
  till.do(action('cash'), '+')
  expect(till.shop.refunds[0]).toMatchObject({
    pointsGivenBack: 74,
    tenders: [{ kind: 'other', method: 'points', amountMinor: 7_400 }],
  })
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ kind: 'cash', amountMinor: 2_000 }])
})

test('whatever part of it points paid: both halves add up, and points are exactly their money', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 222 }), fc.integer({ min: 1, max: 9 }), (points, count) => {
      const till = exchangingPoints(points * 100)
      till.do(`${count}*14⏎`, TOTAL)
      if (till.state().screen.name === 'tender') till.do(action('cash'))
      till.do('+')
      const [refund] = till.shop.refunds
      const [sale, before] = till.shop.sales
      expect(refund).toBeDefined()
      if (refund === undefined || sale === undefined) return
      expect(verifyRefund(refund, before, NOTHING_REFUNDED)).toEqual([])
      expect(verifySale(sale)).toEqual([])
      const back = (kind: string): number =>
        refund.tenders.reduce((sum, tender) => sum + (tender.kind === kind ? tender.amountMinor : 0), 0)
      const pointsMinor = (refund.pointsGivenBack ?? 0) * 100
      expect(back('other')).toBe(pointsMinor)
      expect(back('exchange')).toBe(Math.min(7_400 - pointsMinor, count * 2_000))
    }),
    { numRuns: 60 },
  )
})

test('a sale that returned goods paid for is voided in cash only by who may refund beyond the policy', () => {
  const { till } = exchanging(1)
  till.do('12⏎', TOTAL, '⏎')
  expect(till.shop.sales[0]?.tenders).toMatchObject([{ kind: 'exchange', amountMinor: 7_400 }])
  till.do('⏎', action('void_sale'), '⏎', '9⏎9999⏎')
  expect(till.state().screen).toMatchObject({
    name: 'refund_pay',
    pending: { draft: { kind: 'void' }, tenders: [{ kind: 'cash', amountMinor: 7_400 }] },
  })
  till.do('+')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(till.shop.refunds[0]).toMatchObject({
    kind: 'void',
    authorisations: [
      { permission: 'void_sales', authorisedBy: meera.id },
      { permission: 'refund_beyond_policy', authorisedBy: meera.id },
    ],
  })
})
