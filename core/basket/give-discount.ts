import type { Basket, BasketLine } from '#core/basket/basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { multiplyDivide } from '#core/money/rounding.ts'
import { offMinor } from '#core/promotion/off-minor.ts'
import { WHOLE_PPM, type Off } from '#core/promotion/promotion.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'

/** What a shop that says nothing of it lets everybody give who may give any: 10 %. */
const DISCOUNT_LIMIT_PPM = 100_000

const amountOf = (line: BasketLine): number => lineAmountMinor(line.quantity, line.unitPriceMinor)

/** True where a discount may touch a line that is sold: it costs something, and is no deposit. */
export const isDiscountable = (line: BasketLine): boolean =>
  !line.isVoided && line.isDiscountable !== false && amountOf(line) > 0

/** What one line comes to where a discount may touch it, minor units; 0 for any other line. */
export const discountableLineMinor = (basket: Basket, line: number): number => {
  const found = basket.lines.find((candidate) => candidate.line === line)
  return found === undefined || !isDiscountable(found) ? 0 : amountOf(found)
}

const ownMinorOf = (line: BasketLine): number =>
  line.discount === undefined ? 0 : offMinor(line.discount, amountOf(line))

/** What all lines that a discount may touch come to after the cashier's discounts on single ones, minor units. */
export const discountableMinor = (basket: Basket): number =>
  basket.lines.filter(isDiscountable).reduce((sum, line) => sum + amountOf(line) - ownMinorOf(line), 0)

const tooLarge = (off: Off, ofMinor: number): DomainError | undefined => {
  const isTooLarge = off.kind === 'amount' ? off.amountMinor > ofMinor : off.ratePpm > WHOLE_PPM
  if (!isTooLarge) return undefined
  return new DomainError('discount_too_large', 'Nothing is reduced by more than it costs.', { maxMinor: ofMinor })
}

const nothingToReduce = (): DomainError =>
  new DomainError('not_discountable', 'There is nothing here that a discount may be given on.')

/** True where a discount is within what everybody may give; `limitPpm` is the policy's, 10 % where it has none. */
export const isWithinLimit = (off: Off, ofMinor: number, limitPpm: number = DISCOUNT_LIMIT_PPM): boolean =>
  off.kind === 'percent'
    ? off.ratePpm <= limitPpm
    : off.amountMinor <= multiplyDivide(Math.max(ofMinor, 0), limitPpm, WHOLE_PPM, 'floor')

/**
 * True where the cashier's discounts, as the basket is now, come to more than everybody may give, and no manager allowed
 * them: an amount that was little for a large basket is much for what is left of it, and two discounts add up.
 */
export function isBeyondDiscountLimit(basket: Basket, limitPpm: number = DISCOUNT_LIMIT_PPM): boolean {
  const approved = (basket.authorisations ?? []).filter(({ permission }) => permission === 'override_discount_limit')
  // A manager who allows it on one line allows it on no other.
  const lines = basket.lines.filter(
    (line) => isDiscountable(line) && approved.every(({ line: on }) => on !== line.line),
  )
  const isLineBeyond = lines.some(
    (line) => line.discount !== undefined && !isWithinLimit(line.discount, amountOf(line), limitPpm),
  )
  const { orderDiscount } = basket
  const isOrderApproved = approved.some(({ line }) => line === undefined)
  if (isLineBeyond || orderDiscount === undefined || isOrderApproved) return isLineBeyond
  const leftMinor = discountableMinor(basket)
  if (!isWithinLimit(orderDiscount.off, leftMinor, limitPpm)) return true
  const ownMinor = lines.reduce((sum, line) => sum + ownMinorOf(line), 0)
  if (ownMinor === 0) return false
  const limitMinor = multiplyDivide(leftMinor + ownMinor, limitPpm, WHOLE_PPM, 'ceiling')
  return ownMinor + offMinor(orderDiscount.off, leftMinor) > limitMinor
}

/**
 * Gives a discount on one line, or takes it back (`off` left out). 'line_not_found', 'not_discountable', or
 * 'discount_too_large' for more than the line or than 100 %.
 */
export function discountLine(
  basket: Basket,
  line: number,
  given: { readonly off: Off; readonly reason: string } | undefined,
): Basket | DomainError {
  const found = basket.lines.find((candidate) => candidate.line === line && !candidate.isVoided)
  if (found === undefined) return new DomainError('line_not_found', `There is no line ${line} to change.`, { line })
  const { discount: _discount, discountReason: _reason, ...plain } = found
  if (given !== undefined && !isDiscountable(found)) return nothingToReduce()
  const refusal = given === undefined ? undefined : tooLarge(given.off, amountOf(found))
  if (refusal !== undefined) return refusal
  const changed = given === undefined ? plain : { ...plain, discount: given.off, discountReason: given.reason }
  return { ...basket, lines: basket.lines.map((candidate) => (candidate === found ? changed : candidate)) }
}

/** Gives a discount on all that can be discounted, or takes it back. Refusals as for a line. */
export function discountOrder(
  basket: Basket,
  given: { readonly off: Off; readonly reason: string } | undefined,
): Basket | DomainError {
  const { orderDiscount: _orderDiscount, ...plain } = basket
  if (given === undefined) return plain
  const ofMinor = discountableMinor(basket)
  if (ofMinor <= 0) return nothingToReduce()
  return tooLarge(given.off, ofMinor) ?? { ...plain, orderDiscount: given }
}
