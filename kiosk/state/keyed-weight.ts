import { changeQuantity } from '#core/basket/change-basket.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { grams } from '#core/quantity/quantity.ts'
import { addNamed } from '#kiosk/state/add-item.ts'
import { withBasket } from '#kiosk/state/basket-step.ts'
import { withApproval } from '#kiosk/state/discount.ts'
import { bad } from '#kiosk/state/notice.ts'
import type { ActionOf, Approval } from '#kiosk/state/privileged.ts'
import { refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Sells a product by a weight that somebody has typed. */
export function sellKeyedWeight(
  state: TillState,
  { productId, code, weightGrams, facts }: ActionOf<'keyed_weight'>,
  world: World,
  approval: Approval,
): StepResult {
  const product = world.productById(productId)
  const quantity = grams(weightGrams)
  if (product === undefined) return refuse(state, bad('barcode_unknown', { code }))
  if (quantity instanceof DomainError) return refuseWith(state, quantity)
  const named = { product, code, label: undefined, ...(facts === undefined ? {} : { facts }) }
  const allowed = approval === undefined ? [] : [approval]
  return addNamed(state, world, named, { quantity, quantitySource: 'manual_weight', allowed })
}

/** Gives a line another weight that somebody has typed. */
export function changeKeyedWeight(
  state: TillState,
  { line, weightGrams }: ActionOf<'keyed_weight_of_line'>,
  _world: World,
  approval: Approval,
): StepResult {
  if (state.basket === undefined) return refuse(state, bad('nothing_selected'))
  const quantity = grams(weightGrams)
  if (quantity instanceof DomainError) return refuseWith(state, quantity)
  const changed = changeQuantity(state.basket, line, quantity, 'manual_weight')
  return withBasket(state, withApproval(changed, approval, line), { key: 'item_changed', line })
}
