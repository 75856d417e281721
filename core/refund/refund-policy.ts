import type { RefundPolicy } from '#core/catalogue/policy.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Sale } from '#core/sale/sale.ts'

/** What holds where the shop has said nothing: a month, 500.00 in cash, and nothing without a receipt. */
export const REFUND_POLICY_DEFAULT: RefundPolicy = { daysMax: 30, cashMaxMinor: 50_000, withoutReceiptMaxMinor: 0 }

/** What a sale is judged by before any of it goes back. */
export interface RefundJudgement {
  /** Of the shop; a sale in another currency is from another shop or another time. */
  readonly currency: string
  /** Whole days since the sale was paid. */
  readonly ageDays: number
  /** The sale's status, where it is known: `voided` takes nothing more. */
  readonly status?: string
  readonly policy: RefundPolicy | undefined
  /** Somebody with `refund_beyond_policy` allows it. */
  readonly isAuthorised: boolean
}

/** Why nothing of a sale may go back: 'sale_already_void', 'refund_currency', 'refund_too_old'; undefined when it may. */
export function refundRefusal(sale: Pick<Sale, 'currency'>, judged: RefundJudgement): DomainError | undefined {
  const { currency, ageDays, status, policy = REFUND_POLICY_DEFAULT, isAuthorised } = judged
  if (status === 'voided') return new DomainError('sale_already_void', 'This sale was voided; nothing of it is left.')
  if (sale.currency !== currency) {
    return new DomainError('refund_currency', `This sale was paid in ${sale.currency}, not in ${currency}.`, {
      currency: sale.currency,
    })
  }
  if (isAuthorised || ageDays <= policy.daysMax) return undefined
  const { daysMax } = policy
  return new DomainError('refund_too_old', `A sale is refunded for ${daysMax} days.`, { daysMax, ageDays })
}
