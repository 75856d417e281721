import { DIGIT, editEntry } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { askReason } from '#kiosk/state/reason.ts'
import type { RefundGoods, RefundGoodsScreen, RefundPlan } from '#kiosk/state/refund-screens.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillScreen, TillState } from '#kiosk/state/till-state.ts'

const withReceipt = ['to_shelf', 'written_off', 'kept'] as const satisfies readonly RefundGoods[]
const withoutReceipt = ['to_shelf', 'written_off'] as const satisfies readonly RefundGoods[]

/** Asks what becomes of the goods. */
export function openGoods(state: TillState, plan: RefundPlan, from: TillScreen): StepResult {
  const choices = plan.subject === undefined ? withoutReceipt : withReceipt
  const screen: RefundGoodsScreen = { name: 'refund_goods', plan, choices, selected: 0, from }
  return next(state, { screen, entry: '', notice: undefined })
}

/** Keys while that is picked: its number, or the arrows; then Enter. */
export function stepRefundGoods(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_goods') return next(state)
  const { plan, choices, from } = screen
  if (key.action === 'escape') return next(state, { screen: from, entry: '', notice: undefined })
  if (key.action === 'enter') {
    const goods = choices[state.entry === '' ? screen.selected : Number(state.entry) - 1]
    if (goods === undefined) return refuse(state, bad('not_found'))
    return askReason(state, 'refund', { type: 'refund', plan, goods, reason: '', subjectId: plan.refundId })
  }
  const selected = movedSelection(screen.selected, choices.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected }, entry: '' })
  return editEntry(state, key, DIGIT) ?? ignoreKey(state, key)
}
