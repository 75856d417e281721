import type Sqlite from 'better-sqlite3'
import type { CashMovement } from '#core/cash/cash-movement.ts'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import { addCancelled, addCashMovement, addRefund, addSale, closeShift, NO_SALES } from '#core/shift/shift-totals.ts'
import type { DrawerCount, Shift, ShiftClose, ShiftTotals } from '#core/shift/shift.ts'
import type { Carried } from '#kiosk/store/carried.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import type { ReportStore } from '#kiosk/store/report-store.ts'
import { readShiftTotals } from '#kiosk/store/shift-sums.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'
import { isoTime } from '#kiosk/store/store-ports.ts'

/** The shift under way, and what it took so far. */
export interface CurrentShift {
  readonly shiftNo: number
  readonly shift: Shift
  readonly totals: ShiftTotals
}

/** Why a shift may not close yet. */
export interface CloseBlocks {
  readonly isBasketOpen: () => boolean
  readonly unfinishedPayments: () => number
  readonly unclaimedPayments: () => number
}

const readCurrent = (connection: Sqlite.Database, carried: Carried | undefined): CurrentShift | undefined => {
  const row = connection
    .prepare<[], { shiftNo: number; shift: string; fromEntryNo: number | null }>(
      'SELECT shift_no AS shiftNo, shift, from_entry_no AS fromEntryNo FROM shifts WHERE close IS NULL',
    )
    .get()
  if (row === undefined) return undefined
  const shift = JSON.parse(row.shift) as Shift
  const { shiftId } = shift
  const before = carried?.shift?.shift.shiftId === shiftId ? carried.shift.totals : NO_SALES
  const totals = readShiftTotals(connection, { shiftId, fromEntryNo: row.fromEntryNo ?? 0 }, before)
  return { shiftNo: row.shiftNo, shift, totals }
}

/** Shifts: at most one is open. */
export class ShiftStore {
  readonly #parts: StoreParts
  readonly #blocks: CloseBlocks
  readonly #reports: ReportStore
  readonly #insert: Sqlite.Statement<[string, string, number]>
  readonly #close: Sqlite.Statement<[string, number]>
  readonly #closed: Sqlite.Statement<[string], string>
  #current: CurrentShift | undefined

  constructor(parts: StoreParts, reports: ReportStore, blocks: CloseBlocks) {
    const { connection, carried } = parts
    this.#parts = parts
    this.#reports = reports
    this.#blocks = blocks
    this.#insert = connection.prepare('INSERT INTO shifts (shift_id, shift, from_entry_no) VALUES (?, ?, ?)')
    this.#close = connection.prepare('UPDATE shifts SET close = ? WHERE shift_no = ?')
    this.#closed = connection.prepare<[string], string>('SELECT close FROM shifts WHERE shift_id = ?').pluck()
    this.#current = readCurrent(connection, carried)
  }

  /** The open shift; undefined between shifts. */
  current(): CurrentShift | undefined {
    return this.#current
  }

  /** How a shift ended; undefined for one that is open or unknown. */
  closeOf(shiftId: string): ShiftClose | undefined {
    const close = this.#closed.get(shiftId)
    return typeof close === 'string' ? (JSON.parse(close) as ShiftClose) : undefined
  }

  /** Opens a shift; 'shift_open' while there is one. */
  open(facts: {
    readonly operatorId: number
    readonly floatMinor: number
    readonly businessDate: string
  }): Shift | DomainError {
    if (this.#current !== undefined) return new DomainError('shift_open', 'A shift is open already.')
    const { operatorId, floatMinor, businessDate } = facts
    const { journal, ports, transaction } = this.#parts
    const shift: Shift = {
      shiftId: ports.newId(),
      businessDate,
      openedAt: isoTime(ports.clock),
      openedBy: operatorId,
      floatMinor,
    }
    return transaction.run(() => {
      const entry = journal.record('shift_opened', shift, { actor: operatorActor(operatorId), businessDate })
      const entryNo = journal.entryNumber(entry)
      const { lastInsertRowid } = this.#insert.run(shift.shiftId, JSON.stringify(shift), entryNo)
      this.#become({ shiftNo: Number(lastInsertRowid), shift, totals: NO_SALES })
      return shift
    })
  }

  /** Why the shift may not close now: 'shift_closed' without one, 'basket_not_empty', 'conflict' while a payment is open. */
  #whyOpen(): DomainError | undefined {
    if (this.#current === undefined) return new DomainError('shift_closed', 'No shift is open.')
    if (this.#blocks.isBasketOpen()) return new DomainError('basket_not_empty', 'Finish the open sale first.')
    const unfinished = this.#blocks.unfinishedPayments()
    if (unfinished > 0) {
      return new DomainError('conflict', 'A card payment is not finished yet.', { unfinishedPayments: unfinished })
    }
    const unclaimed = this.#blocks.unclaimedPayments()
    return unclaimed > 0
      ? new DomainError('conflict', 'A card payment is to be given back.', { unclaimedPayments: unclaimed })
      : undefined
  }

  /** Closes the shift with what was counted, and makes its Z report, in one transaction; or says why it stays open. */
  close(count: DrawerCount & { readonly operatorId: number }): ShiftClose | DomainError {
    const { journal, ports, transaction } = this.#parts
    const why = this.#whyOpen()
    if (why !== undefined) return why
    const current = this.#current
    assert(current !== undefined, 'A shift that may close is open.')
    const { operatorId, ...counted } = count
    const closed = closeShift(current.shift, current.totals, { ...counted, closedAt: isoTime(ports.clock) })
    return transaction.run(() => {
      journal.record('shift_closed', closed, { actor: operatorActor(operatorId) })
      this.#reports.make(current, operatorId, closed)
      this.#close.run(JSON.stringify(closed), current.shiftNo)
      this.#become(undefined)
      journal.anchor({ why: 'shift_closed' })
      return closed
    })
  }

  /** An X report: how the shift stands; 'shift_closed' without one. */
  report(by: { readonly operatorId: number }): ShiftReport | DomainError {
    if (this.#current === undefined) return new DomainError('shift_closed', 'No shift is open.')
    return this.#reports.make(this.#current, by.operatorId)
  }

  /** Counts a sale into the open shift; in the sale's transaction. */
  addSale(sale: Sale): void {
    this.#count((totals) => addSale(totals, sale))
  }

  /** Counts a refund, return or void into the open shift; in the refund's transaction. */
  addRefund(refund: Refund): void {
    this.#count((totals) => addRefund(totals, refund))
  }

  /** Counts money that moved without a sale; in its transaction. */
  addCashMovement(movement: CashMovement): void {
    this.#count((totals) => addCashMovement(totals, movement))
  }

  /** Counts what was taken out of a sale that was cancelled; in its transaction. */
  addCancelled(cancelled: EntryBodies['basket_cancelled']): void {
    this.#count((totals) => addCancelled(totals, cancelled))
  }

  #count(add: (totals: ShiftTotals) => ShiftTotals): void {
    if (this.#current === undefined) return
    this.#become({ ...this.#current, totals: add(this.#current.totals) })
  }

  #become(current: CurrentShift | undefined): void {
    const before = this.#current
    this.#current = current
    this.#parts.transaction.onRollback(() => {
      this.#current = before
    })
  }
}
