import { liveLines, type Basket, type BasketLine } from '#core/basket/basket.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { quantityRefusal } from '#core/restriction/quantity-max.ts'
import { saleHoursRefusal } from '#core/restriction/sale-hours.ts'
import { bad, type Notice } from '#kiosk/state/notice.ts'
import { unknownPayment } from '#kiosk/state/open-intents.ts'
import { andThen, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

type Why = Extract<TillEffect, { type: 'record_restriction' }>['why']

/** The day that ages and last days are reckoned by: the operator's where nobody has set the clock. */
export const shopDate = (state: TillState, world: World): string =>
  world.isClockTrusted() ? world.localDate() : (state.shift?.businessDate ?? world.localDate())

/** The sale that a refusal belongs to; where none is open yet, the one that did not come about. */
export const refusedSaleId = (state: TillState, world: World): string => state.basket?.saleId ?? world.newId()

/** Puts on the record that something was not sold, and why. */
export function recordRestriction(
  { state, effects }: StepResult,
  world: World,
  { productId, why }: { readonly productId: number; readonly why: Why },
): StepResult {
  const { operator } = state
  if (operator === undefined) return { state, effects }
  const saleId = refusedSaleId(state, world)
  return next(state, {}, [...effects, { type: 'record_restriction', saleId, productId, why, operatorId: operator.id }])
}

const hoursRefusal = (product: Product, world: World): DomainError | undefined =>
  saleHoursRefusal(product, world.promotionTime().time)

const asNotice = ({ code, details }: DomainError): Notice => bad(code, details)

/** Says no to an item, back at the sale; what was typed as its quantity is not meant for another. */
const refuseItem = (state: TillState, notice: Notice): StepResult =>
  refuse({ ...state, screen: { name: 'sell' }, nextQuantity: undefined }, notice)

/** Why an item may not be sold now, or not so many of it; it is on the record that somebody tried. */
export function refuseRestricted(
  state: TillState,
  world: World,
  item: { readonly product: Product; readonly quantity: Quantity },
): StepResult | undefined {
  const { product, quantity } = item
  const hours = hoursRefusal(product, world)
  const refusal = hours ?? quantityRefusal(state.basket, product, { quantity })
  if (refusal === undefined) return undefined
  const why = hours === undefined ? 'quantity_max' : 'sale_hours'
  return recordRestriction(refuseItem(state, asNotice(refusal)), world, { productId: product.id, why })
}

/** Why a line may not have another quantity. */
export function refuseQuantityOf(
  state: TillState,
  world: World,
  change: { readonly line: number; readonly quantity: Quantity },
): StepResult | undefined {
  const { basket } = state
  const productId = basket?.lines.find(({ line }) => line === change.line)?.productId ?? 0
  const product = world.productById(productId)
  const refusal = product === undefined ? undefined : quantityRefusal(basket, product, change)
  if (refusal === undefined) return undefined
  const refused = refuseWith({ ...state, nextQuantity: undefined }, refusal)
  return recordRestriction(refused, world, { productId, why: 'quantity_max' })
}

const lineRefusal = (
  basket: Basket,
  line: BasketLine,
  world: World,
): { readonly refusal: DomainError; readonly why: Why } | undefined => {
  const product = line.productId === null || line.kind !== undefined ? undefined : world.productById(line.productId)
  if (product?.rules === undefined) return undefined
  const hours = hoursRefusal(product, world)
  if (hours !== undefined) return { refusal: hours, why: 'sale_hours' }
  const tooMany = quantityRefusal(basket, product, line)
  return tooMany === undefined ? undefined : { refusal: tooMany, why: 'quantity_max' }
}

/** Why a sale may not be paid: it waited past the hours of something in it, which is named, selected, and has to go. */
export function refusePayment(state: TillState, world: World): StepResult | undefined {
  const { basket } = state
  const isPaying = state.tenders.length > 0 || unknownPayment(state) !== undefined
  if (basket === undefined || isPaying) return undefined
  for (const line of liveLines(basket)) {
    const found = lineRefusal(basket, line, world)
    if (found === undefined) continue
    const notice = bad(found.refusal.code, { ...found.refusal.details, isInSale: true })
    const refused = andThen(refuseItem(state, notice), (after) => next(after, { selectedLine: line.line }))
    return recordRestriction(refused, world, { productId: line.productId ?? 0, why: found.why })
  }
  return undefined
}
