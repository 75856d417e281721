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
}

type ShiftRow = ShiftTotals & { readonly shiftNo: number; readonly shift: string }

const toCurrent = ({ shiftNo, shift, ...totals }: ShiftRow): CurrentShift => ({
  shiftNo,
  shift: JSON.parse(shift) as Shift,
  totals,
})

const totalsColumns = `sale_count AS saleCount, item_count AS itemCount, gross_minor AS grossMinor, tax_minor AS taxMinor,
  discount_minor AS discountMinor, cash_minor AS cashMinor, card_minor AS cardMinor, other_minor AS otherMinor`

/** Shifts: at most one is open. */
export class ShiftStore {
  readonly #parts: StoreParts
  readonly #blocks: CloseBlocks
  readonly #insert: Sqlite.Statement<[string, string]>
  readonly #close: Sqlite.Statement<[string, number]>
  readonly #update: Sqlite.Statement<[ShiftTotals & { readonly shiftNo: number }]>
  readonly #closed: Sqlite.Statement<[string], string>
  #current: CurrentShift | undefined

  constructor(parts: StoreParts, blocks: CloseBlocks) {
    const { connection } = parts
    this.#parts = parts
    this.#blocks = blocks
    this.#insert = connection.prepare('INSERT INTO shifts (shift_id, shift) VALUES (?, ?)')
    this.#close = connection.prepare('UPDATE shifts SET close = ? WHERE shift_no = ?')
    this.#update = connection.prepare(`
      UPDATE shifts SET sale_count = @saleCount, item_count = @itemCount, gross_minor = @grossMinor,
        tax_minor = @taxMinor, discount_minor = @discountMinor, cash_minor = @cashMinor, card_minor = @cardMinor,
        other_minor = @otherMinor
      WHERE shift_no = @shiftNo`)
    this.#closed = connection.prepare<[string], string>('SELECT close FROM shifts WHERE shift_id = ?').pluck()
    const row = connection
      .prepare<[], ShiftRow>(`SELECT shift_no AS shiftNo, shift, ${totalsColumns} FROM shifts WHERE close IS NULL`)
      .get()
    this.#current = row === undefined ? undefined : toCurrent(row)
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

  /** Closes the shift; 'shift_closed' without one, 'basket_not_empty', or 'conflict' while a payment's end is unknown. */
  close(count: { readonly operatorId: number; readonly countedCashMinor: number }): ShiftClose | DomainError {
    const { journal, ports, transaction } = this.#parts
    const current = this.#current
    if (current === undefined) return new DomainError('shift_closed', 'No shift is open.')
    if (this.#blocks.isBasketOpen()) return new DomainError('basket_not_empty', 'Finish the open sale first.')
    const unfinished = this.#blocks.unfinishedPayments()
    if (unfinished > 0) {
      return new DomainError('conflict', 'A card payment is not finished yet.', { unfinishedPayments: unfinished })
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
    const totals = addSale(this.#current.totals, sale)
    this.#update.run({ ...totals, shiftNo: this.#current.shiftNo })
    this.#become({ ...this.#current, totals })
  }

  #become(current: CurrentShift | undefined): void {
    const before = this.#current
    this.#current = current
    this.#parts.transaction.onRollback(() => {
      this.#current = before
    })
  }
}
