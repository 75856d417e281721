import { cleanText } from '#core/barcode/clean-text.ts'
import { addItem } from '#kiosk/state/add-item.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { bad } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { recordRestriction } from '#kiosk/state/restrictions.ts'
import { ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Keys after something expired was scanned: N or Escape leaves it; Y sells it all the same, where a manager allows it. */
export function stepExpiredItem(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'expired_item') return next(state)
  const { item, lastDate } = screen
  const answer = key.text?.toLowerCase()
  if (answer === 'y') return attempt(state, { type: 'sell_expired', item, lastDate })
  if (answer !== 'n' && key.action !== 'escape') return ignoreKey(state, key, 'yes_no')
  const notice = bad('expired_refused', { name: cleanText(item.product.name), lastDate })
  const left = refuse({ ...state, screen: { name: 'sell' }, nextQuantity: undefined }, notice)
  return recordRestriction(left, world, { productId: item.product.id, why: 'expired' })
}

/** Sells what has expired; who allowed it stands in the sale, also where it is the one who sells. */
export function sellExpired(
  state: TillState,
  { item }: ActionOf<'sell_expired'>,
  world: World,
  approval: Approval,
): StepResult {
  const { operator } = state
  if (operator === undefined) return next(state)
  const allowed = { permission: 'sell_expired', authorisedBy: approval?.authorisedBy ?? operator.id } as const
  const sell: TillState = { ...state, screen: { name: 'sell' }, entry: '' }
  return addItem(sell, world, { ...item, allowed: [...item.allowed, allowed] })
}
