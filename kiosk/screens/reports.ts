import { renderText } from '#core/receipt/render-text.ts'
import { shiftReportDocument } from '#core/receipt/shift-report.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import { arrowKeys, primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { PAPER_CELLS } from '#kiosk/screens/receipt-paper.ts'
import { type Paint, type TillView, money } from '#kiosk/screens/view.ts'
import type { ReportsScreen } from '#kiosk/state/till-state.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { en } from '#kiosk/text/en.ts'
import { fit } from '#kiosk/text/fit.ts'
import { listWindow } from '#kiosk/ui/list-window.ts'
import type { Area } from '#kiosk/ui/look.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'
import { tableColumns, tableRow } from '#kiosk/ui/table.ts'

const PAPER_COLUMNS = 40
const GAP_CELLS = 1
const WIDE_LIST_CELLS = 44
const YEAR_CELLS = 5

const label = ({ kind, reportNumber }: ShiftReport): string => `${kind.toUpperCase()} ${reportNumber}`

const list = (view: TillView, { reports, selected }: ReportsScreen, area: Area): string[] => {
  const { theme } = view.look
  const columns = tableColumns(area.columns - 2, [[6, 'left'], 'rest', [11, 'right']])
  const window = listWindow(reports.length, area.rows - 1, selected)
  const rows = reports.slice(window.first, window.first + window.count).map((report, row) => {
    const isSelected = window.first + row === selected
    // With little room the year is left out.
    const time = view.localTime(report.takenAt).slice(area.columns < WIDE_LIST_CELLS ? YEAR_CELLS : 0)
    const cells = [label(report), time, money(view)(report.totals.grossMinor)]
    const text = `${isSelected ? ' ▸' : '  '}${tableRow(columns, cells)}`
    return paint(isSelected ? theme.selected : theme.canvas, fit(text, area.columns))
  })
  const heads = [en.report, en.receiptAt, en.takings]
  return [cell(theme.heading, `  ${tableRow(columns, heads)}`, area.columns), ...rows]
}

/** The report as it prints; what does not fit is scrolled to. */
const paper = (view: TillView, report: ShiftReport, firstRow: number, rows: number): string[] => {
  const { state, look, localTime } = view
  const facts = { policy: state.policy, localTime, tillName: state.tillName, isCopy: false }
  const lines = renderText(shiftReportDocument(report, facts), PAPER_COLUMNS, cellWidth).trimEnd().split('\n')
  const first = Math.max(0, Math.min(firstRow, lines.length - rows))
  const shown = lines.slice(first, first + rows)
  if (first > 0) shown[0] = '⋮'
  if (first + rows < lines.length) shown[rows - 1] = '⋮'
  return shown.map((line) => cell(look.theme.paper, `  ${line}`, PAPER_CELLS))
}

/** This till's X and Z reports, and the selected one as it printed. */
export const reportsScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'reports') return { prompt: '' }
  const { theme } = view.look
  const listCells = area.columns - PAPER_CELLS - GAP_CELLS
  const left = list(view, screen, { columns: listCells, rows: area.rows })
  const report = screen.reports[screen.selected]
  const right = report === undefined ? [] : paper(view, report, screen.firstRow, area.rows)
  return {
    body: Array.from(
      { length: area.rows },
      (_, row) =>
        (left[row] ?? cell(theme.canvas, '', listCells)) + cell(theme.canvas, '', GAP_CELLS) + (right[row] ?? ''),
    ),
    prompt: en.reports,
    keys: [
      arrowKeys(screen.isOpen ? en.scroll : en.select),
      screenKey(view, 'escape', en.back),
      primaryKey(view, 'enter', screen.isOpen ? en.printAgain : en.open),
    ],
  }
}
