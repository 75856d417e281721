import { liveLines, type Basket } from '#core/basket/basket.ts'
import type { Addition } from '#core/basket/change-basket.ts'
import { addWithDeposit, type TaxedProduct } from '#core/basket/deposit.ts'
import type { Product } from '#core/catalogue/product.ts'
import { memberPrice } from '#core/customer/member-price.ts'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { bornOnOrBefore } from '#core/restriction/birth-date.ts'
import type { Authorisation } from '#core/sale/sale.ts'
import { basketOf, withBasket } from '#kiosk/state/basket-step.ts'
import type { NamedProduct, PendingItem } from '#kiosk/state/named-product.ts'
import { bad } from '#kiosk/state/notice.ts'
import { refuseRestricted, shopDate } from '#kiosk/state/restrictions.ts'
import { next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

export const ONE_PIECE: Quantity = { unit: 'piece', count: 1 }

const taxed = (product: Product, world: World): TaxedProduct => {
  const taxGroup = world.taxGroup(product.taxGroupId)
  assert(taxGroup !== undefined, 'Every product of the catalogue has a tax group.')
  return { product, taxGroup }
}

/** The deposit on a product, as the catalogue in use has it. */
export const depositOn = ({ rules }: Product, world: World): TaxedProduct | undefined => {
  const product = rules?.depositProductId === undefined ? undefined : world.productById(rules.depositProductId)
  return product?.rules?.isDeposit === true && product.isActive ? taxed(product, world) : undefined
}

/** True where a piece with this serial number is in the sale. */
export const isSerialInSale = (basket: Basket | undefined, productId: number, serial: string): boolean =>
  basket !== undefined &&
  liveLines(basket).some((line) => line.productId === productId && line.attributes?.serial === serial)

/** Several that are sold at once have no number in common. */
const withoutSharedSerial = (item: PendingItem): PendingItem => {
  const { attributes, quantity } = item.addition
  const isOne = quantity.unit === 'gram' || quantity.count === 1
  if (attributes?.serial === undefined || isOne || item.product.rules?.isSerialised === true) return item
  const { serial: _serial, ...kept } = attributes
  return { ...item, addition: { ...item.addition, attributes: kept } }
}

const refuseSerial = (state: TillState, { product, addition }: PendingItem): StepResult | undefined => {
  const sell: TillState = { ...state, screen: { name: 'sell' }, nextQuantity: undefined }
  const { quantity, attributes } = addition
  const isSeveral = quantity.unit === 'piece' && quantity.count > 1
  if (isSeveral && product.rules?.isSerialised === true) return refuse(sell, bad('serial_one_each'))
  const isTwice = attributes?.serial !== undefined && isSerialInSale(state.basket, product.id, attributes.serial)
  return isTwice ? refuse(sell, bad('serial_twice')) : undefined
}

type Question = (state: TillState, today: string, item: PendingItem) => TillScreen | undefined

const askExpired: Question = (_state, today, item) => {
  const { lastDate, allowed } = item
  if (lastDate === undefined || lastDate >= today) return undefined
  const isAllowed = allowed.some(({ permission }) => permission === 'sell_expired')
  return isAllowed ? undefined : { name: 'expired_item', item, lastDate }
}

const askAge: Question = ({ basket }, today, item) => {
  const ageLimitYears = item.product.ageLimitYears ?? 0
  const checkedYears = item.ageCheck?.ageLimitYears ?? basket?.ageCheck?.ageLimitYears ?? 0
  return ageLimitYears <= checkedYears
    ? undefined
    : { name: 'age_check', item, ageLimitYears, bornOnOrBefore: bornOnOrBefore(today, ageLimitYears), today }
}

const askSerial: Question = (_state, _today, item) =>
  item.product.rules?.isSerialised === true && item.addition.attributes?.serial === undefined
    ? { name: 'serial', item }
    : undefined

/** What somebody still has to answer before the item is sold. */
function questionOf(state: TillState, world: World, item: PendingItem): TillScreen | undefined {
  const today = shopDate(state, world)
  return askExpired(state, today, item) ?? askAge(state, today, item) ?? askSerial(state, today, item)
}

const put = (state: TillState, world: World, item: PendingItem): StepResult => {
  const { product, addition, ageCheck, allowed } = item
  const open = basketOf(state, world)
  const line = open.lines.length + 1
  const added = addWithDeposit(open, taxed(product, world), addition, depositOn(product, world))
  if (added instanceof DomainError) return withBasket(state, added, { key: 'item_added' })
  const authorisations = allowed.map(({ permission, authorisedBy }) => ({ permission, authorisedBy, line }))
  const changed: Basket = {
    ...added,
    ...(ageCheck === undefined ? {} : { ageCheck }),
    ...(authorisations.length === 0 ? {} : { authorisations: [...(added.authorisations ?? []), ...authorisations] }),
  }
  return withBasket(state, changed, { key: 'item_added', line })
}

/** Adds an item to the sale once no rule forbids it and all that has to be asked was answered. */
export function addItem(state: TillState, world: World, pending: PendingItem): StepResult {
  const item = withoutSharedSerial(pending)
  const { product, addition } = item
  const refused = refuseRestricted(state, world, { product, quantity: addition.quantity }) ?? refuseSerial(state, item)
  if (refused !== undefined) return refused
  const screen = questionOf(state, world, item)
  if (screen === undefined) return put(state, world, item)
  return next(state, { screen, entry: '', notice: undefined }, [{ type: 'beep' }])
}

/** Adds a product by piece or with a weight; `allowed` is what a manager has allowed of it already. */
export function addNamed(
  state: TillState,
  world: World,
  { product, code, facts }: NamedProduct,
  { allowed = [], ...given }: Partial<Addition> & { readonly allowed?: readonly Authorisation[] },
): StepResult {
  const attributes = facts?.attributes === undefined ? {} : { attributes: facts.attributes }
  const plain = { code, quantity: ONE_PIECE, quantitySource: 'keyed' } as const
  const addition = { ...plain, ...attributes, ...memberPrice(product, state.basket?.customer), ...given }
  return addItem(state, world, { product, addition, lastDate: facts?.lastDate, allowed })
}
