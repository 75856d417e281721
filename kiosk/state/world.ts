import type { SellingRules } from '#core/basket/selling-rules.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Buyer } from '#core/customer/customer.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import type { PromotionTime } from '#core/promotion/promotion-input.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import type { RefundSubject } from '#kiosk/state/refund-screens.ts'

/** A product as search shows it, with the stock last heard of; pieces or grams. */
export interface FoundProduct {
  readonly product: Product
  readonly stockLevel: number | undefined
}

/** A basket set aside. */
export interface HeldBasket {
  readonly heldBasketId: string
  readonly heldAt: string
  readonly operatorName: string
  readonly lineCount: number
  readonly totalMinor: number
  /** It waits at the hub too, where any till may recall it. */
  readonly isAtHub?: boolean
  /** The till that set it aside, where that is another. */
  readonly tillName?: string
}

/** A receipt of this till; `exchangeLabel` is the number of the other one of the same ticket. */
export type ListedReceipt =
  | {
      readonly kind: 'sale'
      readonly subject: RefundSubject
      readonly exchangeLabel: string | undefined
      /** Of a tax invoice. */
      readonly buyer?: Buyer | undefined
    }
  | { readonly kind: 'refund'; readonly refund: Refund; readonly exchangeLabel: string | undefined }

/** What the state may read while it steps: the catalogue and the till's records, all of it at once and without waiting. */
export interface World {
  readonly findByCode: (code: string) => Product | undefined
  /** The products that are deposits, for empties that come back. */
  readonly deposits: () => readonly Product[]
  readonly productById: (id: number) => Product | undefined
  /** The coupon with this code, as `couponCode` writes it. */
  readonly couponByCode: (code: string) => Coupon | undefined
  readonly search: (text: string) => readonly FoundProduct[]
  readonly stockLevel: (productId: number) => number | undefined
  readonly departments: () => readonly Department[]
  readonly department: (id: number) => Department | undefined
  readonly taxGroup: (id: number) => TaxGroup | undefined
  readonly policy: () => Policy
  /** What baskets are priced by: of the catalogue in use, the same object until it changes. */
  readonly sellingRules: () => SellingRules
  readonly operator: (operatorNumber: number) => Operator | undefined
  readonly heldBaskets: () => readonly HeldBasket[]
  readonly lastSales: () => readonly Sale[]
  readonly lastReceipts: () => readonly ListedReceipt[]
  /** A sale of this till by what its receipt says, with what went back of it here. */
  readonly saleByLabel: (label: string) => RefundSubject | undefined
  /** True for a sale of this till that was never handed to the network: what goes back of it this till decides alone. */
  readonly mayRefundAlone: (saleId: string) => boolean
  /** This till's X and Z reports, newest first. */
  readonly lastReports: () => readonly ShiftReport[]
  readonly nowMs: () => number
  /** ISO 8601, UTC. */
  readonly nowIso: () => string
  /** The shop's date and time now, as offers are judged by. */
  readonly promotionTime: () => PromotionTime
  /** The shop's date now, `YYYY-MM-DD`. */
  readonly localDate: () => string
  /** False until the wall clock was set by somebody who knows. */
  readonly isClockTrusted: () => boolean
  /** The shop's date and time of an instant, as printed. */
  readonly localTime: (iso: string) => string
  readonly newId: () => string
}
