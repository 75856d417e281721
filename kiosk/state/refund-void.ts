import { endEmptied } from '#kiosk/state/basket-step.ts'
import { bad, info } from '#kiosk/state/notice.ts'
import { askReason } from '#kiosk/state/reason.ts'
import { subjectRefusal } from '#kiosk/state/refund-age.ts'
import type { RefundSubject } from '#kiosk/state/refund-screens.ts'
import { andThen, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Asks why a whole sale is undone; one of which something went back already is refused. */
export function askVoid(state: TillState, subject: RefundSubject, world: World): StepResult {
  if (state.basket !== undefined) return refuse(state, bad('basket_not_empty'))
  const refusal = subjectRefusal(state, subject)
  if (refusal !== undefined) return refuseWith(state, refusal)
  if (subject.refunded.lines.length > 0) return refuse(state, bad('sale_has_refunds'))
  const refundId = world.newId()
  return askReason(state, 'void', { type: 'void_sale', subject, refundId, reason: '', subjectId: refundId })
}

/** The key alone: the last sale of this till. */
export const voidLastSale = (state: TillState, world: World): StepResult =>
  andThen(endEmptied(state), (after) => {
    if (after.shift === undefined) return refuse(after, bad('shift_closed'))
    if (after.basket !== undefined) return refuse(after, bad('basket_not_empty'))
    const [last] = world.lastSales()
    const subject = last === undefined ? undefined : world.saleByLabel(last.receiptLabel)
    return subject === undefined ? refuse(after, info('receipts_none')) : askVoid(after, subject, world)
  })
