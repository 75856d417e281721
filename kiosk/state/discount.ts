import type { Basket } from '#core/basket/basket.ts'
import { discountLine, discountOrder } from '#core/basket/give-discount.ts'
import { overridePrice } from '#core/basket/override-price.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { WHOLE_PPM, type Off } from '#core/promotion/promotion.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { withBasket } from '#kiosk/state/basket-step.ts'
import { hasPoint, typedAmount } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { askReason } from '#kiosk/state/reason.ts'
import { currentLine } from '#kiosk/state/selection.ts'
import { refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** A percentage has four decimals at the most: one part in a million is the least. */
const PERCENT_DECIMALS = 4

/** `10`, `10%`, `7.5%`: a number without a point, or with the sign. With a point alone it is an amount: `2.5`, `2.50`. */
const PERCENT = /^(?:\d+%?|\d*[.,]\d+%)$/u

const typedPercent = (entry: string): Off | undefined | DomainError => {
  const [whole = '', decimals = ''] = entry.replace('%', '').split(/[.,]/u)
  if (decimals.length > PERCENT_DECIMALS) return new DomainError('amount_invalid', 'A percentage has four decimals.')
  const ratePpm = Number(whole + decimals.padEnd(PERCENT_DECIMALS, '0'))
  if (ratePpm > WHOLE_PPM) return new DomainError('discount_too_large', 'A discount is 100 % at the most.')
  return ratePpm === 0 ? undefined : { kind: 'percent', ratePpm }
}

/** What is typed as a discount: a percentage, or with a point and no sign an amount. Nothing for 0, which takes it back. */
function typedOff(state: TillState): Off | undefined | DomainError {
  if (PERCENT.test(state.entry)) return typedPercent(state.entry)
  if (!hasPoint(state.entry)) return new DomainError('amount_invalid', 'This is no percentage.')
  const amountMinor = typedAmount(state)
  if (amountMinor instanceof DomainError) return amountMinor
  return amountMinor === 0 ? undefined : { kind: 'amount', amountMinor }
}

const emptied = (state: TillState): TillState => ({ ...state, entry: '' })

type DiscountTarget = { readonly type: 'line_discount'; readonly line: number } | { readonly type: 'order_discount' }

const tryDiscount = (basket: Basket, to: DiscountTarget, off: Off): Basket | DomainError =>
  to.type === 'line_discount'
    ? discountLine(basket, to.line, { off, reason: '' })
    : discountOrder(basket, { off, reason: '' })

/** What is typed is given as a discount, once somebody has said why; what the rules refuse is said at once. */
const give = (state: TillState, to: DiscountTarget): StepResult => {
  const { basket, entry } = state
  if (basket === undefined) return refuse(state, bad('basket_empty'))
  if (entry === '') return refuse(state, bad('type_discount_first'))
  const off = typedOff(state)
  if (off instanceof DomainError) return refuseWith(state, off)
  const action = { ...to, off, reason: '' }
  if (off === undefined) return attempt(emptied(state), action)
  const tried = tryDiscount(basket, to, off)
  return tried instanceof DomainError ? refuseWith(state, tried) : askReason(state, 'discount', action)
}

/** `10` and the key: 10 % off the selected line or the last; `2.50` and the key: that much; `0` takes it back. */
export function discountCurrent(state: TillState): StepResult {
  const line = currentLine(state)
  return line === undefined ? refuse(state, bad('basket_empty')) : give(state, { type: 'line_discount', line })
}

/** The same for the whole sale: all that a discount may touch. */
export const discountSale = (state: TillState): StepResult =>
  currentLine(state) === undefined ? refuse(state, bad('basket_empty')) : give(state, { type: 'order_discount' })

/** A price and the key: the selected line or the last costs that. */
export function overrideCurrent(state: TillState): StepResult {
  const line = currentLine(state)
  if (state.basket === undefined || line === undefined) return refuse(state, bad('basket_empty'))
  if (state.entry === '') return refuse(state, bad('type_amount_first'))
  const priceMinor = typedAmount(state)
  if (priceMinor instanceof DomainError) return refuseWith(state, priceMinor)
  const tried = overridePrice(state.basket, line, { priceMinor, reason: '' })
  if (tried instanceof DomainError) return refuseWith(state, tried)
  return askReason(state, 'priceOverride', { type: 'price_override', line, priceMinor, reason: '' })
}

/** What a manager has allowed stands in the sale. */
export const withApproval = (basket: Basket | DomainError, approval: Approval, line?: number): Basket | DomainError => {
  if (basket instanceof DomainError || approval === undefined) return basket
  const authorisation = { ...approval, ...(line === undefined ? {} : { line }) }
  return { ...basket, authorisations: [...(basket.authorisations ?? []), authorisation] }
}

/** Gives a discount on one line, or takes it back. */
export function giveLineDiscount(
  state: TillState,
  { line, off, reason }: ActionOf<'line_discount'>,
  _world: World,
  approval: Approval,
): StepResult {
  if (state.basket === undefined) return refuse(state, bad('basket_empty'))
  const changed = discountLine(state.basket, line, off === undefined ? undefined : { off, reason })
  const key = off === undefined ? 'discount_taken_back' : 'discount_given'
  return withBasket(state, withApproval(changed, approval, line), { key, line })
}

/** Gives a discount on the whole sale, or takes it back. */
export function giveOrderDiscount(
  state: TillState,
  { off, reason }: ActionOf<'order_discount'>,
  _world: World,
  approval: Approval,
): StepResult {
  if (state.basket === undefined) return refuse(state, bad('basket_empty'))
  const changed = discountOrder(state.basket, off === undefined ? undefined : { off, reason })
  return withBasket(state, withApproval(changed, approval), {
    key: off === undefined ? 'discount_taken_back' : 'discount_given',
  })
}

/** Puts another price on one line. */
export function changePrice(
  state: TillState,
  { line, priceMinor, reason }: ActionOf<'price_override'>,
  _world: World,
  approval: Approval,
): StepResult {
  if (state.basket === undefined) return refuse(state, bad('basket_empty'))
  const changed = overridePrice(state.basket, line, { priceMinor, reason })
  return withBasket(state, withApproval(changed, approval, line), { key: 'price_changed', line })
}
