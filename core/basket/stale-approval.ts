import type { Basket, BasketLine } from '#core/basket/basket.ts'

/**
 * The basket after one of its lines changed: an amount off that a manager allowed was allowed for what was there then, and
 * is asked for again when it is paid. A percentage grows and shrinks with the goods.
 */
export function withoutStaleApproval(basket: Basket, changed: BasketLine): Basket {
  const { authorisations, orderDiscount } = basket
  if (authorisations === undefined) return basket
  const isOrderAmount = orderDiscount?.off.kind === 'amount'
  const isLineAmount = changed.discount?.kind === 'amount'
  const kept = authorisations.filter(
    ({ permission, line }) =>
      permission !== 'override_discount_limit' ||
      !((isOrderAmount && line === undefined) || (isLineAmount && line === changed.line)),
  )
  return kept.length === authorisations.length ? basket : { ...basket, authorisations: kept }
}
