import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { framedList, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { wordsOfAct } from '#kiosk/text/acts.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'

/** Why an act is done: one of the shop's reasons. */
export const reasonScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'reason') return { prompt: '' }
  const { theme } = view.look
  const { action, reasons, selected } = screen
  return {
    modal: framedList(view, area, {
      title: en.reason,
      above: panelRows(view, area)
        .words(wordsOfAct(action, view.state, money(view)), theme.panelStrong)
        .blank(),
      texts: reasons.map((reason, at) => `${fit(String(at + 1), 3, 'right')}  ${cleanText(reason)}`),
      selected,
      below: panelRows(view, area).blank().text(en.reasonHow, theme.panelMuted),
    }),
    prompt: en.promptReason,
    keys: [arrowKeys(en.choose), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.choose)],
  }
}
