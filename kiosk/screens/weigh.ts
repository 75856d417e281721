import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** A weighed item waits for the scale, or for a weight by hand where the scale is away. */
export const weighScene: Paint = (view, area) => {
  const { screen, entry } = view.state
  if (screen.name !== 'weigh') return { prompt: en.promptWeight }
  const { product, isReading } = screen
  const rows = panelRows(view, area)
  const { theme } = rows
  rows
    .blank()
    .text(product.name, theme.panelStrong)
    .pair(en.price, `${money(view)(product.priceMinor)}${en.perKilogram}`)
    .blank()
  if (isReading) rows.words(en.weighReading, theme.panelAccent)
  else
    rows
      .digits(largeDigits(view, entry === '' ? '0' : entry, rows.cells), theme.panelTotal)
      .blank()
      .words(en.weighFailed)
  const go = entry === '' ? en.askScale : en.sell
  return {
    modal: rows.blank().framed(en.weigh),
    prompt: isReading ? en.weighWaiting : en.promptWeight,
    keys: [screenKey(view, 'escape', en.back), ...(isReading ? [] : [primaryKey(view, 'enter', go)])],
  }
}
