import { priceBasket } from '#core/basket/price-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { everythingLeft, refundDraft } from '#core/refund/refund-draft.ts'
import type { RefundDraft, RefundKind } from '#core/refund/refund.ts'
import { returnDraft } from '#core/refund/return-draft.ts'
import type { Authorisation } from '#core/sale/sale.ts'
import { bad } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { openPay } from '#kiosk/state/refund-open-pay.ts'
import { beginExchange, reserveRefund } from '#kiosk/state/refund-reserve.ts'
import type { RefundGoods, RefundPlan } from '#kiosk/state/refund-screens.ts'
import { refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const kinds = { to_shelf: 'return', written_off: 'return', kept: 'refund' } as const satisfies Record<
  RefundGoods,
  RefundKind
>

/** Of these lines, the products that nobody takes back, as the catalogue has them now. */
const notReturnable = (lines: readonly { readonly productId: number | null }[], world: World): ReadonlySet<number> =>
  new Set(
    lines.flatMap(({ productId }) =>
      productId !== null && world.productById(productId)?.rules?.isReturnable === false ? [productId] : [],
    ),
  )

/** What was allowed so far, and now. */
export const authorisationsOf = (approval: Approval, before: readonly Authorisation[] = []): Authorisation[] =>
  approval === undefined ? [...before] : [...before, approval]

const draftOf = (
  state: TillState,
  { plan, goods, reason }: ActionOf<'refund'>,
  world: World,
  approval: Approval,
): RefundDraft | DomainError => {
  const { refundId, subject, basket, asks } = plan
  const common = { refundId, reason, isRestocked: goods === 'to_shelf', authorisations: authorisationsOf(approval) }
  if (subject !== undefined) {
    const facts = { ...common, kind: kinds[goods], reservationId: null }
    const { sale, refunded } = subject
    return refundDraft(sale, refunded, asks, { ...facts, notReturnable: notReturnable(sale.lines, world) })
  }
  if (basket === undefined) return new DomainError('refund_nothing_left', 'Nothing came back.')
  return priceReturn(state, world, plan, common)
}

/** What goods without a receipt come to, or why they are not taken back. */
export function priceReturn(
  state: TillState,
  world: World,
  { basket }: Pick<RefundPlan, 'basket'>,
  facts: Omit<Parameters<typeof returnDraft>[1], 'notReturnable'>,
): RefundDraft | DomainError {
  if (basket === undefined) return new DomainError('refund_nothing_left', 'Nothing came back.')
  const { lines, taxes, totals } = priceBasket(basket, state.rules)
  const priced = { lines: [...lines], taxes: [...taxes], totals, currency: state.policy.currency }
  return returnDraft(priced, { ...facts, notReturnable: notReturnable(lines, world) }, state.policy.refunds)
}

/** What goes back is known and why: on to how its money goes, or with an exchange to the hub. */
export function beginRefund(
  state: TillState,
  action: ActionOf<'refund'>,
  world: World,
  approval: Approval,
): StepResult {
  const draft = draftOf(state, action, world, approval)
  if (draft instanceof DomainError) return refuseWith(state, draft)
  if (draft.totals.totalMinor < 0) return refuse(state, bad('refund_not_returnable'))
  const { subject, asks, isExchange } = action.plan
  const isAuthorised = approval?.permission === 'refund_beyond_policy'
  const unpaid = { draft, subject, asks, isAuthorised, isExchange }
  if (!isExchange) return openPay(state, unpaid, state.screen)
  const pending = { ...unpaid, tenders: [], cardsDone: 0 }
  return subject === undefined
    ? beginExchange(state, pending, world)
    : reserveRefund(state, pending, world, state.screen)
}

/** A whole sale is undone: everything back as it came. */
export function beginVoid(
  state: TillState,
  { subject, refundId, reason }: ActionOf<'void_sale'>,
  _world: World,
  approval: Approval,
): StepResult {
  const { sale, refunded } = subject
  const draft = refundDraft(sale, refunded, [], {
    refundId,
    kind: 'void',
    reason,
    isRestocked: true,
    reservationId: null,
    authorisations: authorisationsOf(approval),
  })
  if (draft instanceof DomainError) return refuseWith(state, draft)
  const asks = everythingLeft(sale, refunded, 'void')
  return openPay(state, { draft, subject, asks, isAuthorised: false, isExchange: false }, { name: 'sell' })
}
