import { isBasketEmpty, openBasket, type Basket } from '#core/basket/basket.ts'
import { addProduct, voidLine } from '#core/basket/change-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { REFUND_POLICY_DEFAULT } from '#core/refund/refund-policy.ts'
import { meaningOf } from '#kiosk/state/code-meaning.ts'
import { AMOUNT_SIGN, CODE_SIGN, editEntry, typedQuantity } from '#kiosk/state/entry.ts'
import type { NamedProduct } from '#kiosk/state/named-product.ts'
import { bad, good } from '#kiosk/state/notice.ts'
import { priceReturn } from '#kiosk/state/refund-begin.ts'
import { isExchangeOnly } from '#kiosk/state/refund-exchange.ts'
import { openGoods } from '#kiosk/state/refund-goods.ts'
import type { RefundItemsScreen } from '#kiosk/state/refund-screens.ts'
import { complain, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillAction } from '#kiosk/state/till-action.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Asks for the goods themselves, where the shop takes any back without a receipt. */
export function openRefundItems(state: TillState, world: World): StepResult {
  const { withoutReceiptMaxMinor } = state.policy.refunds ?? REFUND_POLICY_DEFAULT
  if (withoutReceiptMaxMinor === 0) return refuse(state, bad('refund_needs_receipt'))
  // Nobody knows what was paid: it is worth what it sells for now, with the offers that stand for everybody.
  const basket = { ...openBasket(world.newId(), world.nowIso()), openedLocal: world.promotionTime() }
  return next(state, { screen: { name: 'refund_items', basket, quantity: undefined }, entry: '', notice: undefined })
}

const additionOf = (
  { product, code, label }: NamedProduct,
  typed: Quantity | undefined,
): Parameters<typeof addProduct>[3] | undefined => {
  const plain = { code, unitPriceMinor: product.priceMinor, priceSource: 'catalogue' } as const
  if (label !== undefined && 'weightGrams' in label) {
    return { ...plain, quantity: { unit: 'gram', weightGrams: label.weightGrams }, quantitySource: 'label' }
  }
  if (label === undefined && product.priceUnit === 'kilogram' && typed === undefined) return undefined
  const quantity = typed ?? { unit: 'piece', count: 1 }
  const quantitySource = quantity.unit === 'gram' ? 'manual_weight' : 'keyed'
  return label === undefined
    ? { ...plain, quantity, quantitySource }
    : { code, quantity, quantitySource, unitPriceMinor: label.priceMinor, priceSource: 'label' }
}

const added = (screen: RefundItemsScreen, named: NamedProduct, world: World): Basket | DomainError => {
  const { product } = named
  const taxGroup = world.taxGroup(product.taxGroupId)
  if (taxGroup === undefined) return new DomainError('not_found', 'This product has no tax group.')
  if (product.rules?.isReturnable === false) return new DomainError('refund_not_returnable', 'This is not taken back.')
  const addition = additionOf(named, screen.quantity)
  if (addition !== undefined) return addProduct(screen.basket, product, taxGroup, addition)
  return new DomainError('quantity_out_of_range', 'Its weight is typed first.', { priceUnit: 'kilogram' })
}

/** Takes back what a code names. */
const takeBack = (state: TillState, world: World, aim: string | undefined, text: string): StepResult => {
  const { screen } = state
  if (screen.name !== 'refund_items') return next(state)
  const meaning = meaningOf(aim, text, world)
  if ('refusal' in meaning) return refuse(state, bad(meaning.refusal))
  if ('unknownCode' in meaning) return refuse(state, bad('barcode_unknown', { code: meaning.unknownCode }))
  const basket = added(screen, meaning, world)
  if (basket instanceof DomainError) {
    return refuseWith({ ...state, screen: { ...screen, quantity: undefined } }, basket)
  }
  return next(state, { screen: { ...screen, basket, quantity: undefined }, entry: '', notice: undefined })
}

/** A scan is one of the goods. */
export const scanReturned = (state: TillState, scan: Scanned, world: World): StepResult =>
  takeBack(state, world, scan.aim, scan.text)

type ItemsStep = (state: TillState, screen: RefundItemsScreen, world: World) => StepResult

const setQuantity: ItemsStep = (state, screen) => {
  if (state.entry === '') return refuse(state, bad('type_quantity_first'))
  const quantity = typedQuantity(state)
  if (quantity instanceof DomainError) return refuseWith(state, quantity)
  return next(state, { screen: { ...screen, quantity }, entry: '', notice: good('quantity_set') })
}

const takeOut: ItemsStep = (state, screen) => {
  if (state.entry !== '') return complain(state, bad('entry_open'))
  const last = screen.basket.lines.findLast(({ isVoided }) => !isVoided)
  if (last === undefined) return refuse(state, bad('basket_empty'))
  const basket = voidLine(screen.basket, last.line)
  if (basket instanceof DomainError) return refuseWith(state, basket)
  return next(state, { screen: { ...screen, basket }, notice: undefined })
}

const goOn = (state: TillState, screen: RefundItemsScreen, world: World, wantsExchange: boolean): StepResult => {
  if (state.entry !== '') return complain(state, bad('entry_open'))
  const { basket } = screen
  if (isBasketEmpty(basket)) return refuse(state, bad('refund_choose_first'))
  const refundId = world.newId()
  const isExchange = wantsExchange || isExchangeOnly(state)
  const plan = { refundId, subject: undefined, asks: [], basket, isExchange }
  // What is refused anyway is refused before a manager is called.
  const tried = priceReturn(state, world, plan, { refundId, reason: '', isRestocked: true })
  return tried instanceof DomainError ? refuseWith(state, tried) : openGoods(state, plan, screen)
}

const enter: ItemsStep = (state, screen, world) =>
  state.entry === '' ? goOn(state, screen, world, false) : takeBack(state, world, undefined, state.entry)

const escape: ItemsStep = (state, screen) => {
  if (state.entry === '' && screen.quantity === undefined) {
    return next(state, { screen: { name: 'refund_find', asked: undefined }, notice: undefined })
  }
  return next(state, { screen: { ...screen, quantity: undefined }, entry: '', notice: undefined })
}

const actions: Partial<Record<TillAction, ItemsStep>> = {
  enter,
  escape,
  quantity: setQuantity,
  void: takeOut,
  total: (state, screen, world) => goOn(state, screen, world, false),
}

/** Keys while goods without a receipt are taken back: as while selling; `x` keeps their money for other goods. */
export function stepRefundItems(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'refund_items') return next(state)
  const act = key.action === undefined ? undefined : actions[key.action]
  if (act !== undefined) return act(state, screen, world)
  if (key.text?.toLowerCase() === 'x' && state.entry === '') return goOn(state, screen, world, true)
  return editEntry(state, key, AMOUNT_SIGN) ?? editEntry(state, key, CODE_SIGN) ?? ignoreKey(state, key)
}
