import { expect, test } from 'vitest'
import { openFirst, shopWith } from '#tests/kiosk/state/refund-shop.ts'
import { meera } from '#tests/support/tiny-catalogue.ts'

test('several small refunds of one sale together take a manager where one would', () => {
  const { till } = shopWith({ refunds: { daysMax: 10, cashMaxMinor: 10_000, withoutReceiptMaxMinor: 0 } })
  openFirst(till)
  till.do('1⏎', '⏎', '⏎', '⏎', '+', '⏎')
  expect(till.shop.refunds).toHaveLength(1)
  openFirst(till)
  till.do('1⏎', '⏎', '⏎', '⏎', '+')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(till.shop.refunds[0]?.authorisations).toEqual([{ permission: 'refund_beyond_policy', authorisedBy: meera.id }])
})

test('cash that another till has given of the sale counts: the hub says it, and then a manager is asked', () => {
  const { till, hub } = shopWith({ refunds: { daysMax: 10, cashMaxMinor: 10_000, withoutReceiptMaxMinor: 0 } })
  const [sale] = till.shop.sales
  if (sale === undefined) throw new Error('There is a sale.')
  openFirst(till)
  till.do('1⏎', '⏎', '⏎', '⏎')
  const { screen } = till.state()
  if (screen.name !== 'refund_pay') throw new Error('It is shown how the money goes.')
  // While it is shown, another till gives the same back of the soap.
  const elsewhere = { ...screen.pending.draft, tenders: [{ kind: 'cash', amountMinor: 7_400 } as const], lines: [] }
  hub.open.set('another till', elsewhere)
  till.do('+')
  expect(till.state()).toMatchObject({ screen: { name: 'refund_pay' }, notice: { key: 'refund_cash_limit' } })
  expect(till.shop.refunds).toEqual([])
  expect(till.store.reservations.size).toBe(0)
  till.do('+')
  expect(till.state().screen).toMatchObject({ name: 'authorise', permission: 'refund_beyond_policy' })
  till.do('9⏎9999⏎')
  expect(till.state().screen.name).toBe('refund_done')
  expect(till.shop.refunds[0]?.authorisations).toMatchObject([{ authorisedBy: meera.id }])
})
