import { dateStyleOf, formatShopDate } from '#core/restriction/birth-date.ts'
import { panelRows } from '#kiosk/screens/parts.ts'
import type { Paint } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** Something expired was scanned: it stays, or a manager lets it go. */
export const expiredItemScene: Paint = (view, area) => {
  const { screen, policy } = view.state
  if (screen.name !== 'expired_item') return { prompt: en.promptYesNo }
  const rows = panelRows(view, area)
  rows
    .blank()
    .text(screen.item.product.name, rows.theme.panelStrong)
    .pair(en.expiredOn, formatShopDate(screen.lastDate, dateStyleOf(policy.currency)), rows.theme.panelBad)
    .blank()
    .words(en.expiredHow)
    .blank()
  return {
    modal: rows.framed(en.expired),
    prompt: en.promptYesNo,
    keys: [
      { key: 'N', label: en.notSold, tone: 'primary' },
      { key: 'Y', label: en.sell, tone: 'danger' },
    ],
  }
}
