import type { Basket } from '#core/basket/basket.ts'
import type { PricedBasket } from '#core/basket/price-basket.ts'
import type { SellingRules } from '#core/basket/selling-rules.ts'
import type { CashCount } from '#core/cash/cash-count.ts'
import type { CashMovementKind } from '#core/cash/cash-movement.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Buyer, SaleCustomer } from '#core/customer/customer.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { QuantitySource, Sale } from '#core/sale/sale.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import type { CountedForeign, Shift, ShiftTotals } from '#core/shift/shift.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { Permission } from '#core/staff/permissions.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import type { Tender } from '#core/tender/tender.ts'
import type { CodeFacts, PendingItem } from '#kiosk/state/named-product.ts'
import type { Notice } from '#kiosk/state/notice.ts'
import type { PrivilegedAction } from '#kiosk/state/privileged.ts'
import type { PendingRefund, RefundScreen } from '#kiosk/state/refund-screens.ts'
import type { DeviceAttention, KeyPressed, OpenIntent, Scanned, UnclaimedPayment } from '#kiosk/state/till-event.ts'
import type { FoundProduct, HeldBasket, ListedReceipt } from '#kiosk/state/world.ts'

/** How a weighed product is waiting for its weight. `isReading`: the scale is asked, and keys wait for its answer. */
export interface WeighScreen {
  readonly name: 'weigh'
  readonly product: Product
  readonly code: string
  readonly facts?: CodeFacts
  readonly isReading: boolean
  /** The last time the scale was asked; other answers are late. */
  readonly readingId: string
  /** Keys and scans that came while the scale was asked, in order. */
  readonly waiting: readonly (KeyPressed | Scanned)[]
}

/** Who buys an item has to be old enough. */
export interface AgeCheckScreen {
  readonly name: 'age_check'
  readonly item: PendingItem
  readonly ageLimitYears: number
  readonly bornOnOrBefore: string
  /** The shop's date. */
  readonly today: string
}

/** How many empties came back, and of which deposit. */
export interface EmptiesScreen {
  readonly name: 'empties'
  readonly deposits: readonly Product[]
  readonly selected: number
}

/** Baskets that were set aside, here and, once the hub has answered, at other tills. */
export interface HeldScreen {
  readonly name: 'held'
  readonly held: readonly HeldBasket[]
  readonly selected: number
  /** The question that is open for those of other tills. */
  readonly listId?: string
  /** The one that the hub is asked for. */
  readonly taking?: string
}

/** A card payment on its way. `unknown`: the reply was lost; only a look-up may follow, never a second charge. */
export interface CardScreen {
  readonly name: 'card'
  readonly intentId: string
  readonly amountMinor: number
  readonly phase: 'charging' | 'looking_up' | 'unknown'
}

/** A manager is asked for, over what is under way, for one act alone. */
export interface AuthoriseScreen {
  readonly name: 'authorise'
  readonly action: PrivilegedAction
  /** What whoever is signed in lacks. */
  readonly permission: Permission
  /** Undefined while the number is typed; then the PIN is. */
  readonly operatorNumber: number | undefined
  readonly behind: BehindHelp
}

/** Somebody picks why an act is done; then it is attempted. */
export interface ReasonScreen {
  readonly name: 'reason'
  readonly action: Extract<PrivilegedAction, { reason: string }>
  readonly reasons: readonly string[]
  readonly selected: number
  /** Where the act was begun. */
  readonly from: TillScreen
}

/** What the drawer opens for beside sales, and then how much; `amountMinor` was typed before. */
export interface CashDrawerScreen {
  readonly name: 'cash_drawer'
  /** Undefined while it is picked. */
  readonly kind: CashMovementKind | undefined
  readonly amountMinor: number | undefined
  readonly selected: number
}

/** The drawer is counted: the sum at once (0 is selected), or the pieces of each coin and note, the largest first. */
export interface CountScreen {
  readonly name: 'close_shift'
  readonly denominationsMinor: readonly number[]
  /** By denomination; null is not counted yet. */
  readonly pieces: readonly (number | null)[]
  /** Money of other countries, after the last denomination: in its own minor units, null while it is not counted. */
  readonly foreign: readonly { readonly currency: string; readonly countedMinor: number | null }[]
  /** The sum of our own money, where it was typed at once. */
  readonly sumMinor: number | undefined
  readonly selected: number
  /** This is the first count, the second, and so on. */
  readonly countings: number
}

/** The drawer was counted: what should be in it is shown, and the shift ends or the drawer is counted again. */
export interface ConfirmCloseScreen {
  readonly name: 'confirm_close'
  readonly count: CountScreen
  readonly countedCashMinor: number
  /** Undefined where the sum was typed at once. */
  readonly counts: CashCount[] | undefined
  readonly foreign: readonly CountedForeign[]
}

/** Where an amount is typed that the till may offer: `offered` is what it put into the entry, until somebody types. */
interface OfferingScreen {
  readonly offered?: string | undefined
}

/** What is given in cash or asked of a card. */
export interface TenderScreen extends OfferingScreen {
  readonly name: 'tender'
}

/** A tender of the shop's list: which one, how much, its number, or the hub being asked for the credit. */
export interface OtherTenderScreen extends OfferingScreen {
  readonly name: 'other_tender'
  readonly types: readonly TenderType[]
  readonly selected: number
  /** Undefined while it is picked. */
  readonly type: TenderType | undefined
  readonly field: 'type' | 'amount' | 'loss' | 'reference' | 'hub'
  /** What was typed before the list was opened. */
  readonly typed: string
  /** Of foreign cash in its own minor units. */
  readonly amountMinor: number
  readonly reference: string | null
}

/** Reports of this till, one of them open; `firstRow` is how far that one is scrolled. */
export interface ReportsScreen {
  readonly name: 'reports'
  readonly reports: readonly ShiftReport[]
  readonly selected: number
  readonly isOpen: boolean
  readonly firstRow: number
}

/** Somebody is looked for at the hub, or chosen of those it found. */
export interface CustomerScreen {
  readonly name: 'customer'
  /** The question that is open; undefined when none is. */
  readonly searchId: string | undefined
  readonly found: readonly SaleCustomer[]
  readonly selected: number
}

/** A business is asked for, field by field. */
export interface BuyerScreen {
  readonly name: 'buyer'
  readonly field: 'name' | 'tax_id' | 'address'
  readonly typed: { readonly name: string; readonly taxId: string }
}

/** What the till shows and what keys mean: one of these at a time. */
export type TillScreen =
  | { readonly name: 'sign_in'; readonly field: 'number' | 'pin'; readonly operatorNumber: number }
  /** `idle`: nobody touched the till for the shop's idle time. */
  | { readonly name: 'locked'; readonly why: 'key' | 'idle' }
  /** `isDateConfirmed`: the clock is trusted, or the operator has said that the date is right. */
  | { readonly name: 'open_shift'; readonly businessDate: string; readonly isDateConfirmed: boolean }
  | { readonly name: 'sell' }
  | { readonly name: 'find'; readonly results: readonly FoundProduct[]; readonly selected: number }
  | { readonly name: 'price_check'; readonly found: FoundProduct | undefined }
  | {
      readonly name: 'department'
      readonly amountMinor: number
      readonly quantity: Quantity
      readonly departments: readonly Department[]
      readonly selected: number
    }
  | { readonly name: 'unknown_item'; readonly code: string; readonly quantity: Quantity }
  | WeighScreen
  | AgeCheckScreen
  | { readonly name: 'expired_item'; readonly item: PendingItem; readonly lastDate: string }
  | { readonly name: 'serial'; readonly item: PendingItem }
  | EmptiesScreen
  | TenderScreen
  | OtherTenderScreen
  | CardScreen
  | {
      readonly name: 'complete'
      readonly sale: Sale
      readonly changeMinor: number
      readonly refund?: Refund | undefined
      /** Of a tax invoice. */
      readonly buyer?: Buyer | undefined
    }
  | RefundScreen
  | HeldScreen
  | {
      readonly name: 'receipts'
      readonly receipts: readonly ListedReceipt[]
      readonly selected: number
      readonly isOpen: boolean
    }
  | CashDrawerScreen
  | CountScreen
  | ConfirmCloseScreen
  | { readonly name: 'shift_closed'; readonly report: ShiftReport }
  | ReportsScreen
  | { readonly name: 'confirm_cancel' }
  | { readonly name: 'confirm_give_back'; readonly payment: UnclaimedPayment }
  | AuthoriseScreen
  | { readonly name: 'exemption' }
  | { readonly name: 'coupon'; readonly selected: number }
  | CustomerScreen
  | BuyerScreen
  | { readonly name: 'points_tender'; readonly points: number; readonly amountMinor: number }
  | ReasonScreen
  | { readonly name: 'menu'; readonly selected: number }
  | { readonly name: 'help'; readonly behind: BehindHelp }

/** What was under way when somebody asked for help, or for a manager. */
interface BehindHelp {
  readonly screen: TillScreen
  readonly entry: string
  readonly notice: Notice | undefined
}

/** The name of a screen. */
export type ScreenName = TillScreen['name']

/** A till as it was when it was locked, going on by itself. */
export interface BehindLock {
  readonly screen: TillScreen
  readonly entry: string
  /** Keys and scans that waited for the scale, and now wait for the PIN. */
  readonly typedAhead: readonly (KeyPressed | Scanned)[]
}

/** Everything a till knows at one moment. React draws it; nothing else holds state. */
export interface TillState {
  readonly screen: TillScreen
  /** What is typed and not entered yet. A PIN is kept here too and shown as dots. */
  readonly entry: string
  /** What the lock hides, and goes on behind it; undefined while the till is not locked. */
  readonly behindLock: BehindLock | undefined
  /** A card's number is being typed: what follows is dropped up to the next Enter, Escape or Backspace. */
  readonly isSwallowing: boolean
  /** The quantity that `*` set for the next item. */
  readonly nextQuantity: { readonly quantity: Quantity; readonly source: QuantitySource } | undefined
  /** A quantity was refused: nothing is sold before there is a good one, or it is taken back by Escape or Backspace. */
  readonly isQuantityRefused: boolean
  readonly operator: Operator | undefined
  readonly shift: Shift | undefined
  readonly shiftTotals: ShiftTotals | undefined
  readonly basket: Basket | undefined
  /** The sums of `basket`, made once a change. */
  readonly priced: PricedBasket | undefined
  readonly tenders: readonly Tender[]
  /** The line that keys work on, by its number; undefined is the last one. */
  readonly selectedLine: number | undefined
  readonly notice: Notice | undefined
  readonly policy: Policy
  /** What baskets are priced by; of the catalogue in use. */
  readonly rules: SellingRules
  readonly tillName: string
  readonly isOnline: boolean
  readonly unsentCount: number
  /** What is open may be finished; nothing new begins. */
  readonly isDiskFull: boolean
  readonly away: readonly DeviceAttention[]
  /** Reservations at the hub that no sale uses, and that the hub has not been told of yet. */
  readonly unreleased: readonly string[]
  /** A refund whose money is given back at the card terminal right now. */
  readonly openRefund: PendingRefund | undefined
  /** What the customer brought back for the open basket; `basket.exchange` is its draft. */
  readonly exchange: PendingRefund | undefined
  /** Card payments whose end is not known; they block the shift's close. */
  readonly openIntents: readonly OpenIntent[]
  /** The sale that was complete when the till stopped; told at the next sign-in, so that nobody rings it again. */
  readonly lastSale: Sale | undefined
  /** Cards that were charged without a sale, oldest first; they block the shift's close until they are given back. */
  readonly unclaimed: readonly UnclaimedPayment[]
  readonly lastInputAtMs: number
  readonly nowMs: number
}

/** A till before anything happened to it. */
export const initialState = (
  { policy, rules }: Pick<TillState, 'policy' | 'rules'>,
  tillName: string,
  nowMs: number,
): TillState => ({
  screen: { name: 'sign_in', field: 'number', operatorNumber: 0 },
  entry: '',
  behindLock: undefined,
  isSwallowing: false,
  nextQuantity: undefined,
  isQuantityRefused: false,
  operator: undefined,
  shift: undefined,
  shiftTotals: undefined,
  basket: undefined,
  priced: undefined,
  tenders: [],
  selectedLine: undefined,
  notice: undefined,
  policy,
  rules,
  tillName,
  isOnline: false,
  unsentCount: 0,
  isDiskFull: false,
  away: [],
  unreleased: [],
  openRefund: undefined,
  exchange: undefined,
  openIntents: [],
  lastSale: undefined,
  unclaimed: [],
  lastInputAtMs: nowMs,
  nowMs,
})
