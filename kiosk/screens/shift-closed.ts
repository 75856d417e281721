import type { ShiftTotals } from '#core/shift/shift.ts'
import { foreignRows } from '#kiosk/screens/foreign-rows.ts'
import { primaryKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { differenceWord, en } from '#kiosk/text/en.ts'
import { FRAME_ROWS } from '#kiosk/ui/panel.ts'

const refundedBy = ({ refundPayments }: ShiftTotals, isMeant: (method: string) => boolean): number =>
  refundPayments.reduce((sum, { method, amountMinor }) => sum + (isMeant(method) ? amountMinor : 0), 0)

/** What the shift took, and whether the drawer is right. */
export const shiftClosedScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'shift_closed') return { prompt: '' }
  const { totals, floatMinor, expectedCashMinor, count, grandTotal, reportNumber } = screen.report
  const differenceMinor = count?.differenceMinor ?? 0
  // With the float and what moved without a sale this comes to what is expected.
  const cashNetMinor = totals.cashMinor + totals.roundingMinor - totals.otherChangeMinor - totals.refundCashMinor
  const say = money(view)
  const rows = panelRows(view, area)
  const { theme } = rows
  rows
    .pair(en.zReport, String(reportNumber), theme.panelStrong)
    .pair(en.sales, `${totals.saleCount}   ${say(totals.grossMinor)}`, theme.panelStrong)
    .pair(en.refunds, `${totals.refundCount}   ${say(0 - totals.refundMinor)}`)
    .pair(en.tax, say(totals.taxMinor - totals.refundTaxMinor))
    .pair(en.cashNet, say(cashNetMinor))
    .pair(en.cardNet, say(totals.cardMinor - refundedBy(totals, (method) => method === 'card')))
    .pair(en.otherNet, say(totals.otherMinor - refundedBy(totals, (method) => method !== 'card' && method !== 'cash')))
    .pair(en.float, say(floatMinor))
    .pair(en.paidInOut, say(totals.paidInMinor - totals.paidOutMinor))
    .pair(en.drops, say(0 - totals.dropMinor))
    .pair(en.expected, say(expectedCashMinor))
    .pair(en.counted, say(count?.countedCashMinor ?? 0))
    .pair(
      differenceWord(differenceMinor),
      say(Math.abs(differenceMinor)),
      differenceMinor === 0 ? theme.panelGood : theme.panelBad,
    )
  const below = panelRows(view, area).pair(en.sinceEnrolled, say(grandTotal.netMinor)).words(en.shiftClosedHow)
  foreignRows(rows, count?.foreign ?? [], area.rows - FRAME_ROWS - rows.length - below.length)
  return {
    body: centred(rows.rowsOf(below).framed(en.shiftClosed), view, area),
    prompt: en.shiftClosedHow,
    keys: [primaryKey(view, 'enter', en.signOut)],
  }
}
