import type Sqlite from 'better-sqlite3'
import { saleNumber } from '#core/sale/receipt-label.ts'
import {
  addToGrandTotal,
  makeShiftReport,
  type GrandTotal,
  type ReportKind,
  type ShiftReport,
} from '#core/shift/shift-report.ts'
import type { Shift, ShiftClose, ShiftTotals } from '#core/shift/shift.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import type { PrintJobStore } from '#kiosk/store/print-job-store.ts'
import { readBody } from '#kiosk/store/read-body.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'
import { isoTime, type TillIdentity } from '#kiosk/store/store-ports.ts'

/** Reports in one list: more than anybody scrolls through at a till. */
const LAST_REPORTS_MAX = 100

/** What reports take from the till beside what every store has. */
export interface ReportStoreParts extends StoreParts {
  readonly printJobs: PrintJobStore
  readonly identity: TillIdentity
  readonly currency: () => string
  readonly operatorName: (operatorId: number) => string
}

/** The shift that a report is made of. */
export interface ReportedShift {
  readonly shiftNo: number
  readonly shift: Shift
  readonly totals: ShiftTotals
}

interface Sums {
  readonly salesMinor: number
  readonly refundsMinor: number
}

type ReportRow = Sums & {
  readonly deviceNumber: number
  readonly kind: ReportKind
  readonly reportNumber: number
  readonly reportId: string
  readonly shiftNo: number
  readonly entryNo: number
}

/** X and Z reports: made once, numbered without gaps for each enrolment, never changed. */
export class ReportStore {
  readonly #parts: ReportStoreParts
  readonly #insert: Sqlite.Statement<[ReportRow]>
  readonly #lastNumber: Sqlite.Statement<[number, string], number | null>
  readonly #lastSums: Sqlite.Statement<[number], Sums>
  readonly #salesBefore: Sqlite.Statement<[number, number, number], number>
  readonly #byId: Sqlite.Statement<[string], number>
  readonly #ofShift: Sqlite.Statement<[string], number>
  readonly #last: Sqlite.Statement<[number], number>
  /** The highest numbers whose rows are no longer here. */
  readonly #kept: Record<ReportKind, number>

  constructor(parts: ReportStoreParts) {
    const { connection, carried } = parts
    this.#parts = parts
    this.#kept = { x: carried?.xReportNumber ?? 0, z: carried?.zReportNumber ?? 0 }
    this.#insert = connection.prepare(`
      INSERT INTO shift_reports
        (device_number, kind, report_no, report_id, shift_no, entry_no, sales_minor, refunds_minor)
      VALUES (@deviceNumber, @kind, @reportNumber, @reportId, @shiftNo, @entryNo, @salesMinor, @refundsMinor)`)
    this.#lastNumber = connection
      .prepare<[number, string], number | null>(
        'SELECT max(report_no) FROM shift_reports WHERE device_number = ? AND kind = ?',
      )
      .pluck()
    this.#lastSums = connection.prepare(`
      SELECT sales_minor AS salesMinor, refunds_minor AS refundsMinor FROM shift_reports
      WHERE device_number = ? AND kind = 'z' ORDER BY report_no DESC LIMIT 1`)
    this.#salesBefore = connection
      .prepare<[number, number, number], number>(
        'SELECT ifnull(sum(total_minor), 0) FROM sales WHERE sale_no > ? AND sale_no < ? AND shift_no IS NOT ?',
      )
      .pluck()
    const entries = 'SELECT entry_no FROM shift_reports'
    this.#byId = connection.prepare<[string], number>(`${entries} WHERE report_id = ?`).pluck()
    this.#ofShift = connection
      .prepare<[string], number>(`${entries} JOIN shifts USING (shift_no) WHERE shift_id = ? AND kind = 'z'`)
      .pluck()
    this.#last = connection.prepare<[number], number>(`${entries} ORDER BY entry_no DESC LIMIT ?`).pluck()
  }

  /** Makes a report and queues its paper, in one transaction or in the one under way; a Z where the shift was closed. */
  make(current: ReportedShift, operatorId: number, close?: ShiftClose): ShiftReport {
    const { journal, transaction, printJobs } = this.#parts
    const kind = close === undefined ? 'x' : 'z'
    const report = makeShiftReport(current.shift, current.totals, this.#facts(current, kind, operatorId), close)
    return transaction.run(() => {
      const entry = journal.record('shift_report', report, { actor: operatorActor(operatorId) })
      this.adopt(report, { entryNo: journal.entryNumber(entry), shiftNo: current.shiftNo })
      printJobs.add('shift_report', report.reportId)
      return report
    })
  }

  /** Puts a report whose entry stands in the journal into the table; in the transaction under way. */
  adopt(report: ShiftReport, place: { readonly entryNo: number; readonly shiftNo: number }): void {
    const { grandTotal, kind, reportNumber, reportId } = report
    const { deviceNumber } = this.#parts.identity
    this.#insert.run({ ...grandTotal, ...place, deviceNumber, kind, reportNumber, reportId })
  }

  /** A report by its id. */
  byId(reportId: string): ShiftReport | undefined {
    return this.#read(this.#byId.get(reportId))
  }

  /** The hash of a report's entry: what its paper vouches with. */
  hashOf(reportId: string): string | undefined {
    const entryNo = this.#byId.get(reportId)
    return entryNo === undefined ? undefined : this.#parts.journal.byNumber(entryNo)?.hash
  }

  /** How a shift ended; undefined for one that is open or unknown. */
  ofShift(shiftId: string): ShiftReport | undefined {
    return this.#read(this.#ofShift.get(shiftId))
  }

  /** All that was sold and given back up to now; undefined outside of shifts before the first Z. */
  grandTotal(current: ReportedShift | undefined): GrandTotal | undefined {
    if (current !== undefined) return addToGrandTotal(this.#grandTotalBefore(current), current.totals)
    const last = this.#lastSums.get(this.#parts.identity.deviceNumber)
    return last && { ...last, netMinor: last.salesMinor - last.refundsMinor }
  }

  /** The newest reports, X and Z, newest first. */
  last(limit: number): ShiftReport[] {
    const entryNumbers = this.#last.all(Math.min(limit, LAST_REPORTS_MAX))
    return entryNumbers.map((entryNo) => this.#read(entryNo)).filter((report) => report !== undefined)
  }

  /** The highest numbers given out; they stay so when older reports are taken out. */
  keepHighestNumbers(): { readonly xReportNumber: number; readonly zReportNumber: number } {
    this.#kept.x = this.#highestNumber('x')
    this.#kept.z = this.#highestNumber('z')
    return { xReportNumber: this.#kept.x, zReportNumber: this.#kept.z }
  }

  #highestNumber(kind: ReportKind): number {
    const { deviceNumber } = this.#parts.identity
    return Math.max(this.#lastNumber.get(deviceNumber, kind) ?? 0, this.#kept[kind])
  }

  #facts(current: ReportedShift, kind: ReportKind, operatorId: number): Parameters<typeof makeShiftReport>[2] {
    const { ports, currency, operatorName } = this.#parts
    return {
      reportId: ports.newId(),
      reportNumber: this.#highestNumber(kind) + 1,
      takenAt: isoTime(ports.clock),
      operatorId,
      operatorName: operatorName(operatorId),
      currency: currency(),
      grandTotalBefore: this.#grandTotalBefore(current),
    }
  }

  /** The perpetual total of the last Z; before the first, what was sold in shifts that ended without one. */
  #grandTotalBefore({ shiftNo }: ReportedShift): GrandTotal {
    const { deviceNumber } = this.#parts.identity
    const last = this.#lastSums.get(deviceNumber)
    if (last !== undefined) return { ...last, netMinor: last.salesMinor - last.refundsMinor }
    if (this.#parts.carried !== undefined) return this.#parts.carried.grandTotal
    const from = saleNumber(deviceNumber, 0)
    const salesMinor = this.#salesBefore.get(from, saleNumber(deviceNumber + 1, 0), shiftNo) ?? 0
    return { salesMinor, refundsMinor: 0, netMinor: salesMinor }
  }

  #read(entryNo: number | undefined): ShiftReport | undefined {
    return readBody(this.#parts.journal, entryNo, 'shift_report')
  }
}
