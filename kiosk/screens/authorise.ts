import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { field, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { permissionWords, wordsOfAct } from '#kiosk/text/acts.ts'
import { en } from '#kiosk/text/en.ts'

/** A manager is asked to allow one act: what it is, who may not, and the number and PIN of whoever may. */
export const authoriseScene: Paint = (view, area) => {
  const { screen, operator, entry } = view.state
  if (screen.name !== 'authorise') return { prompt: '' }
  const { action, permission, operatorNumber } = screen
  const isPin = operatorNumber !== undefined
  const rows = panelRows(view, area)
  rows
    .blank()
    .words(wordsOfAct(action, view.state, money(view)), rows.theme.panelStrong)
    .words(en.missing(operator?.name ?? '', permissionWords[permission]), rows.theme.panelBad)
    .blank()
    .words(en.authoriseHow)
    .blank()
  field(rows, en.promptNumber, isPin ? String(operatorNumber) : entry, !isPin)
  field(rows, en.promptPin, isPin ? '●'.repeat(entry.length) : '', isPin)
  return {
    modal: rows.blank().framed(en.authorise),
    prompt: isPin ? en.promptPin : en.promptNumber,
    isSecret: isPin,
    keys: [screenKey(view, 'escape', en.back), primaryKey(view, 'enter', isPin ? en.confirm : en.next)],
  }
}
