import { formatQuantity } from '#core/quantity/quantity.ts'
import type { RefundAsk } from '#core/refund/refund.ts'
import { refundableOf, type RefundableLine } from '#core/refund/refundable.ts'
import type { SaleLine } from '#core/sale/sale.ts'
import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { largeDigits } from '#kiosk/screens/parts.ts'
import { chosenMinor } from '#kiosk/screens/refund-parts.ts'
import { type Paint, type Scene, type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import { isExchangeOnly } from '#kiosk/state/refund-exchange.ts'
import type { RefundLinesScreen } from '#kiosk/state/refund-screens.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'
import { listWindow, scrollMark } from '#kiosk/ui/list-window.ts'
import { type Area, isWide } from '#kiosk/ui/look.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import { type Column, tableColumns, tableRow } from '#kiosk/ui/table.ts'

const HEAD_ROWS = 2

const columnsOf = (columns: number): Column[] =>
  tableColumns(columns - 3, [[4, 'right'], 'rest', [10, 'right'], [10, 'right'], [11, 'right'], [10, 'right']])

const cellsOf = (
  view: TillView,
  { line, name, quantity }: SaleLine,
  left: RefundableLine | undefined,
  taken: RefundAsk | undefined,
): string[] => [
  String(line),
  cleanText(name),
  formatQuantity(quantity),
  left === undefined ? '–' : formatQuantity(left.quantity),
  left === undefined ? '' : money(view)(left.grossMinor),
  taken === undefined ? '' : formatQuantity(taken.quantity),
]

const list = (view: TillView, screen: RefundLinesScreen, area: Area): string[] => {
  const { theme } = view.look
  const { sale, refunded } = screen.subject
  const columns = columnsOf(area.columns)
  const leftByLine = new Map(refundableOf(sale, refunded).lines.map((left) => [left.line, left]))
  const window = listWindow(sale.lines.length, area.rows, screen.selected)
  const rows = sale.lines.slice(window.first, window.first + window.count).map((line, row) => {
    const isSelected = window.first + row === screen.selected
    const left = leftByLine.get(line.line)
    const taken = screen.chosen.find((ask) => ask.line === line.line)
    const text = `${isSelected ? ' ▸' : '  '}${tableRow(columns, cellsOf(view, line, left, taken))}`
    const plain = left === undefined ? theme.voided : theme.canvas
    const open = taken === undefined ? plain : theme.strong
    const mark = scrollMark(row, area.rows, sale.lines.length, window)
    return paint(isSelected ? theme.selected : open, fit(text, area.columns - 1)) + paint(theme.accent, mark)
  })
  return Array.from({ length: area.rows }, (_, row) => rows[row] ?? '')
}

/** What was chosen comes to so much, in large digits. */
const band = (view: TillView, screen: RefundLinesScreen, columns: number): string[] => {
  const { theme } = view.look
  const title = `${words.back} ${view.state.policy.currency}`
  const text = plainMoney(view, chosenMinor(screen.subject, screen.chosen))
  const digits = largeDigits(view, text, Math.floor(columns / 2))
  const digitCells = cellWidth(digits[0] ?? '')
  const margin = 2
  return [
    paint(theme.edge, '▄'.repeat(columns)),
    ...digits.map(
      (row, at) =>
        cell(theme.panelMuted, at === 0 ? title : '', columns - digitCells - margin, 'right') +
        cell(theme.panelTotal, ` ${row}`, digitCells + margin),
    ),
  ]
}

const keys = (view: TillView): NonNullable<Scene['keys']> => {
  const isForced = isExchangeOnly(view.state)
  return [
    { key: '*', label: words.takeAll, tone: 'plain' },
    { key: '-', label: words.takeOut, tone: 'danger' },
    ...(isForced
      ? []
      : [
          { key: 'X', label: words.exchange, tone: 'plain' } as const,
          { key: 'V', label: words.voidSale, tone: 'danger' } as const,
        ]),
    screenKey(view, 'escape', en.back),
    { key: '+', label: isForced ? words.exchange : words.goOn, tone: 'plain' },
    primaryKey(view, 'enter', words.take),
  ]
}

/** The lines of a sale, what is left of each, and what of it goes back. */
export const refundLinesScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'refund_lines') return { prompt: '' }
  const { theme } = view.look
  const { sale, status } = screen.subject
  const below = band(view, screen, area.columns)
  const heads = ['#', en.item, words.sold, words.left, words.money, words.goesBack]
  const title = ` ${words.linesOf(cleanText(sale.receiptLabel))}  ${view.localTime(sale.completedAt)}`
  const mark = `${words.statuses[status] ?? ''} `
  const markCells = isWide(view.look) ? 30 : 16
  return {
    body: [
      cell(theme.panelStrong, title, area.columns - markCells) + cell(theme.panelBad, mark, markCells, 'right'),
      cell(theme.heading, `  ${tableRow(columnsOf(area.columns), heads)}`, area.columns),
      ...list(view, screen, { columns: area.columns, rows: area.rows - HEAD_ROWS - below.length }),
      ...below,
    ],
    prompt: words.promptLine,
    keys: keys(view),
  }
}
