import type { ReceiptDocument } from '#core/receipt/receipt-document.ts'
import { statusMarks } from '#core/receipt/receipt-head.ts'
import { refundReceipt, type RefundReceiptFacts } from '#core/receipt/refund-receipt.ts'
import { saleReceipt } from '#core/receipt/sale-receipt.ts'
import { shiftReportDocument } from '#core/receipt/shift-report.ts'
import type { DevicesClient } from '#drivers/socket/client.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { Result } from '#drivers/socket/methods.ts'
import { exchangedForRefund, exchangedForSale, ownSubject } from '#kiosk/effects/own-receipts.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { PrintJob } from '#kiosk/store/print-job-store.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** What the queue works with. */
export interface PrintQueueParts {
  readonly store: TillStore
  readonly devices: Pick<DevicesClient, 'request'>
  readonly localTime: (iso: string) => string
  readonly tell: (event: TillEvent) => void
}

const attentions: Readonly<Record<NonNullable<Result<'printer.print'>['cause']>, string>> = {
  cover_open: 'The cover is open.',
  paper_out: 'The paper is out.',
  offline: 'The printer is not there.',
  timeout: 'The printer does not answer.',
  failure: 'The printer has a fault.',
  busy: 'The printer is busy.',
}

const printId = ({ jobId, subjectId }: PrintJob): string => `${subjectId}:${jobId}`

/** The store's number of a job, from the id that the devices know it by. */
export const jobNumberOf = (id: string): number => Number(id.slice(id.lastIndexOf(':') + 1))

/** Prints the store's jobs, one after another. A job is done with once it was tried: what did not print is printed from the list of receipts. */
export class PrintQueue {
  readonly #parts: PrintQueueParts
  #running: Promise<void> | undefined

  constructor(parts: PrintQueueParts) {
    this.#parts = parts
  }

  /** Prints what waits; a call while it prints changes nothing. */
  kick(): void {
    this.#running ??= this.#printAll().finally(() => {
      this.#running = undefined
    })
  }

  /** Resolves when nothing is being printed. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #printAll(): Promise<void> {
    const { store, tell } = this.#parts
    for (let job = store.printJobs.next(); job !== undefined; job = store.printJobs.next()) {
      const result = await this.#print(job)
      store.printJobs.finish(job.jobId, result.outcome)
      const attention = result.cause === undefined ? '' : attentions[result.cause]
      tell({ type: 'printed', outcome: result.outcome, attention })
    }
  }

  async #print(job: PrintJob): Promise<Result<'printer.print'>> {
    const document = this.#documentOf(job)
    if (document === undefined) return { outcome: 'refused', cause: 'failure' }
    try {
      // The devices print an id once; with the sale's in it, no other till's data has the same.
      const jobId = printId(job)
      return await this.#parts.devices.request('printer.print', { jobId, kind: 'receipt', document: [...document] })
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error
      // A request that was cut off may have printed; one that never left has not.
      return error.detail === 'Unanswered'
        ? { outcome: 'unconfirmed', cause: 'offline' }
        : { outcome: 'refused', cause: 'offline' }
    }
  }

  #documentOf(job: PrintJob): ReceiptDocument | undefined {
    const { store, localTime } = this.#parts
    if (job.kind === 'shift_report') return this.#reportOf(job)
    const sale = store.sales.byId(job.subjectId)
    const policy = store.catalogue.policy()
    if (policy === undefined) return undefined
    const isCopy = job.kind === 'receipt_copy' || job.isMaybePrinted
    if (sale === undefined) return this.#refundOf(job, { policy, isCopy })
    const exchangeLabel = exchangedForSale(store, sale)
    const buyer = store.sales.buyerOf(sale.saleId)
    return saleReceipt(sale, {
      policy,
      isCopy,
      localTime: localTime(sale.completedAt),
      ...(buyer === undefined ? {} : { buyer }),
      ...statusMarks(ownSubject(store, sale).status),
      ...(exchangeLabel === undefined ? {} : { exchangeLabel }),
    })
  }

  #refundOf(
    { subjectId }: PrintJob,
    facts: Pick<RefundReceiptFacts, 'policy' | 'isCopy'>,
  ): ReceiptDocument | undefined {
    const { store, localTime } = this.#parts
    const refund = store.refunds.byId(subjectId)
    if (refund === undefined) return undefined
    const exchangeLabel = exchangedForRefund(store, refund)
    return refundReceipt(refund, {
      ...facts,
      localTime: localTime(refund.completedAt),
      ...(exchangeLabel === undefined ? {} : { exchangeLabel }),
    })
  }

  #reportOf(job: PrintJob): ReceiptDocument | undefined {
    const { store, localTime } = this.#parts
    const report = store.reports.byId(job.subjectId)
    const policy = store.catalogue.policy()
    if (report === undefined || policy === undefined) return undefined
    const journalHash = report.kind === 'z' ? store.reports.hashOf(job.subjectId) : undefined
    return shiftReportDocument(report, {
      policy,
      localTime,
      tillName: store.tillName(),
      isCopy: job.isMaybePrinted,
      ...(journalHash === undefined ? {} : { journalHash }),
    })
  }
}
