import type { BasketLine } from '#core/basket/basket.ts'
import { formatQuantity, lineAmountMinor } from '#core/quantity/quantity.ts'
import { keyFor } from '#kiosk/screens/key-bar-keys.ts'
import { saleRows, type SaleNote } from '#kiosk/screens/sale-rows.ts'
import { type TillView, money } from '#kiosk/screens/view.ts'
import { selectableLines } from '#kiosk/state/selection.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow, scrollMark } from '#kiosk/ui/list-window.ts'
import type { Area } from '#kiosk/ui/look.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import type { CellStyle } from '#kiosk/ui/sgr.ts'
import { type Column, tableColumns, tableRow } from '#kiosk/ui/table.ts'

// With less, a code of its own would take the room of the names.
const CODE_COLUMNS_MIN = 120
const MARK_CELLS = 1
const SCROLL_CELLS = 1
const KEY_CELLS = 5
// What is said of a line stands a little to the right of its name; what is said of the sale stands below the names.
const NOTE_CELLS = 2
// Without a code the item stands in the second.
const NARROW_COLUMNS = 5

const columnsOf = (columns: number): Column[] => {
  const room = columns - MARK_CELLS - SCROLL_CELLS
  return columns < CODE_COLUMNS_MIN
    ? tableColumns(room, [[3, 'right'], 'rest', [9, 'right'], [10, 'right'], [10, 'right']])
    : tableColumns(room, [[4, 'right'], [18, 'left'], 'rest', [14, 'right'], [16, 'right'], [16, 'right']])
}

const quantityText = (line: BasketLine): string =>
  // A weight that was keyed must be seen as such (NIST HB 44 S.1.12).
  line.quantitySource === 'manual_weight' ? `${formatQuantity(line.quantity)}*` : formatQuantity(line.quantity)

const cellsOf = (say: (amountMinor: number) => string, line: BasketLine, isWideList: boolean): string[] => {
  const price = say(line.unitPriceMinor) + (line.quantity.unit === 'gram' ? en.perKilogram : '')
  const amount = line.isVoided ? en.voided : say(lineAmountMinor(line.quantity, line.unitPriceMinor))
  const code = isWideList ? [`  ${line.code}`] : []
  // A deposit stands below the line that it goes with.
  const name = line.depositOf === undefined ? line.name : `  + ${line.name}`
  return [String(line.line), ...code, name, quantityText(line), price, amount]
}

const header = (view: TillView, columns: readonly Column[], isWideList: boolean): string => {
  const code = isWideList ? [`  ${en.code}`] : []
  const texts = ['#', ...code, en.item, en.quantity, en.price, en.amount]
  return cell(view.look.theme.heading, ` ${tableRow(columns, texts)}`, view.look.columns)
}

interface RowLook {
  readonly style: CellStyle
  readonly mark: string
}

const rowLook = (view: TillView, line: BasketLine, newest: number, isWideList: boolean): RowLook => {
  const { theme } = view.look
  if (line.line === view.state.selectedLine) return { style: theme.selected, mark: '▸' }
  if (line.isVoided) return { style: theme.voided, mark: '✖' }
  // Wide rows are long to follow with the eye; every other one has a ground of its own.
  const style = isWideList && line.line % 2 === 0 ? theme.stripe : theme.canvas
  return { style, mark: line.line === newest && !isWideList ? '▸' : ' ' }
}

const emptyBody = (view: TillView, area: Area): string[] => {
  const { theme } = view.look
  const hints = en.welcomeHints.map(([action, words]) => `${fit(keyFor(view, action), KEY_CELLS)} ${words}`)
  const hintCells = Math.max(...hints.map(cellWidth))
  const lines = [
    { style: theme.accent, text: view.state.policy.shopName },
    { style: theme.canvas, text: '' },
    { style: theme.strong, text: en.welcome },
    { style: theme.canvas, text: '' },
    ...hints.map((text) => ({ style: theme.muted, text: fit(text, hintCells) })),
  ]
  const first = Math.max(0, Math.floor((area.rows - lines.length) / 2))
  return Array.from({ length: area.rows }, (_, row) => {
    const line = lines[row - first]
    return line === undefined ? '' : cell(line.style, line.text, area.columns, 'center')
  })
}

const noteRow = (view: TillView, columns: readonly Column[], row: SaleNote): string => {
  const { theme } = view.look
  const amount = columns.at(-1)
  const amountCells = amount === undefined ? 0 : amount.cells
  const textCells = view.look.columns - SCROLL_CELLS - amountCells - 2
  const items = (columns[0]?.cells ?? 0) + (columns.length > NARROW_COLUMNS ? (columns[1]?.cells ?? 0) + 1 : 0) + 2
  const indent = row.isOfSale ? items : items + NOTE_CELLS
  const text = fit(`${' '.repeat(indent)}${row.text}`, textCells)
  return paint(row.isBad ? theme.warn : theme.muted, `${text} ${fit(row.amount, amountCells, 'right')}  `)
}

const customerRow = (view: TillView): string[] => {
  const { basket } = view.state
  if (basket === undefined) return []
  const { customer, buyer, exemption } = basket
  const parts = [
    ...(customer === undefined ? [] : [cleanText(customer.name), en.points(customer.loyaltyPoints)]),
    ...(buyer === undefined ? [] : [en.invoiceFor(cleanText(buyer.name))]),
    ...((exemption ?? customer?.exemption) === undefined ? [] : [en.taxExempt]),
  ]
  return parts.length === 0 ? [] : [cell(view.look.theme.accent, ` ${parts.join('  ·  ')}`, view.look.columns)]
}

/** The sale's lines under their headings, the newest in sight; or how to begin. Above them, for whom the sale is. */
export const saleList = (view: TillView, area: Area): string[] => {
  const { theme } = view.look
  const isWideList = area.columns >= CODE_COLUMNS_MIN
  const columns = columnsOf(area.columns)
  const head = [...customerRow(view), header(view, columns, isWideList)]
  const room = area.rows - head.length
  const lines = view.state.basket?.lines ?? []
  if (lines.length === 0) return [...head, ...emptyBody(view, { columns: area.columns, rows: room })]
  const all = saleRows(view)
  const selected = all.findIndex((row) => row.kind === 'line' && row.line.line === view.state.selectedLine)
  const window = listWindow(all.length, room, selected === -1 ? undefined : selected)
  const say = money(view)
  const newest = selectableLines(view.state).at(-1)?.line ?? 0
  const rows = all.slice(window.first, window.first + window.count).map((shown, row) => {
    if (shown.kind === 'note') return noteRow(view, columns, shown)
    const { style, mark } = rowLook(view, shown.line, newest, isWideList)
    const text = fit(mark + tableRow(columns, cellsOf(say, shown.line, isWideList)), area.columns - SCROLL_CELLS)
    // While the list is at its end there is no bar: each new line would repaint it.
    const thumb = selected === -1 ? ' ' : scrollMark(row, room, all.length, window)
    return thumb === ' ' ? paint(style, `${text} `) : paint(style, text) + paint(theme.accent, thumb)
  })
  return [...head, ...Array.from({ length: room }, (_, row) => rows[row] ?? '')]
}
