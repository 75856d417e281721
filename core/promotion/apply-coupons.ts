import { DomainError } from '#core/errors/domain-error.ts'
import type { SearchReport } from '#core/promotion/apply-sets.ts'
import { bestCouponOrder, couponOffMinor, type CouponOrder, type GoodCoupon } from '#core/promotion/coupon-order.ts'
import { couponRefusal, type Coupon } from '#core/promotion/coupon.ts'
import { isOpenToOffers } from '#core/promotion/piece-classes.ts'
import type { PromotionInput } from '#core/promotion/promotion-input.ts'
import type { RefusedCoupon } from '#core/promotion/promotion-result.ts'
import type { SaleLedger } from '#core/promotion/sale-ledger.ts'
import { selects } from '#core/promotion/selector.ts'

/** How the search for the best order went, and the coupons that take nothing off. */
export interface CouponReport extends SearchReport {
  readonly refusedCoupons: readonly RefusedCoupon[]
}

type Sale = Pick<PromotionInput, 'lines' | 'coupons' | 'at' | 'customerGroupIds'>

const NO_COUPONS: CouponReport = { refusedCoupons: [], isExact: true, nodes: 0 }

const linesFor = ({ items }: Coupon, { lines }: Sale): readonly number[] =>
  lines.flatMap((line, index) => (isOpenToOffers(line) && (items === undefined || selects(items, line)) ? [index] : []))

const takesNothing = ({ id, code }: Coupon): RefusedCoupon => {
  const message = 'This coupon takes nothing off this sale.'
  return { couponId: id, error: new DomainError('coupon_no_items', message, { code }) }
}

const doesNotStack = ({ id, code }: Coupon): RefusedCoupon => {
  const message = 'This coupon does not go with the others of this sale.'
  return { couponId: id, error: new DomainError('coupon_not_stackable', message, { code }) }
}

const judge = (sale: Sale, ledger: SaleLedger, refused: RefusedCoupon[]): readonly GoodCoupon[] => {
  const good: GoodCoupon[] = []
  const attachedIds: number[] = []
  for (const { coupon, usesCount } of sale.coupons) {
    const lineIndexes = linesFor(coupon, sale)
    const error = couponRefusal(coupon, {
      nowIso: sale.at.nowIso,
      customerGroupIds: sale.customerGroupIds,
      attachedIds,
      itemsMinor: lineIndexes.reduce((sum, index) => sum + (sale.lines[index]?.amountMinor ?? 0), 0),
      ...(usesCount === undefined ? {} : { usesCount }),
    })
    attachedIds.push(coupon.id)
    if (error !== undefined) refused.push({ couponId: coupon.id, error })
    else if (ledger.leftOf(lineIndexes) === 0) refused.push(takesNothing(coupon))
    else good.push({ coupon, lineIndexes })
  }
  return good
}

/** Takes coupons off one after the other, each from what the one before it left; those that find nothing are refused. */
const redeem = (coupons: readonly GoodCoupon[], ledger: SaleLedger): RefusedCoupon[] =>
  coupons.flatMap((good) => {
    const { coupon, lineIndexes } = good
    const savedMinor = couponOffMinor(good, ledger.leftMinor)
    if (savedMinor === 0) return [takesNothing(coupon)]
    const giver = { source: 'coupon', id: coupon.id, name: coupon.name ?? coupon.code } as const
    ledger.takeFrom(giver, savedMinor, lineIndexes)
    return []
  })

/** All stackable coupons together, or one that is not: what saves most, then the stackable ones, then the lower id. */
const bestOf = (good: readonly GoodCoupon[], { leftMinor }: SaleLedger, nodesMax: number): CouponOrder => {
  const stackable = good.filter(({ coupon }) => coupon.isStackable)
  const together = bestCouponOrder(stackable, leftMinor, nodesMax)
  if (stackable.length === good.length) return together
  let { order, savedMinor } = together
  const singles = good.filter(({ coupon }) => !coupon.isStackable)
  for (const single of singles.toSorted((one, other) => one.coupon.id - other.coupon.id)) {
    const aloneMinor = couponOffMinor(single, leftMinor)
    if (aloneMinor <= savedMinor) continue
    order = [single]
    savedMinor = aloneMinor
  }
  return { order, savedMinor, isExact: together.isExact, nodes: together.nodes }
}

/** Takes the coupons of a sale off what promotions left, and says of the others why not, in the order of the sale. */
export function applyCoupons(sale: Sale, ledger: SaleLedger, nodesMax: number): CouponReport {
  if (sale.coupons.length === 0) return NO_COUPONS
  const refused: RefusedCoupon[] = []
  const good = judge(sale, ledger, refused)
  const { order, isExact, nodes } = bestOf(good, ledger, nodesMax)
  for (const one of good) if (!order.includes(one)) refused.push(doesNotStack(one.coupon))
  refused.push(...redeem(order, ledger))
  const places = new Map(sale.coupons.map(({ coupon }, place) => [coupon.id, place]))
  const placeOf = ({ couponId }: RefusedCoupon): number => places.get(couponId) ?? 0
  return { refusedCoupons: refused.toSorted((one, other) => placeOf(one) - placeOf(other)), isExact, nodes }
}
