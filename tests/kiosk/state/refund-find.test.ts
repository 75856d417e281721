import { expect, test } from 'vitest'
import { noticeText } from '#kiosk/text/sentences.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling } from '#tests/support/tiny-till.ts'

const REFUND = action('refund')

test('four digits that are no receipt may be the end of a card: the till says which key looks for that', () => {
  const till = startSelling()
  withHub(till)
  till.do('12⏎+', '74', action('cash'), '⏎', REFUND, '4242⏎')
  expect(noticeText(till.state(), String)).toBe(
    'No sale here has this number. F9 finds it as the last digits of a card',
  )
  expect(till.do(action('card')).screen).toMatchObject({ name: 'refund_sales' })
})

test('any other number is simply not known', () => {
  const till = startSelling()
  withHub(till)
  till.do(REFUND, '77⏎')
  expect(noticeText(till.state(), String)).toBe('This sale is not known here')
})
