import { DomainError } from '#core/errors/domain-error.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundRefusal } from '#core/refund/refund-policy.ts'
import type { RefundDraft } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import type { Granted } from '#hub/claims/granted.ts'
import { readRefunded, readUsed, type RefundPlan } from '#hub/claims/read-refunded.ts'
import type { Tx } from '#hub/db/connection.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/hub-stream.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { tillsThatHold } from '#hub/sales/refund-hold.ts'
import { findSaleByUuid } from '#hub/sales/sale-queries.ts'

export type RefundClaim = Extract<Claim, { kind: 'refund' }>

const draftOf = (sold: Sale, refunded: Refunded, { refundKind, refundId, lines }: RefundClaim) =>
  refundDraft(sold, refunded, lines, {
    kind: refundKind,
    refundId,
    reservationId: null,
    reason: 'reserved',
    isRestocked: false,
  })

/** What the rules leave; where only another's open reservation is in the way, that is said. */
const decide = async (tx: Tx, saleId: number, sold: Sale, claim: RefundClaim): Promise<RefundDraft> => {
  const draft = draftOf(sold, await readRefunded(tx, saleId, sold), claim)
  if (!(draft instanceof DomainError)) return draft
  const alone = draftOf(sold, await readUsed(tx, saleId, sold), claim)
  if (alone instanceof DomainError) throw draft
  throw new DomainError('conflict', 'Somebody else is undoing this sale right now')
}

/**
 * Reserves the pieces and the money of a refund, so that what is used and what is open never pass what was sold. What a
 * till sold is decided only when every till has told this start of the hub what it knows ('refunds_held').
 */
export async function claimRefund(tx: Tx, claim: RefundClaim, startedAt: string): Promise<Granted> {
  const sale = await tx.one(findSaleByUuid, { saleUuid: claim.saleId })
  if (sale === undefined) throw new DomainError('sale_not_known_here', 'The hub knows no such sale.')
  const holding = sale.device_number === HUB_DEVICE_NUMBER ? [] : await tillsThatHold(tx, startedAt)
  if (holding.length > 0) {
    throw new DomainError('refunds_held', `Refunds wait for ${holding.join(', ')}.`, { tills: holding.join(', ') })
  }
  const sold = await readSaleFact(tx, sale.entry_number)
  const { currency } = await readPolicy(tx)
  // How old a sale may be is asked where somebody can allow more.
  const judged = { currency, ageDays: 0, status: sale.status, policy: undefined, isAuthorised: true }
  const refusal = refundRefusal(sold, judged)
  if (refusal !== undefined) throw refusal
  const refunded = await readRefunded(tx, sale.id, sold)
  const { lines, totals, pointsTakenBack, pointsGivenBack } = await decide(tx, sale.id, sold, claim)
  const plan: RefundPlan = {
    lines,
    ...(pointsTakenBack === undefined ? {} : { pointsTakenBack }),
    ...(pointsGivenBack === undefined ? {} : { pointsGivenBack }),
  }
  return { subjectId: sale.id, claimed: totals.totalMinor, refunded, plan }
}
