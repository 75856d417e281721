import { foreignCounts } from '#core/shift/foreign-count.ts'
import { expectedCashMinor } from '#core/shift/shift-totals.ts'
import { foreignRows } from '#kiosk/screens/foreign-rows.ts'
import { screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money, plainMoney } from '#kiosk/screens/view.ts'
import { differenceWord, en } from '#kiosk/text/en.ts'
import { FRAME_ROWS } from '#kiosk/ui/panel.ts'

/** The drawer was counted: what should be in it, and whether the shift ends so. */
export const confirmCloseScene: Paint = (view, area) => {
  const { screen, shift, shiftTotals } = view.state
  if (screen.name !== 'confirm_close' || shift === undefined || shiftTotals === undefined) return { prompt: '' }
  const expectedMinor = expectedCashMinor(shift, shiftTotals)
  const differenceMinor = screen.countedCashMinor - expectedMinor
  const say = money(view)
  const rows = panelRows(view, area)
  const { theme } = rows
  const style = differenceMinor === 0 ? theme.panelGood : theme.panelBad
  rows
    .blank()
    .pair(en.expected, say(expectedMinor))
    .pair(en.counted, say(screen.countedCashMinor), theme.panelStrong)
    .blank()
    .text(differenceWord(differenceMinor), theme.panelMuted)
    .digits(largeDigits(view, plainMoney(view, Math.abs(differenceMinor)), rows.cells), style)
    .blank()
  const below = panelRows(view, area).words(en.confirmCloseHow)
  const room = area.rows - FRAME_ROWS - rows.length - below.length
  foreignRows(rows, foreignCounts(shiftTotals.foreign, screen.foreign), room)
  return {
    body: centred(rows.rowsOf(below).framed(en.closeShift), view, area),
    prompt: en.promptYesNo,
    keys: [
      { key: 'Y', label: en.closeShift, tone: 'primary' },
      { key: 'N', label: en.countOnceMore, tone: 'plain' },
      screenKey(view, 'escape', en.countOnceMore),
    ],
  }
}
