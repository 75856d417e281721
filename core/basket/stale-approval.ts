import type { Basket, BasketLine } from '#core/basket/basket.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { Authorisation } from '#core/sale/sale.ts'

const amountOf = (quantity: Quantity): number => (quantity.unit === 'piece' ? quantity.count : quantity.weightGrams)

/** What a manager allowed of one line's price is worth more with more of it, and an amount off is more of fewer. */
const isStaleOfLine = (before: BasketLine, after: BasketLine): boolean =>
  amountOf(after.quantity) > amountOf(before.quantity) || before.discount?.kind === 'amount'

/**
 * The basket after one of its lines changed. A manager allows one act, for what is there: with more of the line, or fewer
 * goods under an amount off, it is asked for again when it is paid.
 */
export function withoutStaleApproval(basket: Basket, before: BasketLine, after: BasketLine): Basket {
  const { authorisations, orderDiscount } = basket
  if (authorisations === undefined) return basket
  const isStale = ({ permission, line }: Authorisation): boolean => {
    if (line === before.line) {
      return ['override_discount_limit', 'override_prices'].includes(permission) && isStaleOfLine(before, after)
    }
    return permission === 'override_discount_limit' && line === undefined && orderDiscount?.off.kind === 'amount'
  }
  const kept = authorisations.filter((authorisation) => !isStale(authorisation))
  return kept.length === authorisations.length ? basket : { ...basket, authorisations: kept }
}

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
