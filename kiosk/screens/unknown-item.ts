import { formatQuantity } from '#core/quantity/quantity.ts'
import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** A barcode that nobody knows: its price sells it all the same. */
export const unknownItemScene: Paint = (view, area) => {
  const { screen, entry, policy } = view.state
  if (screen.name !== 'unknown_item') return { prompt: en.promptPrice }
  const rows = panelRows(view, area)
  rows
    .blank()
    .pair(en.code, screen.code, rows.theme.panelStrong)
    .pair(en.quantity, formatQuantity(screen.quantity))
    .blank()
    .text(`${en.price} ${policy.currency}`, rows.theme.panelMuted)
    .digits(largeDigits(view, entry === '' ? '0' : entry, rows.cells), rows.theme.panelTotal)
    .blank()
    .words(en.unknownItemHow)
  return {
    modal: rows.framed(en.unknownItem),
    prompt: en.promptPrice,
    keys: [screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.sell)],
  }
}
