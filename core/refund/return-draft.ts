import type { RefundPolicy } from '#core/catalogue/policy.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { refundDraft, type RefundDraftFacts } from '#core/refund/refund-draft.ts'
import { REFUND_POLICY_DEFAULT } from '#core/refund/refund-policy.ts'
import type { RefundDraft } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'

/** Goods that came back without a receipt, priced as if they were sold now. */
export type PricedReturn = Pick<Sale, 'lines' | 'taxes' | 'totals' | 'currency'>

/**
 * A return without a receipt: what the goods cost now, up to the policy's limit
 * ('refund_limit_without_receipt'); where the shop has none, 'refund_needs_receipt'. The refusals of `refundLines` are its own too.
 */
export function returnDraft(
  priced: PricedReturn,
  facts: Omit<RefundDraftFacts, 'kind' | 'reservationId'>,
  policy: RefundPolicy = REFUND_POLICY_DEFAULT,
): RefundDraft | DomainError {
  const { withoutReceiptMaxMinor: maxMinor } = policy
  if (maxMinor === 0) return new DomainError('refund_needs_receipt', 'Without a receipt nothing is taken back.')
  if (priced.totals.totalMinor > maxMinor) {
    const words = 'This is more than is taken back without a receipt.'
    return new DomainError('refund_limit_without_receipt', words, { maxMinor })
  }
  const everything = priced.lines.map(({ line, quantity }) => ({ line, quantity }))
  const draft = refundDraft({ ...NO_SALE, ...priced }, NOTHING_REFUNDED, everything, {
    ...facts,
    kind: 'return',
    reservationId: null,
  })
  return draft instanceof DomainError ? draft : { ...draft, originalSaleId: null, originalReceiptLabel: null }
}

/** The facts of a sale that a refund does not read; they stand in no draft. */
const NO_SALE: Omit<Sale, keyof PricedReturn> = {
  saleId: '',
  receiptNumber: 1,
  receiptLabel: '',
  shiftId: null,
  operatorId: 1,
  operatorName: '',
  customerId: null,
  openedAt: '',
  completedAt: '',
  catalogueRevision: 0,
  heldBasketId: null,
  voidedLines: [],
  tenders: [],
}
