import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { framedList, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint, Scene, TillView } from '#kiosk/screens/view.ts'
import type { CustomerScreen } from '#kiosk/state/till-state.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { actionTexts, en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'

// The sign of the selected one, the phone, the points, the bar beside the list, and what is between them.
const OTHER_CELLS = 27

const customerText = ({ name, phoneEnd, loyaltyPoints }: CustomerScreen['found'][number], cells: number): string => {
  const phone = phoneEnd === '' ? '' : `…${cleanText(phoneEnd)}`
  const points = fit(en.points(loyaltyPoints), 16, 'right')
  return `${fit(cleanText(name), cells - OTHER_CELLS)} ${fit(phone, 6)} ${points}`
}

const keys = (view: TillView, isFound: boolean): NonNullable<Scene['keys']> => [
  ...(isFound ? [arrowKeys(en.select)] : []),
  ...(view.state.basket?.customer === undefined ? [] : [screenKey(view, 'void', en.letGo)]),
  screenKey(view, 'escape', en.back),
  primaryKey(view, 'enter', isFound ? en.choose : actionTexts.find.short),
]

/** Who buys: a search at the hub, and those it found. */
export const customerScene: Paint = (view, area) => {
  const { screen, basket } = view.state
  if (screen.name !== 'customer') return { prompt: '' }
  const rows = panelRows(view, area)
  const attached = basket?.customer
  if (attached !== undefined) {
    rows.pair(cleanText(attached.name), en.points(attached.loyaltyPoints), rows.theme.panelStrong).blank()
  }
  const { found, selected } = screen
  const isFound = found.length > 0
  const below = isFound ? panelRows(view, area).blank() : panelRows(view, area)
  return {
    modal: framedList(view, area, {
      title: en.customer,
      above: rows,
      texts: found.map((customer) => customerText(customer, rows.cells)),
      selected,
      below: below.words(isFound ? en.customerListHow : en.customerHow),
    }),
    prompt: en.promptCustomer,
    keys: keys(view, isFound),
  }
}
