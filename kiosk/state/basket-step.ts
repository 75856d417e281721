import { openBasket, type Basket } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { Notice } from '#kiosk/state/notice.ts'
import { next, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** The open basket, or a new one. */
export const basketOf = (state: TillState, world: World): Basket =>
  state.basket ?? openBasket(world.newId(), world.nowIso())

const display = (state: TillState, basket: Basket, totalMinor: number): TillEffect => {
  const last = basket.lines.findLast((line) => !line.isVoided)
  const total = formatMinor(totalMinor, currencyOf(state.policy.currency))
  return { type: 'show_display', upper: last?.name ?? state.policy.shopName, lower: `TOTAL ${total}` }
}

/** Takes a changed basket over: prices it, keeps it, shows it to the customer; or says why it was not changed. */
export function withBasket(state: TillState, changed: Basket | DomainError, notice: Notice): StepResult {
  if (changed instanceof DomainError) return refuseWith(state, changed)
  const priced = priceBasket(changed)
  const change = { basket: changed, priced, entry: '', nextQuantity: undefined, notice, selectedLine: undefined }
  return next(state, { ...change, screen: { name: 'sell' } }, [
    { type: 'save_basket', basket: changed, tenders: state.tenders, isNow: false },
    display(state, changed, priced.totals.totalMinor),
  ])
}

/** The till without a basket, ready for the next customer. */
export const withoutBasket = (state: TillState, notice: Notice | undefined): TillState => ({
  ...state,
  basket: undefined,
  priced: undefined,
  tenders: [],
  selectedLine: undefined,
  nextQuantity: undefined,
  entry: '',
  notice,
})
