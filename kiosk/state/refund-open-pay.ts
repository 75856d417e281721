import type { DomainError } from '#core/errors/domain-error.ts'
import { refundCash, type RefundCoins } from '#core/refund/refund-cash.ts'
import { refundTendersRefusal, refundWays } from '#core/refund/refund-ways.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { lessTenders } from '#core/refund/take-tenders.ts'
import { may } from '#core/staff/may.ts'
import { exchangeMinor } from '#kiosk/state/refund-exchange.ts'
import type { PendingRefund } from '#kiosk/state/refund-screens.ts'
import { next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillScreen, TillState } from '#kiosk/state/till-state.ts'

type Unpaid = Omit<PendingRefund, 'tenders' | 'cardsDone'>

/** What cash of this refund is rounded by. */
export const coinsOf = ({ policy }: TillState, { subject }: Pick<PendingRefund, 'subject'>): RefundCoins => ({
  smallestCoinMinor: policy.smallestCoinMinor,
  before: subject?.refunded,
  paid: subject?.sale.tenders,
})

const waysOf = (state: TillState, { draft, subject, isAuthorised }: Unpaid) => {
  const { policy, operator } = state
  const mayAlone = operator !== undefined && may(operator, 'refund_beyond_policy')
  return subject === undefined
    ? undefined
    : refundWays(subject.sale, subject.refunded, draft, { policy, isAuthorised: isAuthorised || mayAlone })
}

/** What an exchange keeps of a refund for the open sale. */
const keptTenders = (state: TillState, { isExchange }: Pick<PendingRefund, 'isExchange'>): RefundTender[] => {
  const { basket } = state
  const amountMinor = exchangeMinor(state)
  if (!isExchange || basket === undefined || amountMinor === 0) return []
  return [{ kind: 'exchange', amountMinor, saleId: basket.saleId }]
}

/** All tenders of a refund: what an exchange keeps, and what goes back. */
export const allTenders = (state: TillState, pending: PendingRefund): RefundTender[] => [
  ...keptTenders(state, pending),
  ...pending.tenders,
]

/** Why the money does not go back this way; 'permission_missing' where somebody may allow it. */
export function tendersRefusal(state: TillState, pending: PendingRefund): DomainError | undefined {
  const ways = waysOf(state, pending)
  if (ways === undefined || pending.subject === undefined) return undefined
  return refundTendersRefusal(allTenders(state, pending), pending.subject.sale, pending.draft.totals.totalMinor, ways)
}

/** Shows what goes back and how; for an exchange the rest of it. Without a receipt all of it goes back in cash. */
export function openPay(state: TillState, unpaid: Unpaid, from: TillScreen): StepResult {
  const coins = coinsOf(state, unpaid)
  const { totalMinor } = unpaid.draft.totals
  const cash = totalMinor === 0 ? [] : [refundCash(totalMinor, coins)]
  const whole = waysOf(state, unpaid)?.suggested ?? cash
  const keptMinor = keptTenders(state, unpaid).reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const suggested = lessTenders(whole, keptMinor, coins)
  const pending: PendingRefund = { ...unpaid, tenders: suggested, cardsDone: 0 }
  return next(state, { screen: { name: 'refund_pay', pending, suggested, from }, entry: '', notice: undefined })
}
