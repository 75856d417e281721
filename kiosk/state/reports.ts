import { shiftReportDocument } from '#core/receipt/shift-report.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { bad, good, info } from '#kiosk/state/notice.ts'
import type { ActionOf } from '#kiosk/state/privileged.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { ReportsScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** An X report says what should lie in the drawer, so whoever counts blind does not get one alone. */
export const openXReport = (state: TillState): StepResult =>
  state.shift === undefined
    ? refuse(state, bad('shift_closed'))
    : attempt({ ...state, entry: '' }, { type: 'x_report' })

/** The reports that were made, for whoever may make them. */
export const openReports = (state: TillState): StepResult => attempt({ ...state, entry: '' }, { type: 'list_reports' })

/** Makes an X report. */
export const takeXReport = (state: TillState, _action: ActionOf<'x_report'>): StepResult =>
  state.operator === undefined
    ? next(state)
    : next(state, {}, [{ type: 'take_x_report', operatorId: state.operator.id }])

/** Shows the reports of this till, the newest first. */
export function listReports(state: TillState, _action: ActionOf<'list_reports'>, world: World): StepResult {
  const reports = world.lastReports()
  if (reports.length === 0) return refuse(state, info('reports_none'))
  const screen: ReportsScreen = { name: 'reports', reports, selected: 0, isOpen: false, firstRow: 0 }
  return next(state, { screen, entry: '', notice: undefined })
}

/** The report is on the disk and on its way to the printer; it is shown as well. */
export const onReportTaken = (state: TillState, report: ShiftReport): StepResult =>
  next(state, {
    screen: { name: 'reports', reports: [report], selected: 0, isOpen: true, firstRow: 0 },
    entry: '',
    notice: good('report_taken', { number: report.reportNumber }),
  })

/** Of a report at least so many rows are seen at once, so that it need not scroll beyond its end. */
const ROWS_SEEN_MIN = 14

const scrollRows = (state: TillState, report: ShiftReport | undefined): number => {
  if (report === undefined) return 1
  const facts = { policy: state.policy, localTime: (iso: string) => iso, tillName: state.tillName, isCopy: false }
  return Math.max(1, shiftReportDocument(report, facts).length - ROWS_SEEN_MIN)
}

const escape = (state: TillState, screen: ReportsScreen): StepResult =>
  screen.isOpen && screen.reports.length > 1
    ? next(state, { screen: { ...screen, isOpen: false, firstRow: 0 }, notice: undefined })
    : next(state, { screen: { name: 'sell' }, notice: undefined })

const stepOpen = (state: TillState, screen: ReportsScreen, key: KeyPressed): StepResult => {
  const report = screen.reports[screen.selected]
  if (key.action === 'enter' && report !== undefined) {
    return next(state, { notice: undefined }, [{ type: 'print_report', reportId: report.reportId }])
  }
  const firstRow = movedSelection(screen.firstRow, scrollRows(state, report), key.action)
  return firstRow === undefined ? ignoreKey(state, key) : next(state, { screen: { ...screen, firstRow } })
}

/** Keys in the list of reports: Enter looks into one, and prints it again from there, marked as a copy. */
export function stepReports(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'reports') return next(state)
  if (key.action === 'escape') return escape(state, screen)
  if (screen.isOpen) return stepOpen(state, screen, key)
  if (key.action === 'enter') return next(state, { screen: { ...screen, isOpen: true, firstRow: 0 } })
  const selected = movedSelection(screen.selected, screen.reports.length, key.action)
  return selected === undefined ? ignoreKey(state, key) : next(state, { screen: { ...screen, selected } })
}
