import { readScan } from '#core/barcode/read-scan.ts'
import { addOpenAmount, addProduct, type Addition } from '#core/basket/change-basket.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Product } from '#core/catalogue/product.ts'
import { memberPrice } from '#core/customer/member-price.ts'
import { assert } from '#core/errors/assert.ts'
import type { DomainErrorCode } from '#core/errors/domain-error-code.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { couponCode } from '#core/promotion/coupon.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { CODE_LENGTH_MAX } from '#core/sale/sale.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { basketOf, withBasket } from '#kiosk/state/basket-step.ts'
import { takeCoupon } from '#kiosk/state/coupon.ts'
import { bad } from '#kiosk/state/notice.ts'
import { next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** A product that a code named, with what the code says of it besides. */
export interface NamedProduct {
  readonly product: Product
  readonly code: string
  readonly label: { readonly priceMinor: number } | { readonly weightGrams: number } | undefined
}

/** What a code names: a product, nothing that is known here, or nothing that may be a code. */
export type CodeMeaning = NamedProduct | { readonly unknownCode: string } | { readonly refusal: DomainErrorCode }

const ONE_PIECE: Quantity = { unit: 'piece', count: 1 }

/** Finds what a scanned or keyed code means in this shop. */
export function meaningOf(aim: string | undefined, text: string, world: World): CodeMeaning {
  const { barcodePatterns, currency } = world.policy()
  const scan = readScan(aim, text, barcodePatterns, { today: world.localDate(), currency: currencyOf(currency) })
  if (scan.kind === 'rejected') {
    // A short number that is no GTIN can still be a PLU or an article number of the shop's own.
    const product = scan.reason === 'barcode_check_digit_wrong' ? world.findByCode(text) : undefined
    return product === undefined ? { refusal: scan.reason } : { product, code: text, label: undefined }
  }
  if (scan.kind === 'variable_price' || scan.kind === 'variable_weight') {
    const product = world.findByCode(scan.itemCode)
    if (product === undefined) return { unknownCode: text }
    const label = scan.kind === 'variable_price' ? { priceMinor: scan.priceMinor } : { weightGrams: scan.weightGrams }
    return { product, code: text, label }
  }
  if (scan.text.length > CODE_LENGTH_MAX) return { refusal: 'barcode_invalid' }
  const product = world.findByCode(scan.text)
  return product === undefined ? { unknownCode: scan.text } : { product, code: scan.text, label: undefined }
}

const added = (state: TillState, world: World, product: Product, addition: Addition): StepResult => {
  const taxGroup = world.taxGroup(product.taxGroupId)
  assert(taxGroup !== undefined, 'Every product of the catalogue has a tax group.')
  const basket = addProduct(basketOf(state, world), product, taxGroup, addition)
  return withBasket(state, basket, { key: 'item_added' })
}

/** What was refused as a quantity was meant for this item: it must not be sold as one piece instead. */
export const refuseWithoutQuantity = (state: TillState): StepResult | undefined =>
  state.isQuantityRefused ? refuse(state, bad('quantity_first')) : undefined

/** A quantity that does not go with the product is forgotten, or it would refuse the next item too. */
const refuseQuantity = (state: TillState, priceUnit: Product['priceUnit']): StepResult =>
  refuse({ ...state, nextQuantity: undefined }, bad('quantity_out_of_range', { priceUnit }))

/** Adds a product by piece or with a weight. */
export function addNamed(state: TillState, world: World, named: NamedProduct, addition: Partial<Addition>): StepResult {
  return added(state, world, named.product, {
    code: named.code,
    quantity: ONE_PIECE,
    quantitySource: 'keyed',
    ...memberPrice(named.product, state.basket?.customer),
    ...addition,
  })
}

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
  weighed: { readonly product: Product; readonly code: string },
): StepResult {
  const readingId = world.newId()
  const { product, code } = weighed
  const screen = { name: 'weigh', product, code, isReading: true, readingId, waiting: [] } as const
  return next(state, { screen, entry: '', notice: undefined }, [{ type: 'read_scale', readingId }])
}

/** What was typed as a quantity of a weighed product is a weight; nobody types one unasked. */
const sellWeighed = (state: TillState, world: World, { product, code }: NamedProduct): StepResult => {
  const quantity = state.nextQuantity?.quantity
  if (quantity === undefined) return askScale(state, world, { product, code })
  if (quantity.unit !== 'gram') return refuseQuantity(state, 'kilogram')
  return attempt(state, { type: 'keyed_weight', productId: product.id, code, weightGrams: quantity.weightGrams })
}

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
