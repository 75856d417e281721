import type { Basket } from '#core/basket/basket.ts'
import type { CashMovement } from '#core/cash/cash-movement.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import type { Shift, ShiftTotals } from '#core/shift/shift.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { Tender } from '#core/tender/tender.ts'
import type { HubPurpose, HubReply } from '#kiosk/state/hub-question.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import type { Approval, PrivilegedAction } from '#kiosk/state/privileged.ts'
import type { PendingRefund } from '#kiosk/state/refund-screens.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'

/** One press of a key: what it means, and the text it stands for where it stands for any. */
export interface KeyPressed {
  readonly type: 'key'
  readonly action: TillAction | undefined
  readonly text: string | undefined
}

/** One barcode from a scanner, or from a code that was typed as a whole. */
export interface Scanned {
  readonly type: 'scanned'
  readonly aim: string | undefined
  readonly text: string
}

/** What the card terminal said of an intent. `not_found` only answers a look-up: nothing was charged. */
export type CardAnswer =
  | { readonly outcome: 'approved'; readonly approvalCode: string; readonly scheme: string; readonly last4: string }
  | { readonly outcome: 'declined'; readonly reason: string }
  | { readonly outcome: 'not_found' }
  | { readonly outcome: 'unknown' }

/** How a device fares, as the devices process tells it. */
export interface DeviceAttention {
  readonly name: string
  readonly kind: string
  /** Plain words for the person at the till. */
  readonly attention: string
}

/** A payment whose end is not known. */
export interface OpenIntent {
  readonly intentId: string
  readonly saleId: string
  readonly amountMinor: number
}

/** A card that was charged for a sale which takes the money no more; it is to be given back. */
export interface UnclaimedPayment {
  readonly intentId: string
  readonly amountMinor: number
  readonly scheme: string
  readonly last4: string
}

/** Card payments that are not settled: those whose end is not known, and those to give back, oldest first. */
export interface UnsettledPayments {
  readonly openIntents: readonly OpenIntent[]
  readonly unclaimed: readonly UnclaimedPayment[]
}

/** Everything that can happen to a till. */
export type TillEvent =
  | KeyPressed
  | Scanned
  | (UnsettledPayments & {
      readonly type: 'started'
      readonly recovered: { readonly basket: Basket; readonly tenders: readonly Tender[] } | undefined
      readonly shift: { readonly shift: Shift; readonly totals: ShiftTotals } | undefined
      /** What the till had just sold when it stopped: its change may not have been read yet. */
      readonly lastSale?: Sale | undefined
      /** A refund whose card may have its money already. */
      readonly openRefund?: PendingRefund | undefined
      /** What came back with the recovered basket. */
      readonly exchange?: PendingRefund | undefined
      /** Reservations that no entry used. */
      readonly unreleased?: readonly string[]
    })
  | { readonly type: 'scan_rejected'; readonly reason: string; readonly count: number }
  | {
      readonly type: 'pin_checked'
      readonly result: 'right' | 'wrong' | 'locked' | 'unknown' | 'hub_unheard'
      readonly operator: Operator | undefined
      readonly attempts: number
    }
  | {
      readonly type: 'authorisation_checked'
      readonly result: 'right' | 'wrong' | 'locked' | 'unknown' | 'hub_unheard' | 'may_not'
      /** Who allows it, where the result is right. */
      readonly authorisedBy: number | undefined
    }
  /** An act that is allowed, by whoever is signed in or by a manager. */
  | { readonly type: 'perform'; readonly action: PrivilegedAction; readonly approval: Approval }
  | { readonly type: 'shift_opened'; readonly shift: Shift; readonly totals: ShiftTotals }
  | { readonly type: 'shift_closed'; readonly report: ShiftReport }
  | { readonly type: 'report_taken'; readonly report: ShiftReport }
  | { readonly type: 'cash_moved'; readonly movement: CashMovement; readonly totals: ShiftTotals }
  | {
      readonly type: 'sale_completed'
      readonly sale: Sale
      readonly totals: ShiftTotals
      /** What came back in the same ticket. */
      readonly refund?: Refund | undefined
    }
  | { readonly type: 'refund_completed'; readonly refund: Refund; readonly totals: ShiftTotals }
  | { readonly type: 'basket_recalled'; readonly basket: Basket }
  | { readonly type: 'weight_read'; readonly readingId: string; readonly weightGrams: number }
  | { readonly type: 'weight_failed'; readonly readingId: string; readonly attention: string }
  | { readonly type: 'card_answered'; readonly intentId: string; readonly answer: CardAnswer }
  | (UnsettledPayments & { readonly type: 'intents_changed' })
  | { readonly type: 'given_back'; readonly amountMinor: number }
  | { readonly type: 'printed'; readonly outcome: 'confirmed' | 'unconfirmed' | 'refused'; readonly attention: string }
  | { readonly type: 'devices_changed'; readonly away: readonly DeviceAttention[] }
  | { readonly type: 'link_changed'; readonly isOnline: boolean; readonly unsentCount: number }
  | { readonly type: 'hub_answered'; readonly purpose: HubPurpose; readonly reply: HubReply }
  | { readonly type: 'catalogue_changed' }
  | { readonly type: 'refused'; readonly key: NoticeKey }
  /** The disk is full, or has room again. */
  | { readonly type: 'room_changed'; readonly isDiskFull: boolean }
  | { readonly type: 'tick'; readonly nowMs: number }
