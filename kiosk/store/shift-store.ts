import type Sqlite from 'better-sqlite3'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Sale } from '#core/sale/sale.ts'
import { addSale, closeShift, NO_SALES } from '#core/shift/shift-totals.ts'
import type { Shift, ShiftClose, ShiftTotals } from '#core/shift/shift.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
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

const totalsSql = `
  SELECT count(*) AS saleCount, ifnull(sum(item_count), 0) AS itemCount, ifnull(sum(total_minor), 0) AS grossMinor,
    ifnull(sum(tax_minor), 0) AS taxMinor, ifnull(sum(discount_minor), 0) AS discountMinor,
    ifnull(sum(cash_minor), 0) AS cashMinor, ifnull(sum(card_minor), 0) AS cardMinor,
    ifnull(sum(other_minor), 0) AS otherMinor
  FROM sales WHERE shift_no = ?`

const readCurrent = (connection: Sqlite.Database): CurrentShift | undefined => {
  const row = connection
    .prepare<[], { shiftNo: number; shift: string }>(
      'SELECT shift_no AS shiftNo, shift FROM shifts WHERE close IS NULL',
    )
    .get()
  if (row === undefined) return undefined
  const totals = connection.prepare<[number], ShiftTotals>(totalsSql).get(row.shiftNo) ?? NO_SALES
  return { shiftNo: row.shiftNo, shift: JSON.parse(row.shift) as Shift, totals }
}

/** Shifts: at most one is open. */
export class ShiftStore {
  readonly #parts: StoreParts
  readonly #blocks: CloseBlocks
  readonly #insert: Sqlite.Statement<[string, string]>
  readonly #close: Sqlite.Statement<[string, number]>
  readonly #closed: Sqlite.Statement<[string], string>
  #current: CurrentShift | undefined

  constructor(parts: StoreParts, blocks: CloseBlocks) {
    const { connection } = parts
    this.#parts = parts
    this.#blocks = blocks
    this.#insert = connection.prepare('INSERT INTO shifts (shift_id, shift) VALUES (?, ?)')
    this.#close = connection.prepare('UPDATE shifts SET close = ? WHERE shift_no = ?')
    this.#closed = connection.prepare<[string], string>('SELECT close FROM shifts WHERE shift_id = ?').pluck()
    this.#current = readCurrent(connection)
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
      journal.record('shift_opened', shift, { actor: operatorActor(operatorId), businessDate })
      const { lastInsertRowid } = this.#insert.run(shift.shiftId, JSON.stringify(shift))
      this.#become({ shiftNo: Number(lastInsertRowid), shift, totals: NO_SALES })
      return shift
    })
  }

  /** Closes the shift; 'shift_closed' without one, 'basket_not_empty', or 'conflict' while a payment is open. */
  close(count: { readonly operatorId: number; readonly countedCashMinor: number }): ShiftClose | DomainError {
    const { journal, ports, transaction } = this.#parts
    const current = this.#current
    if (current === undefined) return new DomainError('shift_closed', 'No shift is open.')
    if (this.#blocks.isBasketOpen()) return new DomainError('basket_not_empty', 'Finish the open sale first.')
    const unfinished = this.#blocks.unfinishedPayments()
    if (unfinished > 0) {
      return new DomainError('conflict', 'A card payment is not finished yet.', { unfinishedPayments: unfinished })
    }
    const unclaimed = this.#blocks.unclaimedPayments()
    if (unclaimed > 0) {
      return new DomainError('conflict', 'A card payment is to be given back.', { unclaimedPayments: unclaimed })
    }
    const { countedCashMinor } = count
    const closed = closeShift(current.shift, current.totals, { closedAt: isoTime(ports.clock), countedCashMinor })
    return transaction.run(() => {
      journal.record('shift_closed', closed, { actor: operatorActor(count.operatorId) })
      this.#close.run(JSON.stringify(closed), current.shiftNo)
      this.#become(undefined)
      return closed
    })
  }

  /** Counts a sale into the open shift; in the sale's transaction. */
  addSale(sale: Sale): void {
    if (this.#current === undefined) return
    this.#become({ ...this.#current, totals: addSale(this.#current.totals, sale) })
  }

  #become(current: CurrentShift | undefined): void {
    const before = this.#current
    this.#current = current
    this.#parts.transaction.onRollback(() => {
      this.#current = before
    })
  }
}
