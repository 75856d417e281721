import { sql } from 'kysely'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundRefusal } from '#core/refund/refund-policy.ts'
import { refundWays } from '#core/refund/refund-ways.ts'
import type { RefundDraft } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import type { Granted } from '#hub/claims/granted.ts'
import { readRefunded, readUsed, type RefundPlan } from '#hub/claims/read-refunded.ts'
import type { Reader, Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/fact.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { tillsThatHold } from '#hub/sales/refund-hold.ts'
import { findSaleByUuid } from '#hub/sales/sale-queries.ts'

type RefundClaim = Extract<Claim, { kind: 'refund' }>

interface Asked {
  readonly claim: RefundClaim
  readonly notReturnable: ReadonlySet<number>
}

const listNotReturnable = defineQuery((db, p: { ids: string }) =>
  db
    .selectFrom('products')
    .select('id')
    .where(sql<boolean>`id in (select value from json_each(${p.ids}))`)
    // SQLite reads the JSON false as 0.
    .where(sql<boolean>`"row" ->> '$.rules.isReturnable' = 0`),
)

/** Products of the sale that nobody takes back, as the catalogue has them now. */
const readNotReturnable = async (reader: Reader, { lines }: Sale): Promise<ReadonlySet<number>> => {
  const ids = JSON.stringify(lines.flatMap(({ productId }) => (productId === null ? [] : [productId])))
  return new Set((await reader.all(listNotReturnable, { ids })).map(({ id }) => id))
}

const draftOf = (sold: Sale, refunded: Refunded, { claim, notReturnable }: Asked): RefundDraft | DomainError =>
  refundDraft(sold, refunded, claim.lines, {
    kind: claim.refundKind,
    refundId: claim.refundId,
    notReturnable,
    reservationId: null,
    reason: 'reserved',
    isRestocked: false,
  })

/** What the rules leave; where only another's open reservation is in the way, that is said. */
const decide = async (
  tx: Tx,
  sale: { readonly id: number; readonly sold: Sale; readonly refunded: Refunded },
  claim: RefundClaim,
): Promise<RefundDraft> => {
  const { id, sold, refunded } = sale
  const asked = { claim, notReturnable: await readNotReturnable(tx, sold) }
  const draft = draftOf(sold, refunded, asked)
  if (!(draft instanceof DomainError)) return draft
  const alone = draftOf(sold, await readUsed(tx, id, sold), asked)
  if (alone instanceof DomainError) throw draft
  throw new DomainError('conflict', 'Somebody else is undoing this sale right now')
}

/**
 * Reserves the pieces and the money of a refund, so that what is used and what is open never pass what was sold. What a
 * till sold is decided only when every till has told this start of the hub what it knows ('refunds_held').
 */
export async function claimRefund(tx: Tx, claim: RefundClaim): Promise<Granted> {
  const sale = await tx.one(findSaleByUuid, { saleUuid: claim.saleId })
  if (sale === undefined) throw new DomainError('sale_not_known_here', 'The hub knows no such sale.')
  const holding = sale.device_number === HUB_DEVICE_NUMBER ? [] : await tillsThatHold(tx)
  if (holding.length > 0) {
    throw new DomainError('refunds_held', `Refunds wait for ${holding.join(', ')}.`, { tills: holding.join(', ') })
  }
  const sold = await readSaleFact(tx, sale.entry_number)
  const policy = await readPolicy(tx)
  // How old a sale may be is asked where somebody can allow more.
  const judged = { currency: policy.currency, ageDays: 0, status: sale.status, policy: undefined, isAuthorised: true }
  const refusal = refundRefusal(sold, judged)
  if (refusal !== undefined) throw refusal
  const refunded = await readRefunded(tx, sale.id, sold)
  const draft = await decide(tx, { id: sale.id, sold, refunded }, claim)
  const { lines, totals, pointsTakenBack, pointsGivenBack } = draft
  // Two that are open at once must not both be told that a card has the same money left.
  const { suggested } = refundWays(sold, refunded, draft, { policy, isAuthorised: true })
  const plan: RefundPlan = {
    lines,
    tenders: [...suggested],
    ...(pointsTakenBack === undefined ? {} : { pointsTakenBack }),
    ...(pointsGivenBack === undefined ? {} : { pointsGivenBack }),
  }
  return { subjectId: sale.id, claimed: totals.totalMinor, refunded, plan }
}
