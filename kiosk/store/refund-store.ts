import type Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { completeRefund } from '#core/refund/complete-refund.ts'
import type { Refund, RefundDraft, RefundKind, RefundTender } from '#core/refund/refund.ts'
import { refundLabel, saleNumber } from '#core/sale/receipt-label.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import { NumberSeries } from '#kiosk/store/number-series.ts'
import type { PrintJobStore } from '#kiosk/store/print-job-store.ts'
import { readBody } from '#kiosk/store/read-body.ts'
import type { ReservationStore } from '#kiosk/store/reservation-store.ts'
import type { ShiftStore } from '#kiosk/store/shift-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'
import { isoTime, type TillIdentity } from '#kiosk/store/store-ports.ts'
import { uuidBytes } from '#kiosk/store/uuid-bytes.ts'

/** Refunds in one list: more than anybody scrolls through at a till. */
const LAST_REFUNDS_MAX = 100

/** What completing a refund touches beside its own table. */
export interface RefundStoreParts extends StoreParts {
  readonly shifts: ShiftStore
  readonly printJobs: PrintJobStore
  readonly reservations: ReservationStore
  readonly identity: TillIdentity
}

/** Who gives the money back, and the sale that is made in the same ticket. */
export interface RefundedBy {
  readonly operator: { readonly id: number; readonly name: string }
  readonly exchangeSaleId?: string
  /** Of a refund without the hub's leave: whether it may still be; asked in its transaction. */
  readonly mayStand?: () => boolean
}

interface RefundColumns {
  readonly refundNo: number
  readonly refundId: Buffer
  readonly originalSaleId: Buffer | null
  readonly kind: RefundKind
  readonly entryNo: number
  readonly shiftNo: number | null
  readonly totalMinor: number
  readonly taxMinor: number
  readonly cashMinor: number
  readonly cardMinor: number
  readonly otherMinor: number
}

const sumOf = (tenders: readonly RefundTender[], kind: RefundTender['kind']): number =>
  tenders.reduce((sum, tender) => sum + (tender.kind === kind ? tender.amountMinor : 0), 0)

/** The refunds, returns and voids made at this till. */
export class RefundStore {
  readonly #parts: RefundStoreParts
  readonly #insert: Sqlite.Statement<[RefundColumns]>
  readonly #byId: Sqlite.Statement<[Buffer], number>
  readonly #bySale: Sqlite.Statement<[Buffer], number>
  readonly #numbers: NumberSeries
  readonly #last: Sqlite.Statement<[number], number>

  constructor(parts: RefundStoreParts) {
    const { connection } = parts
    this.#parts = parts
    this.#insert = connection.prepare(`
      INSERT INTO refunds (refund_no, refund_id, original_sale_id, kind, entry_no, shift_no, total_minor, tax_minor,
        cash_minor, card_minor, other_minor)
      VALUES (@refundNo, @refundId, @originalSaleId, @kind, @entryNo, @shiftNo, @totalMinor, @taxMinor,
        @cashMinor, @cardMinor, @otherMinor)`)
    const entries = 'SELECT entry_no FROM refunds'
    this.#byId = connection.prepare<[Buffer], number>(`${entries} WHERE refund_id = ?`).pluck()
    this.#bySale = connection
      .prepare<[Buffer], number>(`${entries} WHERE original_sale_id = ? ORDER BY entry_no`)
      .pluck()
    this.#numbers = new NumberSeries(connection, 'refund', {
      deviceNumber: parts.identity.deviceNumber,
      carriedNumber: parts.carried?.refundNumber,
    })
    this.#last = connection.prepare<[number], number>(`${entries} ORDER BY entry_no DESC LIMIT ?`).pluck()
  }

  /**
   * Makes a draft whose money moved a refund, in one transaction with everything that belongs to it, or in the one under
   * way; on the disk when this returns. A refund that exists already comes back as it was recorded. Throws
   * `CommitUnknownError`.
   */
  complete(draft: RefundDraft, tenders: readonly RefundTender[], by: RefundedBy): Refund | DomainError {
    this.#parts.transaction.requireKnown()
    const known = this.byId(draft.refundId)
    if (known !== undefined) return known
    const { ports, shifts, identity, transaction } = this.#parts
    const refundNumber = this.#numbers.next
    const refund = completeRefund(draft, tenders, {
      refundNumber,
      refundLabel: refundLabel(identity.receiptPrefix, refundNumber),
      shiftId: shifts.current()?.shift.shiftId ?? null,
      operatorId: by.operator.id,
      operatorName: by.operator.name,
      completedAt: isoTime(ports.clock),
      ...(by.exchangeSaleId === undefined ? {} : { exchangeSaleId: by.exchangeSaleId }),
    })
    if (refund instanceof DomainError) return refund
    transaction.run(() => {
      assert(by.mayStand?.() ?? true, 'The hub decides about a sale that was handed over.')
      this.#record(refund)
    })
    return refund
  }

  /** The highest refund number given out; it stays so when older refunds are taken out. */
  keepHighestNumber(): number {
    return this.#numbers.keepHighest()
  }

  /** A refund by its id. */
  byId(refundId: string): Refund | undefined {
    return readBody(this.#parts.journal, this.#byId.get(uuidBytes(refundId)), 'refund_completed')
  }

  /** What went back of a sale at this till, oldest first. */
  ofSale(saleId: string): Refund[] {
    return this.#readAll(this.#bySale.all(uuidBytes(saleId)))
  }

  /** The newest refunds, newest first. */
  last(limit: number): Refund[] {
    return this.#readAll(this.#last.all(Math.min(limit, LAST_REFUNDS_MAX)))
  }

  #record(refund: Refund): void {
    const { journal, shifts, printJobs, reservations } = this.#parts
    const { refundId, reservationId } = refund
    const entry = journal.record('refund_completed', refund, { actor: operatorActor(refund.operatorId) })
    this.adopt(refund, { entryNo: journal.entryNumber(entry), shiftNo: shifts.current()?.shiftNo ?? null })
    shifts.addRefund(refund)
    printJobs.add('receipt', refundId)
    if (reservationId !== null) reservations.forget(reservationId)
  }

  /** Puts a refund whose entry stands in the journal into the table; in the transaction under way. */
  adopt(refund: Refund, { entryNo, shiftNo }: { readonly entryNo: number; readonly shiftNo: number | null }): void {
    const { refundId, originalSaleId, kind, tenders, totals } = refund
    const cashMinor = sumOf(tenders, 'cash')
    const cardMinor = sumOf(tenders, 'card')
    this.#insert.run({
      refundNo: saleNumber(this.#parts.identity.deviceNumber, refund.refundNumber),
      refundId: uuidBytes(refundId),
      originalSaleId: originalSaleId === null ? null : uuidBytes(originalSaleId),
      kind,
      entryNo,
      shiftNo,
      totalMinor: totals.totalMinor,
      taxMinor: totals.taxMinor,
      cashMinor,
      cardMinor,
      otherMinor: totals.totalMinor - cashMinor - cardMinor,
    })
  }

  #readAll(entryNumbers: readonly number[]): Refund[] {
    const { journal } = this.#parts
    return entryNumbers
      .map((entryNo) => readBody(journal, entryNo, 'refund_completed'))
      .filter((refund) => refund !== undefined)
  }
}
