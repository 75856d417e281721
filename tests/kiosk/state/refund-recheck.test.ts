import { expect, test } from 'vitest'
import { addRefund } from '#core/refund/add-refund.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import type { PendingRefund } from '#kiosk/state/refund-screens.ts'
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

/** Another piece like the one that goes back here went back elsewhere, its money as here or in cash. */
const anotherBack = ({ draft, subject, tenders }: PendingRefund, isInCash = false): Refunded => {
  if (subject === undefined) throw new Error('A sale is refunded.')
  const cash = { kind: 'cash' as const, amountMinor: draft.totals.totalMinor }
  return addRefund(subject.sale, NOTHING_REFUNDED, { ...draft, tenders: isInCash ? [cash] : [...tenders] })
}

const pendingOf = (till: TinyTill): PendingRefund => {
  const { screen } = till.state()
  if (screen.name !== 'refund_pay') throw new Error('A refund waits for its money.')
  return screen.pending
}

test('a card that got its money back elsewhere meanwhile gets it no second time', () => {
  const { till, hub } = givingOneBack()
  hubKnows(till, anotherBack(pendingOf(till)))
  const { screen, notice } = till.do('+')
  // The goods and their price are as they were shown; only the way of the money is gone.
  expect([screen.name, notice?.key]).toEqual(['refund_find', 'refund_changed'])
  expect(till.shop.refunds).toEqual([])
  expect(hub.open.size).toBe(0)
  expect(till.store.reservations.size).toBe(0)
})

test('what went back elsewhere in another way is no reason to ask anew', () => {
  const { till } = givingOneBack()
  hubKnows(till, anotherBack(pendingOf(till), true))
  expect(till.do('+').screen.name).toBe('refund_terminal')
  till.do('⏎')
  expect(till.shop.refunds[0]?.tenders).toMatchObject([{ kind: 'card', amountMinor: 7_400 }])
})

test('another share of an odd price than the one that was shown is shown before it is given', () => {
  // 221.00 for three: the first that goes back is worth 73.67, the second 73.66.
  const odd = () => {
    const till = startSelling()
    withHub(till)
    till.do('3*12⏎', '1.00', action('discount'), '⏎', action('total'), action('cash'), '⏎', REFUND, '1⏎', '1⏎')
    return till
  }
  const till = odd()
  till.do('⏎', '⏎', '⏎')
  const pending = pendingOf(till)
  expect(pending.draft.totals.totalMinor).toBe(7_367)
  const known = anotherBack(pending)
  hubKnows(till, known)
  expect(till.do('+').notice?.key).toBe('refund_changed')
  expect(till.shop.refunds).toEqual([])

  const exchanging = odd()
  hubKnows(exchanging, known)
  expect(exchanging.do('x', '⏎', '⏎').notice?.key).toBe('refund_changed')
  expect(exchanging.state().basket?.exchange).toBeUndefined()
})
