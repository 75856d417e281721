import type Sqlite from 'better-sqlite3'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

/** What is printed: the receipt of a sale, another copy of it, or a shift's report. */
export type PrintJobKind = 'receipt' | 'receipt_copy' | 'shift_report'

/** How printing went; `unconfirmed` when the printer did not say. */
export type PrintResult = 'confirmed' | 'unconfirmed' | 'refused'

/** Something to print; the document is made of the sale or shift that `subjectId` names. */
export interface PrintJob {
  readonly jobId: number
  readonly kind: PrintJobKind
  readonly subjectId: string
  /** Queued before this boot, or a report that was queued before: it may be on paper already, so it is marked as a copy. */
  readonly isMaybePrinted: boolean
}

interface JobRow {
  readonly jobId: number
  readonly kind: PrintJobKind
  readonly subjectId: string
  readonly streamNo: number
}

/** What is to be printed, in order; a receipt's job is part of its sale's transaction. */
export class PrintJobStore {
  readonly #parts: StoreParts
  readonly #add: Sqlite.Statement<[string, string, number]>
  readonly #next: Sqlite.Statement<[number], JobRow>
  readonly #earlier: Sqlite.Statement<[string, number], number>
  readonly #finish: Sqlite.Statement<[string, number]>
  /** No job before this one waits: spares an index, and with it a page of each sale. */
  #nextFrom = 0

  constructor(parts: StoreParts) {
    const { connection } = parts
    this.#parts = parts
    this.#add = connection.prepare(
      "INSERT INTO print_jobs (kind, subject_id, stream_no, state) VALUES (?, ?, ?, 'queued')",
    )
    this.#next = connection.prepare(`
      SELECT job_no AS jobId, kind, subject_id AS subjectId, stream_no AS streamNo
      FROM print_jobs WHERE job_no >= ? AND state = 'queued' ORDER BY job_no LIMIT 1`)
    this.#earlier = connection
      .prepare<[string, number], number>('SELECT 1 FROM print_jobs WHERE subject_id = ? AND job_no < ?')
      .pluck()
    this.#finish = connection.prepare('UPDATE print_jobs SET state = ? WHERE job_no = ?')
  }

  /** Queues a document; gives the job's id. */
  add(kind: PrintJobKind, subjectId: string): number {
    const { journal, transaction } = this.#parts
    return transaction.run(() => Number(this.#add.run(kind, subjectId, journal.streamNumber()).lastInsertRowid))
  }

  /** Queues another copy of a receipt, on the record. */
  reprint(
    of: { readonly saleId: string } | { readonly refundId: string },
    by: { readonly operatorId: number },
  ): number {
    const { journal, transaction } = this.#parts
    return transaction.run(() => {
      journal.record('receipt_reprinted', of, { actor: operatorActor(by.operatorId) })
      return this.add('receipt_copy', 'saleId' in of ? of.saleId : of.refundId)
    })
  }

  /** What to print next. */
  next(): PrintJob | undefined {
    const row = this.#next.get(this.#nextFrom)
    if (row === undefined) return undefined
    this.#nextFrom = row.jobId
    const { streamNo, ...job } = row
    return { ...job, isMaybePrinted: streamNo < this.#parts.journal.streamNumber() || this.#isReportAgain(row) }
  }

  /** Keeps how printing went; the job is done with either way. */
  finish(jobId: number, result: PrintResult): void {
    this.#parts.transaction.run(() => this.#finish.run(result, jobId))
  }

  #isReportAgain({ kind, subjectId, jobId }: JobRow): boolean {
    return kind === 'shift_report' && this.#earlier.get(subjectId, jobId) !== undefined
  }
}
