import { priceBasket } from '#core/basket/price-basket.ts'
import { formatQuantity } from '#core/quantity/quantity.ts'
import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'

// The frame, the sum, the hint and the rows between them.
const OTHER_ROWS = 8

/** Goods that come back without a receipt. */
export const refundItemsScene: Paint = (view, area) => {
  const { screen, rules, policy } = view.state
  if (screen.name !== 'refund_items') return { prompt: '' }
  const rows = panelRows(view, area, Math.min(100, area.columns))
  const { lines, totals } = priceBasket(screen.basket, rules)
  const say = money(view)
  for (const line of lines.slice(-Math.max(1, area.rows - OTHER_ROWS))) {
    rows.pair(
      `${formatQuantity(line.quantity)} × ${cleanText(line.name)}`,
      say(line.grossMinor),
      rows.theme.panelStrong,
    )
  }
  const next = screen.quantity === undefined ? '' : en.nextQuantity(formatQuantity(screen.quantity))
  rows
    .blank()
    .pair(`${words.back} ${policy.currency}`, say(totals.totalMinor), rows.theme.panelTotal)
    .text(next, rows.theme.panelAccent)
    .words(words.itemsHow)
  return {
    modal: rows.framed(words.itemsTitle),
    prompt: en.promptCode,
    keys: [
      { key: '*', label: en.quantity, tone: 'plain' },
      { key: '-', label: words.takeOut, tone: 'danger' },
      { key: 'X', label: words.exchange, tone: 'plain' },
      screenKey(view, 'escape', en.back),
      primaryKey(view, 'enter', view.state.entry === '' ? words.goOn : words.take),
    ],
  }
}
