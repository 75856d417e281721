import { askHub, type AskHub } from '#kiosk/effects/ask-hub.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** A till has few questions open at once; the next is asked when one was answered, or when the link is back. */
const TOLD_MAX = 4

type Asking = Pick<Extract<TillEffect, { type: 'ask_hub' }>, 'operation' | 'fields' | 'purpose'>

const questionOf = (
  store: TillStore,
  { heldBasketId, phase }: ReturnType<TillStore['heldAtHub']['open']>[number],
): Asking | undefined => {
  if (phase === 'put') {
    const fields = store.heldAtHub.putOf(heldBasketId)
    return fields && { operation: 'held_put', fields: { ...fields }, purpose: { type: 'held_put', heldBasketId } }
  }
  // One that was asked for and never came: the hub may have given it to this till all the same.
  const type = phase === 'take' ? 'held_told' : 'held_take'
  return { operation: 'held_take', fields: { heldBasketId }, purpose: { type, heldBasketId } }
}

/** Tells the hub of baskets that were set aside or recalled here, as far as it has not heard of them. */
export function syncHeld(parts: {
  readonly store: TillStore
  readonly askHub: AskHub
  readonly tell: (...events: readonly TillEvent[]) => void
}): void {
  const { store, askHub: ask, tell } = parts
  for (const row of store.heldAtHub.open().slice(0, TOLD_MAX)) {
    const question = questionOf(store, row)
    if (question !== undefined) void askHub({ ask, tell }, { type: 'ask_hub', ...question })
  }
}

/** Commits how a basket stands with the hub. */
export function noteHeld(
  { heldAtHub }: Pick<TillStore, 'heldAtHub'>,
  { heldBasketId, what }: Extract<TillEffect, { type: 'note_held' }>,
): void {
  switch (what) {
    case 'taking':
      heldAtHub.note(heldBasketId, 'taking')
      return
    case 'at_hub':
      heldAtHub.confirm(heldBasketId)
      return
    case 'settled':
      heldAtHub.forget(heldBasketId)
      return
    case 'dropped':
      heldAtHub.drop(heldBasketId)
  }
}
