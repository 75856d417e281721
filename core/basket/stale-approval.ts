import type { Basket, BasketLine } from '#core/basket/basket.ts'
import { isDiscountable } from '#core/basket/give-discount.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { Authorisation } from '#core/sale/sale.ts'

const amountOf = (quantity: Quantity): number => (quantity.unit === 'piece' ? quantity.count : quantity.weightGrams)

const hasGrown = (before: BasketLine, after: BasketLine): boolean =>
  amountOf(after.quantity) > amountOf(before.quantity)

/** What a manager allowed of one line's price is worth more with more of it, and an amount off is more of fewer. */
const isStaleOfLine = (before: BasketLine, after: BasketLine): boolean =>
  hasGrown(before, after) || before.discount?.kind === 'amount'

/** An amount off the whole sale is more of fewer goods, and a percentage takes more off more of them. */
const isStaleOfOrder = ({ orderDiscount }: Basket, before: BasketLine, after: BasketLine): boolean =>
  orderDiscount?.off.kind === 'percent'
    ? hasGrown(before, after) && isDiscountable(after)
    : orderDiscount?.off.kind === 'amount'

const isOfOrder = ({ permission, line }: Authorisation): boolean =>
  permission === 'override_discount_limit' && line === undefined

const without = (basket: Basket, isStale: (authorisation: Authorisation) => boolean): Basket => {
  const { authorisations } = basket
  if (authorisations?.some(isStale) !== true) return basket
  return { ...basket, authorisations: authorisations.filter((authorisation) => !isStale(authorisation)) }
}

/**
 * The basket after one of its lines changed. A manager allows one act, for what is there: with more of it under a price
 * or a percentage, or fewer goods under an amount off, it is asked for again when it is paid.
 */
export const withoutStaleApproval = (basket: Basket, before: BasketLine, after: BasketLine): Basket =>
  without(basket, (authorisation) => {
    if (authorisation.line === before.line) {
      const isOfPrice = ['override_discount_limit', 'override_prices'].includes(authorisation.permission)
      return isOfPrice && isStaleOfLine(before, after)
    }
    return isOfOrder(authorisation) && isStaleOfOrder(basket, before, after)
  })

/** The basket after a line was added: what a manager allowed off all of it in percent was allowed for less. */
export const withoutOutgrownApproval = (basket: Basket, added: BasketLine): Basket =>
  basket.orderDiscount?.off.kind === 'percent' && isDiscountable(added) ? without(basket, isOfOrder) : basket

/** The basket with a manager's word on every discount and price of the cashier's that is in it now, line by line. */
export function approvedAsItIs(basket: Basket, authorisedBy: number): Basket {
  const approvals: Authorisation[] = []
  for (const { line, isVoided, discount, priceSource } of basket.lines) {
    if (isVoided) continue
    if (discount !== undefined) approvals.push({ permission: 'override_discount_limit', authorisedBy, line })
    if (priceSource === 'override') approvals.push({ permission: 'override_prices', authorisedBy, line })
  }
  if (basket.orderDiscount !== undefined) approvals.push({ permission: 'override_discount_limit', authorisedBy })
  if (approvals.length === 0) return basket
  const known = new Set(approvals.map(({ permission, line }) => `${permission} ${line}`))
  const before = (basket.authorisations ?? []).filter(({ permission, line }) => !known.has(`${permission} ${line}`))
  return { ...basket, authorisations: [...before, ...approvals] }
}
