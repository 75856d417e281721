import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { framedList, largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'

const NAME_CELLS = 36

/** How many empties came back, and of which deposit. */
export const emptiesScene: Paint = (view, area) => {
  const { screen, entry } = view.state
  if (screen.name !== 'empties') return { prompt: en.promptEmpties }
  const below = panelRows(view, area)
  below
    .blank()
    .digits(largeDigits(view, entry === '' ? '0' : entry, below.cells), below.theme.panelTotal)
    .blank()
    .words(en.emptiesHow)
  const more = screen.deposits.length > 1 ? [arrowKeys(en.select)] : []
  return {
    modal: framedList(view, area, {
      title: en.empties,
      above: panelRows(view, area).blank(),
      texts: screen.deposits.map(({ name, priceMinor }) => `${fit(name, NAME_CELLS)} ${money(view)(-priceMinor)}`),
      selected: screen.selected,
      below,
    }),
    prompt: en.promptEmpties,
    keys: [...more, screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.confirm)],
  }
}
