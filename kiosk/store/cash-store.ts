import type { CashMovement } from '#core/cash/cash-movement.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import type { ShiftStore } from '#kiosk/store/shift-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

/** Money that moves in or out of the drawer without a sale. */
export class CashStore {
  readonly #parts: StoreParts
  readonly #shifts: ShiftStore

  constructor(parts: StoreParts, shifts: ShiftStore) {
    this.#parts = parts
    this.#shifts = shifts
  }

  /** Records a movement and counts it into the shift; on the disk when this returns. 'shift_closed' without a shift. */
  record(movement: Omit<CashMovement, 'shiftId'>): CashMovement | DomainError {
    const { journal, transaction } = this.#parts
    const current = this.#shifts.current()
    if (current === undefined) return new DomainError('shift_closed', 'No shift is open.')
    const moved: CashMovement = { ...movement, shiftId: current.shift.shiftId }
    return transaction.run(() => {
      journal.record('cash_moved', moved, { actor: operatorActor(moved.operatorId) })
      this.#shifts.addCashMovement(moved)
      return moved
    })
  }
}
