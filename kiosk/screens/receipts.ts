import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { PAPER_CELLS, receiptPaper, refundPaper } from '#kiosk/screens/receipt-paper.ts'
import { type Paint, type TillView, money } from '#kiosk/screens/view.ts'
import type { ListedReceipt } from '#kiosk/state/world.ts'
import { actionTexts, en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { refundWords as words } from '#kiosk/text/refund-words.ts'
import type { BarKey } from '#kiosk/ui/key-bar.ts'
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

interface Listed {
  readonly label: string
  readonly completedAt: string
  readonly totalMinor: number
  readonly operatorName: string
  /** What became of a sale, or what a refund is. */
  readonly mark: string
}

const listed = (receipt: ListedReceipt): Listed => {
  if (receipt.kind === 'sale') {
    const { receiptLabel: label, completedAt, totals, operatorName } = receipt.subject.sale
    const mark = words.statuses[receipt.subject.status] ?? ''
    return { label, completedAt, totalMinor: totals.totalMinor, operatorName, mark }
  }
  const { refundLabel: label, completedAt, totals, operatorName, kind } = receipt.refund
  return { label, completedAt, totalMinor: -totals.totalMinor, operatorName, mark: words.kinds[kind] }
}

const shortMarks: Readonly<Record<string, string>> = {
  voided: 'VOID',
  refunded: 'REFD',
  returned: 'RETD',
  partially_refunded: 'part',
  partially_returned: 'part',
}

const shortMark = (receipt: ListedReceipt): string =>
  receipt.kind === 'sale' ? (shortMarks[receipt.subject.status] ?? '') : ''

const cellsOf = (view: TillView, receipt: ListedReceipt, cells: number): string[] => {
  const { label, completedAt, totalMinor, operatorName, mark } = listed(receipt)
  const time = view.localTime(completedAt)
  const total = money(view)(totalMinor)
  return cells < WIDE_LIST_CELLS
    ? [label, `${time.slice(-5)} ${shortMark(receipt)}`.trim(), total]
    : [label, time, mark === '' ? operatorName : `${operatorName}, ${mark}`, total]
}

const list = (view: TillView, receipts: readonly ListedReceipt[], selected: number, area: Area): string[] => {
  const { theme } = view.look
  const columns = columnsOf(area.columns)
  const heads =
    area.columns < WIDE_LIST_CELLS ? [en.receipt, en.time, en.total] : [en.receipt, en.receiptAt, en.soldBy, en.total]
  const window = listWindow(receipts.length, area.rows - 1, selected)
  const rows = receipts.slice(window.first, window.first + window.count).map((receipt, row) => {
    const isSelected = window.first + row === selected
    const text = `${isSelected ? ' ▸' : '  '}${tableRow(columns, cellsOf(view, receipt, area.columns))}`
    return paint(isSelected ? theme.selected : theme.canvas, fit(text, area.columns))
  })
  return [cell(theme.heading, `  ${tableRow(columns, heads)}`, area.columns), ...rows]
}

const paperOf = (view: TillView, receipt: ListedReceipt, rows: number): string[] => {
  const { exchangeLabel } = receipt
  if (receipt.kind === 'refund') return refundPaper(view, receipt.refund, rows, { exchangeLabel })
  const { sale, status } = receipt.subject
  return receiptPaper(view, sale, rows, { status, exchangeLabel, buyer: receipt.buyer })
}

const saleKeys = (view: TillView, receipt: ListedReceipt | undefined): BarKey[] =>
  receipt?.kind === 'sale'
    ? [screenKey(view, 'refund', actionTexts.refund.long), { key: 'V', label: words.voidSale, tone: 'danger' }]
    : []

/** This till's last receipts, and the selected one as it printed. */
export const receiptsScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'receipts') return { prompt: '' }
  const { theme } = view.look
  const listCells = area.columns - PAPER_CELLS - GAP_CELLS
  const left = list(view, screen.receipts, screen.selected, { columns: listCells, rows: area.rows })
  const receipt = screen.receipts[screen.selected]
  const right = receipt === undefined ? [] : paperOf(view, receipt, area.rows)
  const action = screen.isOpen ? en.printAgain : en.open
  return {
    body: Array.from(
      { length: area.rows },
      (_, row) =>
        (left[row] ?? cell(theme.canvas, '', listCells)) + cell(theme.canvas, '', GAP_CELLS) + (right[row] ?? ''),
    ),
    prompt: en.receipts,
    keys: [
      arrowKeys(en.select),
      ...saleKeys(view, receipt),
      screenKey(view, 'escape', en.back),
      primaryKey(view, 'enter', action),
    ],
  }
}
