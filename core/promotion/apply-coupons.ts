import { DomainError } from '#core/errors/domain-error.ts'
import { couponRefusal, type Coupon } from '#core/promotion/coupon.ts'
import { offMinor } from '#core/promotion/off-minor.ts'
import type { PromotionInput } from '#core/promotion/promotion-input.ts'
import type { RefusedCoupon } from '#core/promotion/promotion-result.ts'
import type { SaleLedger } from '#core/promotion/sale-ledger.ts'
import { selects } from '#core/promotion/selector.ts'

/** A coupon that is good for this sale, and the lines it may take from. */
interface Good {
  readonly coupon: Coupon
  readonly lineIndexes: readonly number[]
}

type Sale = Pick<PromotionInput, 'lines' | 'coupons' | 'at' | 'customerGroupIds'>

const linesFor = ({ items }: Coupon, { lines }: Sale): readonly number[] =>
  lines.flatMap((line, index) => (items === undefined || selects(items, line) ? [index] : []))

const judge = (sale: Sale, ledger: SaleLedger, refused: RefusedCoupon[]): readonly Good[] => {
  const good: Good[] = []
  const attachedIds: number[] = []
  for (const { coupon, usesCount } of sale.coupons) {
    const lineIndexes = linesFor(coupon, sale)
    const error = couponRefusal(coupon, {
      nowIso: sale.at.nowIso,
      customerGroupIds: sale.customerGroupIds,
      attachedIds,
      itemsMinor: ledger.leftOf(lineIndexes),
      ...(usesCount === undefined ? {} : { usesCount }),
    })
    attachedIds.push(coupon.id)
    if (error === undefined) good.push({ coupon, lineIndexes })
    else refused.push({ couponId: coupon.id, error })
  }
  return good
}

/** Rates before amounts: a rate of the larger sum is more. */
const inOrder = (coupons: readonly Good[]): readonly Good[] => [
  ...coupons.filter(({ coupon }) => coupon.off.kind === 'percent'),
  ...coupons.filter(({ coupon }) => coupon.off.kind === 'amount'),
]

/** Takes coupons off one after the other, each from what the one before it left; those that find nothing are refused. */
const redeem = (coupons: readonly Good[], ledger: SaleLedger): RefusedCoupon[] =>
  inOrder(coupons).flatMap(({ coupon, lineIndexes }) => {
    const savedMinor = offMinor(coupon.off, ledger.leftOf(lineIndexes), coupon.maxOffMinor)
    if (savedMinor === 0) {
      const message = 'This coupon takes nothing off this sale.'
      return [{ couponId: coupon.id, error: new DomainError('coupon_no_items', message, { code: coupon.code }) }]
    }
    const giver = { source: 'coupon', id: coupon.id, name: coupon.name ?? coupon.code } as const
    ledger.takeFrom(giver, savedMinor, lineIndexes)
    return []
  })

const savedBy = (coupons: readonly Good[], ledger: SaleLedger): number => {
  const trial = ledger.copy()
  redeem(coupons, trial)
  return trial.applied.reduce((sum, offer) => sum + offer.amountMinor, 0)
}

/** All stackable coupons together, or one that is not; the first of those that save most. */
const bestOf = (good: readonly Good[], ledger: SaleLedger): readonly Good[] => {
  const stackable = good.filter(({ coupon }) => coupon.isStackable)
  const singles = good.filter(({ coupon }) => !coupon.isStackable)
  let best = stackable
  let bestMinor = savedBy(stackable, ledger)
  for (const single of singles) {
    const savedMinor = savedBy([single], ledger)
    if (savedMinor <= bestMinor) continue
    best = [single]
    bestMinor = savedMinor
  }
  return best
}

/** Takes the coupons of a sale off what promotions left, and says of the others why not, in the order of the sale. */
export function applyCoupons(sale: Sale, ledger: SaleLedger): readonly RefusedCoupon[] {
  const refused: RefusedCoupon[] = []
  const good = judge(sale, ledger, refused)
  const best = bestOf(good, ledger)
  for (const { coupon } of good.filter((one) => !best.includes(one))) {
    const message = 'This coupon does not go with the others of this sale.'
    refused.push({
      couponId: coupon.id,
      error: new DomainError('coupon_not_stackable', message, { code: coupon.code }),
    })
  }
  refused.push(...redeem(best, ledger))
  const places = new Map(sale.coupons.map(({ coupon }, place) => [coupon.id, place]))
  return refused.toSorted((one, other) => (places.get(one.couponId) ?? 0) - (places.get(other.couponId) ?? 0))
}
