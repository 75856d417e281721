import { primaryKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** What the shift took, and whether the drawer is right. */
export const shiftClosedScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'shift_closed') return { prompt: '' }
  const { totals, floatMinor, expectedCashMinor, countedCashMinor, differenceMinor } = screen.close
  const say = money(view)
  const rows = panelRows(view, area)
  const { theme } = rows
  rows
    .pair(en.sales, String(totals.saleCount))
    .pair(en.itemsSold, String(totals.itemCount))
    .pair(en.takings, say(totals.grossMinor), theme.panelStrong)
    .pair(en.tax, say(totals.taxMinor))
    .blank()
    .pair(en.cash, say(totals.cashMinor))
    .pair(en.card, say(totals.cardMinor))
    .pair(en.other, say(totals.otherMinor))
    .blank()
    .pair(en.float, say(floatMinor))
    .pair(en.expected, say(expectedCashMinor))
    .pair(en.counted, say(countedCashMinor))
    .pair(en.difference, say(differenceMinor), differenceMinor === 0 ? theme.panelGood : theme.panelBad)
    .blank()
    .words(en.shiftClosedHow)
  return {
    body: centred(rows.framed(en.shiftClosed), view, area),
    prompt: en.shiftClosedHow,
    keys: [primaryKey(view, 'enter', en.signOut)],
  }
}
