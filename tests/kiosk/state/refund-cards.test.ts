import { describe, expect, test } from 'vitest'
import type { TillScreen } from '#kiosk/state/till-state.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling } from '#tests/support/tiny-till.ts'

describe('a sale that two cards paid', () => {
  const intent = (last: string) => `019aa0c0-0000-7000-8000-0000000000${last}`
  const card = (last: string, amountMinor: number) =>
    ({ kind: 'card', intentId: intent(last), approvalCode: '1', scheme: 'visa', last4: '4242', amountMinor }) as const

  /** Three milks and a soap, 257.50: 100.00 with one card, the rest with another; a milk is set aside for another till. */
  const byTwoCards = (setAsideMinor: number) => {
    const till = startSelling()
    const hub = withHub(till)
    till.do('3*12⏎', '0420000000020⏎', action('total'), action('cash'), '⏎')
    const [sale] = till.shop.sales
    if (sale === undefined) throw new Error('Nothing was sold.')
    till.shop.sales[0] = { ...sale, tenders: [card('a1', 10_000), card('b2', 15_750)] }
    till.do(action('refund'), '1⏎', '1⏎', '⏎', '⏎', '⏎')
    expect(till.state().screen).toMatchObject({ name: 'refund_pay', suggested: [card('a1', 7_400)] })
    // Meanwhile, elsewhere.
    const { pending } = till.state().screen as Extract<TillScreen, { name: 'refund_pay' }>
    const elsewhere = { ...pending.draft, refundId: intent('ee'), tenders: [card('a1', setAsideMinor)] }
    hub.open.set(intent('ff'), elsewhere)
    return { till, hub }
  }

  test('gives each the part that the hub has set aside of it, whatever was suggested', () => {
    const { till } = byTwoCards(7_400)
    till.do('+')
    expect(till.state().screen).toMatchObject({
      name: 'refund_terminal',
      pending: { tenders: [card('a1', 2_600), card('b2', 4_800)] },
    })
    till.do('⏎⏎')
    expect(till.shop.refunds[0]?.tenders).toEqual([card('a1', 2_600), card('b2', 4_800)])
  })

  test('keeps to the cash that was agreed on, and takes it off the card that is named last', () => {
    const { till } = byTwoCards(7_400)
    till.do('20', action('cash'), '+', '9⏎9999⏎')
    expect(till.state().screen).toMatchObject({
      name: 'refund_terminal',
      pending: { tenders: [card('a1', 2_600), card('b2', 2_800), { kind: 'cash', amountMinor: 2_000 }] },
    })
  })
})
