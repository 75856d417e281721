import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import { tableColumns, tableRow } from '#kiosk/ui/table.ts'

/** Sales that the hub has found by their customer or card. */
export const refundSalesScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'refund_sales') return { prompt: '' }
  const { theme } = view.look
  const columns = tableColumns(area.columns - 3, [[14, 'left'], [20, 'left'], [6, 'right'], 'rest', [14, 'right']])
  const window = listWindow(screen.sales.length, area.rows - 2, screen.selected)
  const rows = screen.sales.slice(window.first, window.first + window.count).map((sale, row) => {
    const isSelected = window.first + row === screen.selected
    const cells = [
      cleanText(sale.receiptLabel),
      view.localTime(sale.completedAt),
      String(sale.itemCount),
      words.statuses[sale.status] ?? cleanText(sale.status),
      money(view)(sale.totalMinor),
    ]
    const text = `${isSelected ? ' ▸' : '  '}${tableRow(columns, cells)}`
    return paint(isSelected ? theme.selected : theme.canvas, fit(text, area.columns))
  })
  const heads = [words.receipt, words.at, words.items, words.status, en.total]
  const title = screen.asked === undefined ? words.found : words.asking(cleanText(screen.asked))
  return {
    body: [
      cell(theme.panelStrong, ` ${title}`, area.columns),
      cell(theme.heading, `  ${tableRow(columns, heads)}`, area.columns),
      ...rows,
    ],
    prompt: words.found,
    keys: [arrowKeys(en.select), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', en.open)],
  }
}
