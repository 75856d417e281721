import { priceBasket } from '#core/basket/price-basket.ts'
import { unknownPayment } from '#kiosk/state/open-intents.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/**
 * The till with its sale taxed by the rates of today, when the payment begins on another day than the sale. Once money
 * was taken the rates stay, and so they do where nobody has set the clock.
 */
export function taxedToday(state: TillState, world: World): TillState {
  const { basket, tenders } = state
  const isPaying = tenders.length > 0 || unknownPayment(state) !== undefined
  if (basket === undefined || isPaying || !world.isClockTrusted()) return state
  const today = world.localDate()
  if ((basket.taxDate ?? basket.openedLocal?.date) === today) return state
  const dated = { ...basket, taxDate: today }
  return { ...state, basket: dated, priced: priceBasket(dated, state.rules) }
}
