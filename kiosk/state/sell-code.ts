import { addOpenAmount } from '#core/basket/change-basket.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { couponCode } from '#core/promotion/coupon.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { addNamed, ONE_PIECE } from '#kiosk/state/add-item.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { basketOf, withBasket } from '#kiosk/state/basket-step.ts'
import { meaningOf } from '#kiosk/state/code-meaning.ts'
import { takeCoupon } from '#kiosk/state/coupon.ts'
import type { NamedProduct } from '#kiosk/state/named-product.ts'
import { bad } from '#kiosk/state/notice.ts'
import { refuseRestricted } from '#kiosk/state/restrictions.ts'
import { next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** What was refused as a quantity was meant for this item: it must not be sold as one piece instead. */
export const refuseWithoutQuantity = (state: TillState): StepResult | undefined =>
  state.isQuantityRefused ? refuse(state, bad('quantity_first')) : undefined

/** A quantity that does not go with the product is forgotten, or it would refuse the next item too. */
const refuseQuantity = (state: TillState, priceUnit: Product['priceUnit']): StepResult =>
  refuse({ ...state, nextQuantity: undefined }, bad('quantity_out_of_range', { priceUnit }))

/** Several that bear the same label with a price are several; a label with a weight speaks of one pack. */
const addLabelled = (
  state: TillState,
  world: World,
  named: NamedProduct,
  label: NonNullable<NamedProduct['label']>,
): StepResult => {
  const { nextQuantity } = state
  if ('priceMinor' in label && nextQuantity?.quantity.unit !== 'gram') {
    return addNamed(state, world, named, {
      quantity: nextQuantity?.quantity ?? ONE_PIECE,
      unitPriceMinor: label.priceMinor,
      priceSource: 'label',
      quantitySource: nextQuantity?.source ?? 'label',
    })
  }
  if ('priceMinor' in label) return refuseQuantity(state, 'piece')
  if (nextQuantity !== undefined) return refuseQuantity(state, 'kilogram')
  return addNamed(state, world, named, {
    quantity: { unit: 'gram', weightGrams: label.weightGrams },
    quantitySource: 'label',
  })
}

/** Asks the scale, under a new id each time, and waits for its answer. */
export function askScale(
  state: TillState,
  world: World,
  { product, code, facts }: Omit<NamedProduct, 'label'>,
): StepResult {
  const readingId = world.newId()
  const said = facts === undefined ? {} : { facts }
  const screen = { name: 'weigh', product, code, ...said, isReading: true, readingId, waiting: [] } as const
  return next(state, { screen, entry: '', notice: undefined }, [{ type: 'read_scale', readingId }])
}

/** What was typed as a quantity of a weighed product is a weight; nobody types one unasked. */
const sellWeighed = (state: TillState, world: World, named: NamedProduct): StepResult => {
  const quantity = state.nextQuantity?.quantity
  if (quantity === undefined) return refuseRestricted(state, world, asOne(named)) ?? askScale(state, world, named)
  if (quantity.unit !== 'gram') return refuseQuantity(state, 'kilogram')
  const { product, code, facts } = named
  const said = facts === undefined ? {} : { facts }
  const { weightGrams } = quantity
  return attempt(state, { type: 'keyed_weight', productId: product.id, code, weightGrams, ...said })
}

/** Nothing is put on the scale that may not be sold. */
const asOne = ({ product }: NamedProduct) => ({ product, quantity: ONE_PIECE })

function sellNamed(state: TillState, world: World, named: NamedProduct): StepResult {
  if (named.label !== undefined) return addLabelled(state, world, named, named.label)
  if (named.product.priceUnit === 'kilogram') return sellWeighed(state, world, named)
  const { quantity, source } = state.nextQuantity ?? { quantity: ONE_PIECE, source: 'keyed' as const }
  if (quantity.unit === 'gram') return refuseQuantity(state, 'piece')
  return addNamed(state, world, named, { quantity, quantitySource: source })
}

/** Sells what a code names: adds it, or asks the scale for its weight. */
export const sellProduct = (state: TillState, world: World, named: NamedProduct): StepResult =>
  refuseWithoutQuantity(state) ?? sellNamed(state, world, named)

/** Sells a scanned or keyed code, or offers to sell it as unknown. */
export function sellCode(state: TillState, world: World, aim: string | undefined, text: string): StepResult {
  const refused = refuseWithoutQuantity(state)
  if (refused !== undefined) return refused
  const meaning = meaningOf(aim, text, world)
  if ('product' in meaning) return sellProduct(state, world, meaning)
  const coupon = world.couponByCode(couponCode(text))
  if (coupon !== undefined) return takeCoupon(state, world, coupon)
  if ('refusal' in meaning) return refuse(state, bad(meaning.refusal))
  const quantity = state.nextQuantity?.quantity ?? ONE_PIECE
  if (state.policy.unknownItemDepartmentId === null || quantity.unit !== 'piece') {
    return refuse(state, bad('barcode_unknown', { code: meaning.unknownCode }))
  }
  const screen = { name: 'unknown_item', code: meaning.unknownCode, quantity } as const
  return next(state, { screen, entry: '', notice: bad('barcode_unknown', { code: meaning.unknownCode }) }, [
    { type: 'beep' },
  ])
}

/** Sells an amount that no product names, taxed as its department. */
export function sellOpenAmount(
  state: TillState,
  world: World,
  department: Department,
  item: { readonly amountMinor: number; readonly quantity: Quantity; readonly code: string; readonly name: string },
): StepResult {
  const taxGroup: TaxGroup | undefined = world.taxGroup(department.taxGroupId)
  if (taxGroup === undefined)
    return refuseWith(state, new DomainError('not_found', 'This department has no tax group.'))
  const basket = addOpenAmount(basketOf(state, world), department, taxGroup, item)
  return withBasket(state, basket, { key: 'item_added' })
}
