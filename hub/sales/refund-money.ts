import type { Policy } from '#core/catalogue/policy.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { RefundCoins } from '#core/refund/refund-cash.ts'
import { refundTendersRefusal, refundWays } from '#core/refund/refund-ways.ts'
import type { RefundDraft, RefundTender } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import { withCash } from '#core/refund/take-tenders.ts'
import type { Sale } from '#core/sale/sale.ts'
import { permissionMissing } from '#hub/identity/require-permission.ts'

/** How a client says that the money goes back; as it came where it says nothing. */
export interface RefundPayment {
  readonly method: 'cash' | undefined
  /** Of the refund to the card, which was made elsewhere. */
  readonly reference: string | undefined
}

/** What the ways of the money go by. */
interface MoneyRules {
  readonly policy: Policy
  /** The caller may refund beyond the policy. */
  readonly isAuthorised: boolean
}

/** Points stay points, whatever becomes of the money. */
const inCash = (
  suggested: readonly RefundTender[],
  { totals }: RefundDraft,
  coins: RefundCoins,
): RefundTender[] | DomainError => {
  const pointsMinor = suggested.reduce(
    (sum, tender) => sum + (tender.kind === 'other' && tender.method === 'points' ? tender.amountMinor : 0),
    0,
  )
  return withCash(suggested, totals.totalMinor - pointsMinor, coins)
}

/** No terminal is asked from here: that a card has its money again is for the client to say, or it is not booked. */
const requireCardsDone = (tenders: readonly RefundTender[], { reference }: RefundPayment): void => {
  if (reference !== undefined || !tenders.some(({ kind }) => kind === 'card')) return
  throw new DomainError(
    'refund_tenders_wrong',
    'A card of a till’s terminal paid, and no terminal is asked from here: refund it at a till (card), ' +
      'or give it back to the card elsewhere and name that in payment_reference (card), ' +
      'or ask for payment_method cash (cash)',
    { methods: 'card, cash' },
  )
}

/**
 * How the money of a refund goes back at the API: as it came, or in cash. 'refund_tenders_wrong' where that is a card which
 * nobody says has its money, 'permission_missing' in the words of Vendly where it takes `refund_beyond_policy`.
 */
export function refundMoney(
  { sold, before }: { readonly sold: Sale; readonly before: Refunded },
  draft: RefundDraft,
  payment: RefundPayment,
  rules: MoneyRules,
): RefundTender[] {
  const ways = refundWays(sold, before, draft, rules)
  const { suggested } = ways
  const coins = { smallestCoinMinor: rules.policy.smallestCoinMinor, before, paid: sold.tenders }
  const chosen = payment.method === 'cash' ? inCash(suggested, draft, coins) : [...suggested]
  if (chosen instanceof DomainError) throw chosen
  requireCardsDone(chosen, payment)
  const refusal = refundTendersRefusal(chosen, sold, draft.totals.totalMinor, ways)
  if (refusal === undefined) return chosen
  throw refusal.code === 'permission_missing' ? permissionMissing(String(refusal.details['permission'])) : refusal
}
