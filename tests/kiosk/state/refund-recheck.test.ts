import { expect, test } from 'vitest'
import { addRefund } from '#core/refund/add-refund.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const CARD = action('card')
const REFUND = action('refund')

/** Three milks at 74.00: one paid by card, two in cash; one of them is on its way back, as the till suggests to the card. */
const givingOneBack = () => {
  const till = startSelling()
  const hub = withHub(till)
  till.do('3*12⏎+', '74', CARD, action('cash'), '⏎')
  till.do(REFUND, '1⏎', '1⏎', '⏎', '⏎', '⏎')
  expect(till.state().screen).toMatchObject({ name: 'refund_pay', pending: { tenders: [{ kind: 'card' }] } })
  return { till, hub }
}

/** The hub grants what is asked, and says that this went back at other tills meanwhile. */
const hubKnows = (till: TinyTill, refunded: Refunded): void => {
  const answer = till.store.hub
  till.store.hub = (operation, fields) => {
    const reply = answer(operation, fields)
    if (operation !== 'reserve' || reply?.outcome !== 'answered' || reply.operation !== 'reserve') return reply
    return { ...reply, result: { ...reply.result, refunded } }
  }
}

/** Another milk of the same sale went back elsewhere, its money to the card or in cash. */
const anotherBack = (till: TinyTill, kind: 'card' | 'cash'): Refunded => {
  const { screen } = till.state()
  if (screen.name !== 'refund_pay' || screen.pending.subject === undefined) throw new Error('A sale is refunded.')
  const { draft, subject, tenders } = screen.pending
  const back = kind === 'card' ? tenders : [{ kind: 'cash' as const, amountMinor: draft.totals.totalMinor }]
  return addRefund(subject.sale, NOTHING_REFUNDED, { ...draft, tenders: [...back] })
}

test('a card that got its money back elsewhere meanwhile gets it no second time', () => {
  const { till, hub } = givingOneBack()
  hubKnows(till, anotherBack(till, 'card'))
  const { screen, notice } = till.do('+')
  // The goods and their price are as they were shown; only the way of the money is gone.
  expect([screen.name, notice?.key]).toEqual(['refund_find', 'refund_changed'])
  expect(till.shop.refunds).toEqual([])
  expect(hub.open.size).toBe(0)
  expect(till.store.reservations.size).toBe(0)
})

test('what went back elsewhere in another way is no reason to ask anew', () => {
  const { till } = givingOneBack()
  hubKnows(till, anotherBack(till, 'cash'))
  expect(till.do('+').screen.name).toBe('refund_terminal')
  till.do('⏎')
  expect(till.shop.refunds[0]?.tenders).toMatchObject([{ kind: 'card', amountMinor: 7_400 }])
})

test('another share of an odd price than the one that was shown is shown before it is given', () => {
  const till = startSelling()
  withHub(till)
  // 221.00 for three: the first that goes back is worth 73.67, the second 73.66.
  till.do('3*12⏎', '1.00', action('discount'), '⏎', action('total'), action('cash'), '⏎')
  till.do(REFUND, '1⏎', '1⏎', '⏎', '⏎', '⏎')
  expect(till.state().screen).toMatchObject({ pending: { draft: { totals: { totalMinor: 7_367 } } } })
  hubKnows(till, anotherBack(till, 'cash'))
  expect(till.do('+').notice?.key).toBe('refund_changed')
  expect(till.shop.refunds).toEqual([])
})
