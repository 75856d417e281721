import type { Basket } from '#core/basket/basket.ts'
import type { CashMovement } from '#core/cash/cash-movement.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import type { PromotionTime } from '#core/promotion/promotion-input.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'
import type { RefundDraft, RefundTender } from '#core/refund/refund.ts'
import type { DrawerCount } from '#core/shift/shift.ts'
import type { Permission } from '#core/staff/permissions.ts'
import type { Tender } from '#core/tender/tender.ts'
import type { HubPurpose } from '#kiosk/state/hub-question.ts'
import type { Approval, PrivilegedAction } from '#kiosk/state/privileged.ts'
import type { PendingRefund } from '#kiosk/state/refund-screens.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'

/** What a till asks the world around it to do, in order. Writes to the store are done before the next event is read. */
export type TillEffect =
  /** Keep the open basket, at the latest 200 ms from now; `isNow` before money is taken. */
  | {
      readonly type: 'save_basket'
      readonly basket: Basket
      readonly tenders: readonly Tender[]
      readonly isNow: boolean
    }
  | { readonly type: 'check_pin'; readonly operatorNumber: number; readonly pin: string; readonly isUnlock: boolean }
  /** Is this somebody who may allow the act that `askedBy` may not do? Answered by `authorisation_checked`. */
  | {
      readonly type: 'check_authorisation'
      readonly operatorNumber: number
      readonly pin: string
      readonly needs: readonly Permission[]
      readonly permission: Permission
      readonly act: string
      readonly subjectId: string | null
      readonly askedBy: number
    }
  /** Step through this act next: it is allowed. */
  | { readonly type: 'perform'; readonly action: PrivilegedAction; readonly approval: Approval }
  | { readonly type: 'record_sign_out'; readonly operatorId: number }
  /** Who buys was too young, or proved no age. */
  | {
      readonly type: 'record_age_refusal'
      readonly saleId: string
      readonly productId: number
      readonly ageLimitYears: number
      readonly operatorId: number
    }
  | {
      readonly type: 'record_restriction'
      readonly saleId: string
      readonly productId: number
      readonly why: EntryBodies['restriction_met']['why']
      readonly operatorId: number
    }
  | { readonly type: 'record_lock'; readonly operatorId: number; readonly why: 'key' | 'idle' }
  | {
      readonly type: 'open_shift'
      readonly operatorId: number
      readonly floatMinor: number
      readonly businessDate: string
    }
  | ({ readonly type: 'close_shift'; readonly operatorId: number } & DrawerCount)
  | { readonly type: 'move_cash'; readonly movement: Omit<CashMovement, 'shiftId'> }
  | { readonly type: 'take_x_report'; readonly operatorId: number }
  | { readonly type: 'print_report'; readonly reportId: string }
  | {
      readonly type: 'complete_sale'
      readonly basket: Basket
      readonly tenders: readonly Tender[]
      readonly operatorId: number
      /** Of an exchange: how the money of what came back moves. */
      readonly exchangeTenders?: readonly RefundTender[]
    }
  | {
      readonly type: 'complete_refund'
      readonly draft: RefundDraft
      readonly tenders: readonly RefundTender[]
      readonly operatorId: number
    }
  /** Commit what is known of a reservation, before the hub is asked for it or given it back. */
  | {
      readonly type: 'keep_reservation'
      readonly reservationId: string
      readonly phase: 'asked' | 'terminal' | 'exchange' | 'released'
      readonly details: PendingRefund | undefined
    }
  | { readonly type: 'forget_reservation'; readonly reservationId: string }
  | { readonly type: 'cancel_basket'; readonly basket: Basket; readonly operatorId: number }
  | { readonly type: 'hold_basket'; readonly basket: Basket; readonly operatorId: number }
  | {
      readonly type: 'recall_basket'
      readonly heldBasketId: string
      readonly saleId: string
      readonly operatorId: number
      /** Offers are judged by when it opens again, not by when it opened first. */
      readonly openedLocal: PromotionTime
      /** What the hub has given out, where it was asked. */
      readonly taken?: string
    }
  /** Tell the hub what it has not heard of baskets set aside here, and recalled here. */
  | { readonly type: 'sync_held' }
  /** Tell the hub of reservations that are kept as released, as far as it has not heard of them. */
  | { readonly type: 'release_kept' }
  /** Commit how a basket stands with the hub: asked for, waiting there, nothing open, or recalled at another till. */
  | {
      readonly type: 'note_held'
      readonly heldBasketId: string
      readonly what: 'taking' | 'at_hub' | 'settled' | 'dropped'
    }
  /** Another till's basket came when nobody waited for it any more: it is set aside here. */
  | { readonly type: 'keep_held'; readonly heldBasketId: string; readonly basket: string }
  /** Answered under the same id, so that an answer that comes late weighs nothing else. */
  | { readonly type: 'read_scale'; readonly readingId: string }
  /** Commit the intent, then ask the terminal. */
  | {
      readonly type: 'charge_card'
      readonly intentId: string
      readonly saleId: string
      readonly amountMinor: number
      readonly operatorId: number
    }
  | { readonly type: 'look_up_card'; readonly intentId: string }
  | { readonly type: 'cancel_card'; readonly intentId: string }
  | { readonly type: 'give_back'; readonly intentId: string; readonly operatorId: number }
  | { readonly type: 'print_receipt'; readonly saleId: string; readonly isCopy: boolean }
  /** Another copy of a refund's receipt. */
  | { readonly type: 'print_refund'; readonly refundId: string }
  /** Print what was queued with what it belongs to. */
  | { readonly type: 'print_waiting' }
  | { readonly type: 'open_drawer'; readonly reason: 'sale' | 'shift' | 'no_sale' }
  | { readonly type: 'show_display'; readonly upper: string; readonly lower: string }
  /** Ask the hub; answered by `hub_answered` whenever that comes. A `reserve` gets the journal's head put in. */
  | {
      readonly type: 'ask_hub'
      readonly operation: RequestOperation
      readonly fields: Readonly<Record<string, unknown>>
      readonly purpose: HubPurpose
    }
  | { readonly type: 'beep' }
  /** Step through these next, before anything that came since. */
  | { readonly type: 'type_ahead'; readonly events: readonly (KeyPressed | Scanned)[] }
