import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addRefund } from '#core/refund/add-refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { addRefund as countRefund, addSale, NO_SALES } from '#core/shift/shift-totals.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { ScreenName } from '#kiosk/state/till-state.ts'
import { anyHappening, type Happening } from '#tests/kiosk/state/any-input.ts'
import { withHub, type TinyHub } from '#tests/support/tiny-hub.ts'
import { action, keysOf, scan, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const RULES = { refunds: { daysMax: 30, cashMaxMinor: 10_000, withoutReceiptMaxMinor: 30_000 } }

const key = (typed: string): readonly TillEvent[] => keysOf(typed)

/** What somebody does who came for a refund, on each screen; one of these. */
const ways: Partial<Record<ScreenName, readonly (readonly TillEvent[])[]>> = {
  sell: [
    [action('refund')],
    [action('refund')],
    [action('void_sale')],
    key('12⏎14⏎'),
    [action('total')],
    [action('cash')],
    [action('card')],
    [action('receipts')],
    [action('hold')],
    [action('cancel_sale')],
  ],
  complete: [key('⏎')],
  refund_done: [key('⏎'), [action('refund')]],
  receipts: [key('v'), [action('refund')], key('↓⏎⏎')],
  refund_find: [key('1⏎'), key('2⏎'), [scan('T1-000001')], [action('refund')], key('rao⏎'), key('⎋')],
  refund_sales: [key('⏎'), key('↓⏎'), key('⎋')],
  refund_lines: [key('*+'), key('⏎⏎'), key('1⏎+'), key('↓⏎x'), key('*x'), key('9⏎'), key('v'), key('⎋')],
  refund_items: [key('12⏎'), key('2*14⏎'), key('⏎'), key('x'), key('-'), key('⎋')],
  refund_goods: [key('⏎'), key('2⏎'), key('3⏎'), key('⎋')],
  reason: [key('⏎'), key('2⏎'), key('⎋')],
  authorise: [key('9⏎9999⏎'), key('⎋')],
  refund_pay: [key('+'), key('+'), key('10⏎+'), [action('cash'), ...key('+')], key('⎋')],
  refund_wait: [key('⎋'), key('⏎')],
  refund_stuck: [key('+'), [action('void')], key('⎋')],
  refund_terminal: [key('⏎'), key('⎋'), [action('cash')]],
  tender: [key('⏎⏎'), [action('card')], key('5⏎')],
  confirm_cancel: [key('y'), key('n')],
  open_shift: [key('100⏎')],
  sign_in: [key('⎋1⏎1111⏎'), key('⎋9⏎9999⏎')],
  locked: [key('⎋1111⏎'), [action('sign_out')]],
}

type Step = (till: TinyTill, hub: TinyHub) => readonly TillEvent[]

const anyWay: fc.Arbitrary<Step> = fc.nat(99).map((pick) => ({ state }) => {
  const known = ways[state().screen.name] ?? [key('⎋')]
  return known[pick % known.length] ?? []
})

/** The hub comes and goes, and its link with it. */
const anyHub: fc.Arbitrary<Step> = fc.boolean().map((isOnline) => (_till, hub) => {
  Object.assign(hub, { isAway: !isOnline })
  return [{ type: 'link_changed', isOnline, unsentCount: 0 }]
})

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 16, arbitrary: anyWay },
  { weight: 1, arbitrary: anyHub },
  {
    weight: 1,
    arbitrary: anyHappening.map(
      (happening: Happening): Step =>
        (till) =>
          happening(till),
    ),
  },
)

/** Every refund adds up, none is beyond its sale, and each has its leave; each exchange has both its halves. */
const checkRefunds = ({ shop }: TinyTill): void => {
  const before = new Map<string, typeof NOTHING_REFUNDED>()
  for (const refund of shop.refunds.toReversed()) {
    const sale = shop.sales.find(({ saleId }) => saleId === refund.originalSaleId)
    const refunded = before.get(refund.originalSaleId ?? '') ?? NOTHING_REFUNDED
    expect(verifyRefund(refund, sale, refunded)).toEqual([])
    expect(refund.reservationId === null).toBe(refund.originalSaleId === null)
    if (sale !== undefined) before.set(sale.saleId, addRefund(sale, refunded, refund))
    const paired = shop.sales.find(({ saleId }) => saleId === refund.exchangeSaleId)
    expect(paired?.exchangeRefundId).toBe(refund.exchangeSaleId === undefined ? undefined : refund.refundId)
  }
}

/** What is set aside and not used is on its way, with the open sale, or waits for the hub to hear that it is not. */
const checkReservations = ({ shop, state, store }: TinyTill, hub: TinyHub): void => {
  const used = new Set(shop.refunds.map(({ reservationId }) => reservationId))
  for (const id of hub.open.keys()) {
    if (!used.has(id)) expect(store.reservations.has(id)).toBe(true)
  }
  for (const [id, { phase }] of store.reservations) {
    expect(used.has(id)).toBe(false)
    if (phase === 'released') expect(state().unreleased).toContain(id)
    if (phase === 'exchange') expect(state().basket?.exchange?.reservationId).toBe(id)
  }
  expect(state().exchange !== undefined).toBe(state().basket?.exchange !== undefined)
}

const checkShift = ({ shop, store }: TinyTill): void => {
  const { shift, totals } = store
  if (shift === undefined) return
  const sold = shop.sales.filter(({ shiftId }) => shiftId === shift.shiftId).reduce(addSale, NO_SALES)
  const back = shop.refunds.filter(({ shiftId }) => shiftId === shift.shiftId)
  const { refundMinor, refundCashMinor, grossMinor, voidCount } = back.reduce(countRefund, sold)
  expect(totals).toMatchObject({ refundMinor, refundCashMinor, grossMinor, voidCount })
}

test('whatever is typed and whenever the hub goes, nothing goes back beyond what was sold, and nothing is set aside for ever', () => {
  let refunds = 0
  let exchanges = 0
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 30, maxLength: 120 }), (steps) => {
      const till = startSelling(RULES)
      const hub = withHub(till)
      const answer = till.store.hub
      till.do('3*12⏎14⏎', action('total'), action('cash'), '⏎12⏎', action('card'), '⏎')
      for (const step of steps) {
        const events = step(till, hub)
        // Whatever else happens, there is this one hub.
        till.store.hub = answer
        for (const event of events) till.runner.dispatch(event)
        checkReservations(till, hub)
      }
      checkRefunds(till)
      checkShift(till)
      for (const sale of till.shop.sales) expect(verifySale(sale)).toEqual([])
      refunds += till.shop.refunds.length
      exchanges += till.shop.refunds.filter(({ exchangeSaleId }) => exchangeSaleId !== undefined).length
    }),
    { numRuns: 150 },
  )
  // A run in which nothing happened would prove nothing.
  expect(refunds).toBeGreaterThan(20)
  expect(exchanges).toBeGreaterThan(2)
})
