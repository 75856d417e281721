import type { Sale } from '#core/sale/sale.ts'
import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { PAPER_CELLS, receiptPaper } from '#kiosk/screens/receipt-paper.ts'
import { type Paint, type TillView, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'
import type { Area } from '#kiosk/ui/look.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import { type Column, tableColumns, tableRow } from '#kiosk/ui/table.ts'

const GAP_CELLS = 1
// With less room the time does not fit beside the label and the amount.
const WIDE_LIST_CELLS = 70

const columnsOf = (cells: number): Column[] =>
  cells < WIDE_LIST_CELLS
    ? tableColumns(cells - 2, [[11, 'left'], 'rest', [9, 'right']])
    : tableColumns(cells - 2, [[14, 'left'], [20, 'left'], 'rest', [14, 'right']])

const cellsOf = (view: TillView, sale: Sale, cells: number): string[] => {
  const time = view.localTime(sale.completedAt)
  const total = money(view)(sale.totals.totalMinor)
  return cells < WIDE_LIST_CELLS
    ? [sale.receiptLabel, time.slice(-5), total]
    : [sale.receiptLabel, time, sale.operatorName, total]
}

const list = (view: TillView, sales: readonly Sale[], selected: number, area: Area): string[] => {
  const { theme } = view.look
  const columns = columnsOf(area.columns)
  const heads =
    area.columns < WIDE_LIST_CELLS ? [en.receipt, en.time, en.total] : [en.receipt, en.receiptAt, en.soldBy, en.total]
  const window = listWindow(sales.length, area.rows - 1, selected)
  const rows = sales.slice(window.first, window.first + window.count).map((sale, row) => {
    const isSelected = window.first + row === selected
    const text = `${isSelected ? ' ▸' : '  '}${tableRow(columns, cellsOf(view, sale, area.columns))}`
    return paint(isSelected ? theme.selected : theme.canvas, fit(text, area.columns))
  })
  return [cell(theme.heading, `  ${tableRow(columns, heads)}`, area.columns), ...rows]
}

/** This till's last receipts, and the selected one as it printed. */
export const receiptsScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'receipts') return { prompt: '' }
  const { theme } = view.look
  const listCells = area.columns - PAPER_CELLS - GAP_CELLS
  const left = list(view, screen.sales, screen.selected, { columns: listCells, rows: area.rows })
  const sale = screen.sales[screen.selected]
  const right = sale === undefined ? [] : receiptPaper(view, sale, area.rows)
  const action = screen.isOpen ? en.printAgain : en.open
  return {
    body: Array.from(
      { length: area.rows },
      (_, row) =>
        (left[row] ?? cell(theme.canvas, '', listCells)) + cell(theme.canvas, '', GAP_CELLS) + (right[row] ?? ''),
    ),
    prompt: en.receipts,
    keys: [arrowKeys(en.select), screenKey(view, 'escape', en.back), primaryKey(view, 'enter', action)],
  }
}
