import type { Basket } from '#core/basket/basket.ts'
import type { FoundSale } from '#core/protocol/store-requests.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { RefundAsk, Refund, RefundDraft, RefundTender } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { TillScreen } from '#kiosk/state/till-state.ts'

/** A sale that something goes back of, and what went back of it already. */
export interface RefundSubject {
  readonly sale: Sale
  readonly refunded: Refunded
  /** As the hub has it, or this till alone. */
  readonly status: string
}

/** What becomes of the goods: back to the shelf, written off, or they stay with the customer. */
export type RefundGoods = 'to_shelf' | 'written_off' | 'kept'

/** What goes back, before anybody said why. */
export interface RefundPlan {
  readonly refundId: string
  /** Of which sale; without a receipt `basket` has the goods. */
  readonly subject: RefundSubject | undefined
  readonly asks: readonly RefundAsk[]
  readonly basket: Basket | undefined
  /** The money stays for other goods in the same ticket. */
  readonly isExchange: boolean
}

/** A refund on its way; plain data, since it is kept on the disk while it is. */
export interface PendingRefund {
  readonly draft: RefundDraft
  /** The sale; without a receipt there is none. */
  readonly subject: RefundSubject | undefined
  readonly asks: readonly RefundAsk[]
  readonly tenders: readonly RefundTender[]
  /** Somebody with `refund_beyond_policy` allows it. */
  readonly isAuthorised: boolean
  readonly isExchange: boolean
  /** Cards that have their money again, in the order of the tenders. */
  readonly cardsDone: number
}

/** A receipt is asked for. `asked`: the hub looks for this. */
export interface RefundFindScreen {
  readonly name: 'refund_find'
  readonly asked: string | undefined
}

/** Sales that the hub has found. */
interface RefundSalesScreen {
  readonly name: 'refund_sales'
  readonly sales: readonly FoundSale[]
  readonly selected: number
  readonly asked: string | undefined
}

/** The lines of a sale, with what is left of each, and what of it goes back. */
export interface RefundLinesScreen {
  readonly name: 'refund_lines'
  readonly subject: RefundSubject
  readonly selected: number
  readonly chosen: readonly RefundAsk[]
}

/** Goods that came back without a receipt. */
export interface RefundItemsScreen {
  readonly name: 'refund_items'
  readonly basket: Basket
  /** Of the next item. */
  readonly quantity: Quantity | undefined
}

/** What becomes of the goods. */
export interface RefundGoodsScreen {
  readonly name: 'refund_goods'
  readonly plan: RefundPlan
  readonly choices: readonly RefundGoods[]
  readonly selected: number
  readonly from: TillScreen
}

/** How the money goes back; `suggested` unless somebody says otherwise. */
export interface RefundPayScreen {
  readonly name: 'refund_pay'
  readonly pending: PendingRefund
  readonly suggested: readonly RefundTender[]
  readonly from: TillScreen
}

/** The hub is asked for its leave. */
export interface RefundWaitScreen {
  readonly name: 'refund_wait'
  readonly pending: PendingRefund
  readonly reservationId: string
  readonly from: TillScreen
}

/** The hub does not allow it now: it waits for tills, or is away itself. A manager may wait no longer. */
export interface RefundStuckScreen {
  readonly name: 'refund_stuck'
  readonly pending: PendingRefund
  /** Those that the hub waits for; none: the hub is away. */
  readonly tills: readonly string[]
  /** The hub is being told to wait no longer. */
  readonly isAsking: boolean
  readonly from: TillScreen
}

/** A card's money is given back at the terminal. */
export interface RefundTerminalScreen {
  readonly name: 'refund_terminal'
  readonly pending: PendingRefund
  /** It was under way when the till stopped, or was handed over. */
  readonly isResumed: boolean
}

/** The refund is on the disk. */
interface RefundDoneScreen {
  readonly name: 'refund_done'
  readonly refund: Refund
}

/** The screens of refunds. */
export type RefundScreen =
  | RefundFindScreen
  | RefundSalesScreen
  | RefundLinesScreen
  | RefundItemsScreen
  | RefundGoodsScreen
  | RefundPayScreen
  | RefundWaitScreen
  | RefundStuckScreen
  | RefundTerminalScreen
  | RefundDoneScreen
