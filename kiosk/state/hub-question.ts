import { cleanText } from '#core/barcode/clean-text.ts'
import type { SaleCustomer } from '#core/customer/customer.ts'
import { domainErrorCodes } from '#core/errors/domain-error-code.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { ReleasedTills } from '#core/protocol/release-tills.ts'
import type { Reserved } from '#core/protocol/reserve.ts'
import type { FoundSale, HeldAtHub, LookedUpSale } from '#core/protocol/store-requests.ts'
import type { TillRecord } from '#core/protocol/till-record.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import { bad, type Notice, type NoticeKey } from '#kiosk/state/notice.ts'

/** What the hub answers to each question, checked against its schema before the state sees it. */
interface HubResults {
  readonly sale_lookup: LookedUpSale
  readonly sale_search: { readonly sales: readonly FoundSale[] }
  readonly customer_search: { readonly customers: readonly SaleCustomer[] }
  readonly reserve: Reserved
  readonly release: unknown
  readonly release_tills: ReleasedTills
  readonly held_put: unknown
  readonly held_list: { readonly held: readonly HeldAtHub[] }
  readonly held_take: { readonly heldBasketId: string; readonly basket: string }
  readonly till_record: TillRecord
}

/** An answer, a refusal in the hub's words, or none: the hub is away, or did not answer in time. */
export type HubReply =
  | {
      readonly [O in RequestOperation]: {
        readonly outcome: 'answered'
        readonly operation: O
        readonly result: HubResults[O]
      }
    }[RequestOperation]
  | {
      readonly outcome: 'problem'
      readonly code: string
      readonly detail: string
      readonly details?: Readonly<Record<string, string | number | boolean>>
    }
  | { readonly outcome: 'away' }

/**
 * What a question is for: plain data that comes back with the answer, and says which step takes it. It names what it is
 * about, so that an answer that comes late changes nothing else. A new purpose is a line here and one in `hub-steps.ts`.
 */
export type HubPurpose =
  /** The hub may give the reservation to others again. */
  | { readonly type: 'release'; readonly reservationId: string }
  /** A sale by its receipt, something of which goes back; `told`: why it is asked for again. */
  | { readonly type: 'refund_lookup'; readonly receiptLabel: string; readonly told?: Notice }
  /** Sales by their customer or card. */
  | { readonly type: 'refund_search'; readonly text: string }
  /** What goes back of a sale, set aside. */
  | { readonly type: 'refund_reserve'; readonly reservationId: string }
  /** Refunds need not wait for tills that are gone. */
  | { readonly type: 'refund_released'; readonly refundId: string }
  | { readonly type: 'customer_search'; readonly searchId: string }
  /** A basket was set aside here. */
  | { readonly type: 'held_put'; readonly heldBasketId: string }
  /** What others have set aside, for the list that is shown. */
  | { readonly type: 'held_list'; readonly listId: string }
  /** Somebody waits for this one. */
  | { readonly type: 'held_take'; readonly heldBasketId: string }
  /** It was recalled here while the hub was away. */
  | { readonly type: 'held_told'; readonly heldBasketId: string }
  /** Points that are to pay, set aside. */
  | {
      readonly type: 'points_tender'
      readonly reservationId: string
      readonly saleId: string
      readonly points: number
      readonly amountMinor: number
    }
  /** A use of a coupon, kept for this sale. */
  | { readonly type: 'coupon'; readonly coupon: Coupon; readonly reservationId: string; readonly saleId: string }
  /** Credit for a sale on account. */
  | {
      readonly type: 'account_tender'
      readonly reservationId: string
      readonly saleId: string
      readonly tenderType: TenderType
      readonly amountMinor: number
      readonly reference: string | null
    }

/** One purpose by its name. */
export type PurposeOf<T extends HubPurpose['type']> = Extract<HubPurpose, { type: T }>

const isRefusal = (code: string): code is NoticeKey => (domainErrorCodes as readonly string[]).includes(code)

/** Why the hub did not do it, in words. */
export function hubRefusal(reply: Exclude<HubReply, { outcome: 'answered' }>): Notice {
  if (reply.outcome === 'away') return bad('hub_needed')
  return isRefusal(reply.code) ? bad(reply.code) : bad('hub_refused', { detail: cleanText(reply.detail) })
}
