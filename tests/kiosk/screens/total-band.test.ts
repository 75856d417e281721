import { expect, test } from 'vitest'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { totalBand } from '#kiosk/screens/total-band.ts'
import { SMALLEST } from '#kiosk/ui/look.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { withHub } from '#tests/support/tiny-hub.ts'
import { action, startSelling } from '#tests/support/tiny-till.ts'

/** The sums while milk for 74.00, of which points paid so much, is exchanged for other milk, and so much was paid in cash. */
const bandOf = (pointsMinor: number, cashText: string): string => {
  const till = startSelling()
  withHub(till)
  till.do('12⏎', action('total'), action('cash'), '⏎')
  const [sale] = till.shop.sales
  if (sale === undefined) throw new Error('Nothing was sold.')
  const points = pointsMinor / 100
  const reservationId = '019aa0c0-0000-7000-8000-0000000000aa'
  const restMinor = 7_400 - pointsMinor
  till.shop.sales[0] = {
    ...sale,
    loyalty: { pointsEarned: 0, pointsBurned: points },
    tenders: [
      { kind: 'points' as const, amountMinor: pointsMinor, points, reservationId },
      { kind: 'cash' as const, amountMinor: restMinor, givenMinor: restMinor, changeMinor: 0 },
    ].filter(({ amountMinor }) => amountMinor > 0),
  }
  till.do(action('refund'), '1⏎', '1⏎', 'x', '⏎', '⏎', '2*12⏎')
  if (cashText !== '') till.do(action('total'), cashText, action('cash'), '⎋')
  return totalBand(galleryView(till.state(), { theme: darkTheme, ...SMALLEST })).join('\n')
}

test.each([
  ['Returned goods', 0, '', '74.00'],
  ['Returned, paid', 0, '20', '94.00'],
  // Points paid all of the goods: only cash pays.
  ['Paid', 7_400, '20', '20.00'],
])('the sum has its name: %s', (word, pointsMinor, cashText, sum) => {
  const band = bandOf(pointsMinor, cashText)
  expect(band).toContain(`  ${word} `)
  expect(band).toContain(sum)
})
