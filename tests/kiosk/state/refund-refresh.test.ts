import { expect, test } from 'vitest'
import { noticeText } from '#kiosk/text/sentences.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const REFUND = action('refund')

/** Two milks and chips were sold; `choose` makes a refund of them at the API while this till shows that nothing went back. */
const meanwhile = (choose: readonly string[]) => {
  const till = startSelling()
  const hub = withHub(till)
  till.do('2*12⏎', '14⏎', action('total'), action('cash'), '⏎')
  till.do(REFUND, '1⏎', ...choose, '⏎', '⏎', '+', '⏎')
  const elsewhere = till.shop.refunds.splice(0)
  expect(elsewhere).toHaveLength(1)
  hub.open.clear()
  till.do(REFUND, '1⏎')
  return { till, hub, happens: () => till.shop.refunds.push(...elsewhere) }
}

const leftOf = ({ state }: TinyTill): unknown => {
  const { screen } = state()
  return screen.name === 'refund_lines'
    ? screen.subject.refunded.lines.map(({ line, amount }) => [line, amount])
    : screen
}

const ALL_MILK = ['⏎', '⏎']
const ONE_MILK = ['1⏎', '⏎']

test('a line that went back elsewhere is named, and the list is that of the hub; the other line still goes back', () => {
  const { till, happens } = meanwhile(ALL_MILK)
  till.do('*', '+', '⏎', '⏎')
  happens()
  expect(till.do('+')).toMatchObject({ screen: { name: 'refund_lines', chosen: [] } })
  expect(noticeText(till.state(), String)).toBe('All refunded already: Amul Milk 1 l')
  expect(leftOf(till)).toEqual([[1, 2]])
  expect(till.state().unreleased).toEqual([])
  expect(till.store.reservations.size).toBe(0)
  till.do('*', '+', '⏎', '⏎', '+')
  expect(till.state().screen.name).toBe('refund_done')
  expect(till.shop.refunds[0]?.lines).toMatchObject([{ line: 2, grossMinor: 2_000 }])
})

test('so is a line that less is left of than was chosen', () => {
  const { till, happens } = meanwhile(ONE_MILK)
  till.do('*', '+', '⏎', '⏎')
  happens()
  till.do('+')
  expect(noticeText(till.state(), String)).toBe('Less is left to refund: Amul Milk 1 l')
  expect(leftOf(till)).toEqual([[1, 1]])
})

test('an exchange is told so too, before anything is sold for it', () => {
  const { till, happens } = meanwhile(ALL_MILK)
  till.do('*')
  happens()
  till.do('x', '⏎', '⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'refund_lines' }, notice: { key: 'refund_nothing_left' } })
  expect(till.state().basket).toBeUndefined()
})

test('a void is refused once something went back, and what is left is shown', () => {
  const { till, happens } = meanwhile(ALL_MILK)
  till.do('v', '⏎', '9⏎9999⏎')
  expect(till.state().screen.name).toBe('refund_pay')
  happens()
  till.do('+')
  expect(till.state()).toMatchObject({ screen: { name: 'refund_lines' }, notice: { key: 'sale_has_refunds' } })
  expect(leftOf(till)).toEqual([[1, 2]])
})

test('where nothing at all is left the till says that, and asks for another receipt', () => {
  const { till, happens } = meanwhile(['*', '+'])
  till.do('*', '+', '⏎', '⏎')
  happens()
  till.do('+')
  expect(till.state().screen).toEqual({ name: 'refund_find', asked: undefined })
  expect(noticeText(till.state(), String)).toBe('All of this was refunded already')
})

test('a line that nothing is left of is named in the list as well', () => {
  const { till, happens } = meanwhile(ALL_MILK)
  happens()
  till.do('⎋', '1⏎', '⏎')
  expect(noticeText(till.state(), String)).toBe('All refunded already: Amul Milk 1 l')
})
