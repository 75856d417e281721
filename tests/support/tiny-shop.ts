import { lookupKey } from '#core/barcode/lookup-key.ts'
import { PLAIN_RULES, type SellingRules } from '#core/basket/selling-rules.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import { promotionTimeOf } from '#core/promotion/promotion-time.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import { saleStatusAfter } from '#core/refund/refund-status.ts'
import type { Refund } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import type { RefundSubject } from '#kiosk/state/refund-screens.ts'
import type { HeldBasket, ListedReceipt, World } from '#kiosk/state/world.ts'
import {
  asha,
  meera,
  ravi,
  tinyDepartments,
  tinyPolicy,
  tinyProducts,
  tinyTaxGroups,
} from '#tests/support/tiny-catalogue.ts'

const SEARCH_ROWS_MAX = 20
const STARTS_AT_MS = Date.parse('2026-03-01T09:00:00.000Z')
const INDIA_AHEAD_MS = 19_800_000

/** What a tiny shop keeps; tests change it as hub and time would. */
interface TinyRecords {
  /** The till's records, newest first; `world` reads them. */
  readonly sales: Sale[]
  readonly refunds: Refund[]
  /** Sales that were never handed to the network. */
  readonly unheard: Set<string>
  readonly held: HeldBasket[]
  readonly reports: ShiftReport[]
  readonly coupons: Coupon[]
  readonly taxGroups: Map<number, TaxGroup>
  rules: SellingRules
  /** By the number they sign in with. */
  readonly operators: Map<number, Operator>
  readonly products: Map<number, Product>
  policy: Policy
  nowMs: number
  isClockTrusted: boolean
  readonly newId: () => string
}

/** A shop in memory, with a clock that stands still and ids that count: the same events always give the same till. */
export interface TinyShop extends TinyRecords {
  readonly world: World
}

const foldText = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

const isFound = (product: Product, words: readonly string[]): boolean => {
  const names = foldText(product.name).split(/\s+/u)
  return words.every((word) => names.some((name) => name.startsWith(word)))
}

const localIso = (shop: TinyRecords, atMs: number): string =>
  new Date(atMs + (shop.policy.timeZone === 'Asia/Kolkata' ? INDIA_AHEAD_MS : 0)).toISOString()

/** In pieces or grams; the hub never told of every fourth. */
const stockLevel = (productId: number): number | undefined => (productId % 4 === 0 ? undefined : 10 * productId)

const subjectOf = ({ refunds }: TinyRecords, sale: Sale): RefundSubject => {
  const back = refunds.toReversed().filter(({ originalSaleId }) => originalSaleId === sale.saleId)
  const refunded = back.reduce((before, refund) => addRefund(sale, before, refund), NOTHING_REFUNDED)
  const last = back.at(-1)
  return { sale, refunded, status: last === undefined ? 'completed' : saleStatusAfter(sale, refunded, last.kind) }
}

const worldOf = (shop: TinyRecords): World => ({
  findByCode: (code) => {
    const key = lookupKey(code)
    return [...shop.products.values()].find(
      ({ barcodes, sku }) => sku === code || barcodes.some((barcode) => lookupKey(barcode) === key),
    )
  },
  deposits: () => [...shop.products.values()].filter(({ rules }) => rules?.isDeposit === true),
  productById: (id) => shop.products.get(id),
  couponByCode: (code) => shop.coupons.find((coupon) => coupon.code === code),
  search: (text) => {
    const words = foldText(text)
      .split(/\s+/u)
      .filter((word) => word !== '')
    return [...shop.products.values()]
      .filter((product) => isFound(product, words))
      .slice(0, SEARCH_ROWS_MAX)
      .map((product) => ({ product, stockLevel: stockLevel(product.id) }))
  },
  stockLevel,
  departments: () => tinyDepartments,
  department: (id) => tinyDepartments.find((candidate) => candidate.id === id),
  taxGroup: (id) => shop.taxGroups.get(id),
  policy: () => shop.policy,
  sellingRules: () => shop.rules,
  promotionTime: () => promotionTimeOf(localIso(shop, shop.nowMs), new Date(shop.nowMs).toISOString()),
  operator: (number) => shop.operators.get(number),
  heldBaskets: () => [...shop.held],
  lastSales: () => [...shop.sales],
  lastReceipts: () => [
    ...shop.sales.map((sale): ListedReceipt => {
      return { kind: 'sale', subject: subjectOf(shop, sale), exchangeLabel: undefined }
    }),
    ...shop.refunds.map((refund): ListedReceipt => ({ kind: 'refund', refund, exchangeLabel: undefined })),
  ],
  saleByLabel: (label) => {
    const sale = shop.sales.find(({ receiptLabel, receiptNumber }) =>
      [receiptLabel, String(receiptNumber)].includes(label),
    )
    return sale === undefined ? undefined : subjectOf(shop, sale)
  },
  mayRefundAlone: (saleId) => shop.unheard.has(saleId),
  lastReports: () => [...shop.reports],
  nowMs: () => shop.nowMs,
  nowIso: () => new Date(shop.nowMs).toISOString(),
  localDate: () => localIso(shop, shop.nowMs).slice(0, 10),
  isClockTrusted: () => shop.isClockTrusted,
  localTime: (iso) => localIso(shop, Date.parse(iso)).slice(0, 16).replace('T', ' '),
  newId: shop.newId,
})

/** Opens a tiny shop. */
export function openTinyShop(policy: Partial<Policy> = {}): TinyShop {
  let ids = 0
  const newId = (): string => {
    ids += 1
    return `019aa0c0-0000-7000-8000-${String(ids).padStart(12, '0')}`
  }
  const shop: TinyRecords = {
    sales: [],
    refunds: [],
    unheard: new Set(),
    held: [],
    coupons: [],
    rules: PLAIN_RULES,
    taxGroups: new Map(tinyTaxGroups.map((group) => [group.id, group])),
    operators: new Map([asha, ravi, meera].map((operator) => [operator.number, operator])),
    reports: [],
    products: new Map(Object.values(tinyProducts).map((product) => [product.id, product])),
    policy: { ...tinyPolicy, ...policy },
    nowMs: STARTS_AT_MS,
    isClockTrusted: true,
    newId,
  }
  return Object.assign(shop, { world: worldOf(shop) })
}
