import type { Policy } from '#core/catalogue/policy.ts'
import { reasonsOf } from '#core/catalogue/reasons.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { ServiceError } from '#core/errors/service-error.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { PrivatePart } from '#core/journal/entry.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import type { RefundChoice } from '#core/refund/refund-lines.ts'
import { refundRefusal } from '#core/refund/refund-policy.ts'
import type { RefundDraft, RefundKind } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import { refundLabel } from '#core/sale/receipt-label.ts'
import type { Sale } from '#core/sale/sale.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { readRefunded } from '#hub/claims/read-refunded.ts'
import { reserve, type Asked, type ClaimTimes } from '#hub/claims/reserve.ts'
import { keyField } from '#hub/http/idempotency.ts'
import type { Principal } from '#hub/identity/principal.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/fact.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { sealPrivate } from '#hub/ingest/private-part.ts'
import { API_RECEIPT_PREFIX } from '#hub/sales/post-sale.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { refundMoney, type RefundPayment } from '#hub/sales/refund-money.ts'
import { findLastRefundNumber } from '#hub/sales/refund-queries.ts'
import type { SellingParts } from '#hub/sales/selling-parts.ts'

/** A till reports every half minute. */
const RETRY_AFTER_MS = 30_000
const DAY_MS = 86_400_000

/** What somebody asks to go back of a sale. */
export interface RefundAsked {
  readonly sale: { readonly id: number; readonly entry_number: number; readonly status: string }
  readonly kind: RefundKind
  /** Chosen from the sale and what went back of it. */
  readonly choose: (sold: Sale, refunded: Refunded) => readonly RefundChoice[]
  /** As the client says it; words that are not on the shop's list may name somebody, and travel in `private`. */
  readonly reason: string
  /** Who does it, as the client says it; it may be a name, and travels in `private`. */
  readonly employeeId?: string
  readonly payment: RefundPayment
}

/** Until every till has told this start of the hub what it knows the answer is 503, with a time to try again. */
const reserveOrWait = async (work: Work, asked: Asked, times: ClaimTimes): Promise<void> => {
  try {
    await reserve(work.tx, asked, times)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'refunds_held') throw error
    throw new ServiceError('unavailable', 'tills that have not reported yet', RETRY_AFTER_MS, { cause: error })
  }
}

/** The sale that something goes back of, and what went back or is reserved before. */
interface Chosen {
  readonly sold: Sale
  readonly before: Refunded
  readonly madeBy: number
}

/** What stands in the journal for a reason that is not on the shop's list. */
const OWN_WORDS = 'Other'

/** What the API itself says where the client gave no reason. */
const ownReasons = ['refund', 'return', 'voided at the API']

const listedReason = (policy: Policy, { kind, reason }: RefundAsked): string | undefined => {
  const known = [...reasonsOf(policy, kind === 'void' ? 'void' : 'refund'), ...ownReasons]
  return known.find((candidate) => candidate.toLowerCase() === reason.toLowerCase())
}

/** When it is judged, and whether the person may refund beyond the policy. */
interface Judge {
  readonly nowMs: number
  readonly isAuthorised: boolean
}

/** Says no before anything is reserved: the sale is void, of another currency, or too old for this person. */
const requireRefundable = ({ sale, kind }: RefundAsked, sold: Sale, policy: Policy, by: Judge): void => {
  const refusal = refundRefusal(sold, {
    currency: policy.currency,
    ageDays: Math.floor((by.nowMs - Date.parse(sold.completedAt)) / DAY_MS),
    status: sale.status,
    policy: policy.refunds,
    isAuthorised: by.isAuthorised || kind === 'void',
  })
  if (refusal !== undefined) throw refusal
}

/** Refunds made at the API are R-R000001 and so on. */
const nextNumber = async ({ tx }: Work): Promise<{ refundNumber: number; refundLabel: string }> => {
  const last = await tx.one(findLastRefundNumber, { deviceNumber: HUB_DEVICE_NUMBER })
  const refundNumber = (last?.number ?? 0) + 1
  return { refundNumber, refundLabel: refundLabel(API_RECEIPT_PREFIX, refundNumber) }
}

/** The reason as the hashed body has it; words that are not on the shop's list stand beside it, with all that is free text. */
const spoken = (
  policy: Policy,
  asked: RefundAsked,
  parts: SellingParts,
): { readonly reason: string; readonly hashed: object; readonly beside: { readonly private?: PrivatePart } } => {
  const listed = listedReason(policy, asked)
  const { employeeId, payment } = asked
  const texts = {
    ...(listed === undefined ? { reason: asked.reason } : {}),
    ...(employeeId === undefined ? {} : { employeeId }),
    ...(payment.reference === undefined ? {} : { paymentReference: payment.reference }),
  }
  const reason = listed ?? OWN_WORDS
  if (Object.keys(texts).length === 0) return { reason, hashed: {}, beside: {} }
  const { part, hash } = sealPrivate(texts, parts)
  return { reason, hashed: { privateHash: hash }, beside: { private: part } }
}

/**
 * Makes the way in which money goes back at the API: under the same reservation as at the tills, by the same rules, as
 * one entry in the hub's stream. Gives the refund as it was recorded.
 */
export function createRefundSale(parts: SellingParts) {
  const { newId, nowMs } = parts

  /** Reserves what was chosen, and makes every sum of it. */
  const draft = async (work: Work, asked: RefundAsked, { sold, before, madeBy }: Chosen): Promise<RefundDraft> => {
    const { kind, reason } = asked
    const choices = asked.choose(sold, before)
    const [refundId, reservationId] = [newId(), newId()]
    const lines = choices.map(({ line, quantity }) => ({ line, quantity }))
    const claim = { kind: 'refund', refundKind: kind, saleId: sold.saleId, refundId, lines } as const
    const times = { nowIso: new Date(nowMs()).toISOString() }
    await reserveOrWait(work, { reservationId, claim, deviceId: null, madeBy }, times)
    const made = refundDraft(sold, before, choices, {
      kind,
      reason,
      refundId,
      reservationId,
      isRestocked: kind !== 'refund',
    })
    if (made instanceof DomainError) throw made
    return made
  }

  return async (
    work: Work,
    asked: RefundAsked,
    principal: Principal,
    keyHash: string | undefined,
  ): Promise<EntryBodies['refund_completed']> => {
    const sold = await readSaleFact(work.tx, asked.sale.entry_number)
    const policy = await readPolicy(work.tx)
    const isAuthorised = principal.permissions.has('refund_beyond_policy')
    requireRefundable(asked, sold, policy, { nowMs: nowMs(), isAuthorised })
    const before = await readRefunded(work.tx, asked.sale.id, sold)
    const { reason, hashed, beside } = spoken(policy, asked, parts)
    const made = await draft(work, { ...asked, reason }, { sold, before, madeBy: principal.userId })
    const tenders = refundMoney({ sold, before }, made, asked.payment, { policy, isAuthorised })
    const body = {
      ...made,
      ...(await nextNumber(work)),
      shiftId: null,
      operatorId: principal.userId,
      operatorName: principal.name,
      completedAt: new Date(nowMs()).toISOString(),
      tenders,
      ...hashed,
      ...keyField(keyHash),
    }
    await work.record({ kind: 'user', id: principal.userId }, { type: 'refund_completed', body, ...beside })
    return body
  }
}
