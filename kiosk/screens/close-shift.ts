import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** A shift ends: what is counted in the drawer. What should be there shows only afterwards. */
export const closeShiftScene: Paint = (view, area) => {
  const { entry, policy, shift, shiftTotals } = view.state
  const rows = panelRows(view, area)
  rows
    .blank()
    .words(en.closeShiftHow)
    .blank()
    .pair(en.businessDate, shift?.businessDate ?? '')
    .pair(en.sales, String(shiftTotals?.saleCount ?? 0))
    .blank()
    .text(`${en.counted} ${policy.currency}`, rows.theme.panelMuted)
    .digits(largeDigits(view, entry === '' ? '0' : entry, rows.cells), rows.theme.panelTotal)
    .blank()
  return {
    body: centred(rows.framed(en.closeShift), view, area),
    prompt: en.promptCounted,
    keys: [screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.closeShift)],
  }
}
