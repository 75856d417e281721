import { stockText } from '#kiosk/screens/find.ts'
import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, plainMoney } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** What something costs, without selling it. */
export const priceCheckScene: Paint = (view, area) => {
  const { screen } = view.state
  const found = screen.name === 'price_check' ? screen.found : undefined
  const rows = panelRows(view, area)
  const { theme } = rows
  rows.blank()
  if (found === undefined) rows.words(en.priceCheckHow).blank(5)
  else {
    const { product } = found
    rows
      .text(product.name, theme.panelStrong)
      .digits(largeDigits(view, plainMoney(view, product.priceMinor), rows.cells), theme.panelTotal)
      .text(
        product.priceUnit === 'kilogram'
          ? `${view.state.policy.currency} ${en.perKilogram}`
          : view.state.policy.currency,
        theme.panelMuted,
      )
      .pair(product.barcodes[0] ?? '', en.inStock(stockText(found)))
  }
  return {
    modal: rows.blank().framed(en.priceCheck),
    prompt: en.promptCode,
    keys: [screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.check)],
  }
}
