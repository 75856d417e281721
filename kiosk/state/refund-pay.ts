import { DomainError } from '#core/errors/domain-error.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { withCash } from '#core/refund/take-tenders.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { AMOUNT_SIGN, editEntry, typedAmount } from '#kiosk/state/entry.ts'
import { bad, info } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { authorisationsOf } from '#kiosk/state/refund-begin.ts'
import { coinsOf, tendersRefusal } from '#kiosk/state/refund-open-pay.ts'
import { reserveRefund } from '#kiosk/state/refund-reserve.ts'
import type { PendingRefund, RefundPayScreen } from '#kiosk/state/refund-screens.ts'
import { settleRefund } from '#kiosk/state/refund-settle.ts'
import { complain, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const change = (state: TillState, screen: RefundPayScreen, tenders: readonly RefundTender[]): StepResult =>
  next(state, { screen: { ...screen, pending: { ...screen.pending, tenders } }, entry: '', notice: undefined })

const isPoints = (tender: RefundTender): boolean => tender.kind === 'other' && tender.method === 'points'

/** An amount and the key: so much in cash; the key alone: all that may be. A void goes back as it came. */
const inCash = (state: TillState, screen: RefundPayScreen): StepResult => {
  const { suggested, pending } = screen
  if (pending.draft.kind === 'void') return refuse(state, bad('void_as_it_came'))
  const allMinor = suggested.reduce((sum, tender) => sum + (isPoints(tender) ? 0 : tender.amountMinor), 0)
  const cashMinor = state.entry === '' ? allMinor : typedAmount(state)
  if (cashMinor instanceof DomainError) return refuseWith(state, cashMinor)
  const tenders = withCash(suggested, cashMinor, coinsOf(state, pending))
  return tenders instanceof DomainError ? refuseWith(state, tenders) : change(state, screen, tenders)
}

/** It goes back now, with a manager where the policy does not reach. */
const confirm = (state: TillState, { pending }: RefundPayScreen): StepResult => {
  if (state.entry !== '') return complain(state, bad('entry_open'))
  const refusal = tendersRefusal(state, pending)
  const isBeyond = refusal?.code === 'permission_missing'
  if (refusal !== undefined && !isBeyond) return refuseWith(state, refusal)
  return attempt(state, { type: 'refund_money', pending, isBeyond, subjectId: pending.draft.refundId })
}

const escape = (state: TillState, { from }: RefundPayScreen): StepResult =>
  state.entry === '' ? next(state, { screen: from, notice: undefined }) : next(state, { entry: '', notice: undefined })

const actions: Partial<Record<TillAction, (state: TillState, screen: RefundPayScreen) => StepResult>> = {
  escape,
  cash: inCash,
  card: (state, screen) => change(state, screen, screen.suggested),
  // An Enter may have bounced from the screen before; alone it moves no money.
  enter: (state, screen) => (state.entry === '' ? refuse(state, info('refund_press_total')) : inCash(state, screen)),
  total: confirm,
}

/** Keys while a refund shows how its money goes: cash for some of it, and the total key gives it back. */
export function stepRefundPay(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_pay') return next(state)
  const act = key.action === undefined ? undefined : actions[key.action]
  return act?.(state, screen) ?? editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
}

/** True where this till needs nobody's leave: nobody else can know of the sale, and no card is to be paid back for it. */
const isDecidedAlone = ({ draft, tenders }: PendingRefund, world: World): boolean =>
  draft.originalSaleId !== null &&
  world.mayRefundAlone(draft.originalSaleId) &&
  tenders.every(({ kind }) => kind === 'cash')

/** The money may go: the hub is asked, where it was not yet. */
export function payRefund(
  state: TillState,
  { pending }: ActionOf<'refund_money'>,
  world: World,
  approval: Approval,
): StepResult {
  const authorisations = authorisationsOf(approval, pending.draft.authorisations)
  const draft = authorisations.length === 0 ? pending.draft : { ...pending.draft, authorisations }
  const paid = { ...pending, draft, isAuthorised: pending.isAuthorised || approval !== undefined }
  const isReserved = draft.originalSaleId === null || draft.reservationId !== null
  return isReserved || isDecidedAlone(paid, world)
    ? settleRefund(state, paid)
    : reserveRefund(state, paid, world, state.screen)
}
