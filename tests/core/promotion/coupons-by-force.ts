import type { Coupon } from '#core/promotion/coupon.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import { selects } from '#core/promotion/selector.ts'

type Amounts = ReadonlyMap<PromotionLine, number>

const byItem = (one: PromotionLine, other: PromotionLine): number => {
  const sizeOf = ({ quantity }: PromotionLine): number =>
    quantity.unit === 'gram' ? -quantity.weightGrams : quantity.count
  return (
    (one.productId ?? 0) - (other.productId ?? 0) ||
    one.amountMinor - other.amountMinor ||
    sizeOf(one) - sizeOf(other) ||
    one.line - other.line
  )
}

const sumOf = (lines: readonly PromotionLine[], left: Amounts): number =>
  lines.reduce((sum, line) => sum + (left.get(line) ?? 0), 0)

const linesOf = ({ items }: Coupon, lines: readonly PromotionLine[]): readonly PromotionLine[] =>
  lines.filter((line) => items === undefined || selects(items, line))

/** What a coupon takes, shared out by largest remainders: small figures, so that no product needs care. */
const after = (coupon: Coupon, lines: readonly PromotionLine[], left: Amounts): Amounts => {
  const own = linesOf(coupon, lines)
  const sum = sumOf(own, left)
  const { off, maxOffMinor = sum } = coupon
  const wanted = off.kind === 'amount' ? off.amountMinor : Math.floor((sum * off.ratePpm + 500_000) / 1_000_000)
  const takenMinor = Math.min(wanted, sum, maxOffMinor)
  if (takenMinor === 0) return left
  const parts = own.map((line, place) => {
    const product = takenMinor * (left.get(line) ?? 0)
    return { line, place, part: Math.floor(product / sum), remainder: product % sum }
  })
  const missing = takenMinor - parts.reduce((given, { part }) => given + part, 0)
  const winners = new Set(
    parts
      .toSorted((one, other) => other.remainder - one.remainder || one.place - other.place)
      .slice(0, missing)
      .map(({ line }) => line),
  )
  const next = new Map(left)
  for (const { line, part } of parts) {
    next.set(line, (left.get(line) ?? 0) - part - (winners.has(line) ? 1 : 0))
  }
  return next
}

const mostByOrder = (coupons: readonly Coupon[], lines: readonly PromotionLine[], left: Amounts): number => {
  let most = 0
  for (const coupon of coupons) {
    const next = after(coupon, lines, left)
    const others = coupons.filter((one) => one !== coupon)
    most = Math.max(most, sumOf(lines, left) - sumOf(lines, next) + mostByOrder(others, lines, next))
  }
  return most
}

/** The most that coupons save on lines without promotions: every order of the stackable ones, and each other one alone. */
export const bestCouponsMinor = (scanned: readonly PromotionLine[], coupons: readonly Coupon[]): number => {
  const lines = scanned.toSorted(byItem)
  const left: Amounts = new Map(lines.map((line) => [line, line.amountMinor]))
  const good = coupons.filter((coupon) => sumOf(linesOf(coupon, lines), left) >= (coupon.minimumMinor ?? 0))
  const singles = good.filter(({ isStackable }) => !isStackable)
  const stackable = good.filter(({ isStackable }) => isStackable)
  return Math.max(mostByOrder(stackable, lines, left), ...singles.map((one) => mostByOrder([one], lines, left)))
}
