import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'

const NAME_CELLS = 36

/** How many empties came back, and of which deposit. */
export const emptiesScene: Paint = (view, area) => {
  const { screen, entry } = view.state
  if (screen.name !== 'empties') return { prompt: en.promptEmpties }
  const rows = panelRows(view, area)
  const { theme } = rows
  rows.blank()
  for (const [at, { name, priceMinor }] of screen.deposits.entries()) {
    const isSelected = at === screen.selected
    const text = `${isSelected ? '▸' : ' '} ${fit(name, NAME_CELLS)} ${money(view)(-priceMinor)}`
    rows.text(text, isSelected ? theme.selected : theme.panel)
  }
  rows
    .blank()
    .digits(largeDigits(view, entry === '' ? '0' : entry, rows.cells), theme.panelTotal)
    .blank()
    .words(en.emptiesHow)
  const more = screen.deposits.length > 1 ? [arrowKeys(en.select)] : []
  return {
    modal: rows.framed(en.empties),
    prompt: en.promptEmpties,
    keys: [...more, screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.confirm)],
  }
}
