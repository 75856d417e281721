import { isBasketEmpty } from '#core/basket/basket.ts'
import { endEmptied } from '#kiosk/state/basket-step.ts'
import { bad, info } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { andThen, complain, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { HeldScreen, TillState } from '#kiosk/state/till-state.ts'
import type { HeldBasket, World } from '#kiosk/state/world.ts'

/**
 * Shows the baskets that were set aside; the open one must be finished or held first. Those of this till are there at once,
 * those of others when the hub has answered.
 */
export function openHeld(state: TillState, world: World): StepResult {
  const isOpen = state.basket !== undefined && !isBasketEmpty(state.basket)
  if (isOpen || state.basket?.exchange !== undefined) return refuse(state, bad('basket_not_empty'))
  const held = world.heldBaskets()
  const screen: HeldScreen = { name: 'held', held, selected: 0 }
  if (!state.isOnline) {
    return held.length === 0 ? refuse(state, info('held_none')) : next(state, { screen, entry: '', notice: undefined })
  }
  const listId = world.newId()
  return next(state, { screen: { ...screen, listId }, entry: '', notice: info('held_asking') }, [
    { type: 'ask_hub', operation: 'held_list', fields: {}, purpose: { type: 'held_list', listId } },
  ])
}

/** Opens a basket again as a new sale; what is left of an emptied one goes on the record before it. */
export function recall(state: TillState, world: World, heldBasketId: string, taken?: string): StepResult {
  const operatorId = state.operator?.id
  if (operatorId === undefined) return next(state)
  const given = taken === undefined ? {} : { taken }
  return andThen(endEmptied(state), (after) =>
    next(after, {}, [
      {
        type: 'recall_basket',
        heldBasketId,
        saleId: world.newId(),
        operatorId,
        openedLocal: world.promotionTime(),
        ...given,
      },
      { type: 'sync_held' },
    ]),
  )
}

/** The hub gives a basket out once; that another till's was asked for is on the disk first, or it could be lost. */
const ask = (state: TillState, screen: HeldScreen, { heldBasketId, tillName }: HeldBasket): StepResult => {
  const note: TillEffect[] = tillName === undefined ? [] : [{ type: 'note_held', heldBasketId, what: 'taking' }]
  return next(state, { screen: { ...screen, taking: heldBasketId }, notice: info('held_taking') }, [
    ...note,
    { type: 'ask_hub', operation: 'held_take', fields: { heldBasketId }, purpose: { type: 'held_take', heldBasketId } },
  ])
}

const enter = (state: TillState, screen: HeldScreen, world: World): StepResult => {
  const chosen = screen.held[screen.selected]
  if (chosen === undefined) return refuse(state, info(screen.listId === undefined ? 'held_none' : 'held_asking'))
  const isOwn = chosen.tillName === undefined
  // Somebody may have recalled it elsewhere; while the hub is away this till's own word counts.
  const isAsked = !isOwn || (chosen.isAtHub === true && state.isOnline)
  return isAsked ? ask(state, screen, chosen) : recall(state, world, chosen.heldBasketId)
}

/** Keys in the list of held baskets. */
export function stepHeld(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'held') return next(state)
  if (key.action === 'escape') return next(state, { screen: { name: 'sell' }, entry: '', notice: undefined })
  if (screen.taking !== undefined) return complain(state, bad('hub_wait'))
  if (key.action === 'enter') return enter(state, screen, world)
  const selected = movedSelection(screen.selected, screen.held.length, key.action)
  return selected === undefined
    ? ignoreKey(state, key)
    : next(state, { screen: { ...screen, selected: Math.max(0, selected) } })
}
