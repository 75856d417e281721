import { cleanText } from '#core/barcode/clean-text.ts'
import type { HeldAtHub } from '#core/protocol/store-requests.ts'
import { recall } from '#kiosk/state/held.ts'
import { hubRefusal, type HubReply, type PurposeOf } from '#kiosk/state/hub-question.ts'
import { bad, info, type Notice } from '#kiosk/state/notice.ts'
import { andThen, complain, next, type StepResult } from '#kiosk/state/step-result.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { HeldScreen, TillState } from '#kiosk/state/till-state.ts'
import type { HeldBasket, World } from '#kiosk/state/world.ts'

type NoteHeld = Extract<TillEffect, { type: 'note_held' }>

const note = (heldBasketId: string, what: NoteHeld['what']): NoteHeld => ({ type: 'note_held', heldBasketId, what })

/** What the hub lists at the most; in a full list a basket may be missing that waits there all the same. */
const LISTED_MAX = 200

/** The hub has a basket of this till's; the next may be told. What it could not take stays here. */
export const onHeldPut = (state: TillState, { heldBasketId }: PurposeOf<'held_put'>, reply: HubReply): StepResult =>
  reply.outcome === 'answered' ? next(state, {}, [note(heldBasketId, 'at_hub'), { type: 'sync_held' }]) : next(state)

/** The hub knows that a basket was recalled here, or knows of none. */
export const onHeldTold = (state: TillState, { heldBasketId }: PurposeOf<'held_told'>, reply: HubReply): StepResult =>
  reply.outcome === 'away' ? next(state) : next(state, {}, [note(heldBasketId, 'settled')])

/**
 * Time passes: what a slow hub has not answered is told again. Until it has heard that a basket was recalled here it would
 * give it to another till too.
 */
export const tellHeldAgain = (state: TillState): StepResult =>
  state.isOnline ? next(state, {}, [{ type: 'sync_held' }]) : next(state)

const otherOf = (held: HeldAtHub): HeldBasket => ({
  ...held,
  tillName: cleanText(held.tillName),
  operatorName: cleanText(held.operatorName),
})

const withoutTaking = ({ taking: _taking, ...screen }: HeldScreen): HeldScreen => screen

/** The list with other rows; what was selected stays so. */
const relisted = (screen: HeldScreen, held: readonly HeldBasket[]): HeldScreen => {
  const chosen = screen.held[screen.selected]?.heldBasketId
  const at = held.findIndex(({ heldBasketId }) => heldBasketId === chosen)
  return { ...screen, held, selected: at === -1 ? Math.max(0, Math.min(screen.selected, held.length - 1)) : at }
}

/** The hub's list: what waits at other tills comes below, and what others have recalled of this till's is gone. */
export function onHeldListed(
  state: TillState,
  { listId }: PurposeOf<'held_list'>,
  reply: HubReply,
  world: World,
): StepResult {
  const { screen } = state
  if (screen.name !== 'held' || screen.listId !== listId) return next(state)
  const { listId: _listId, ...answered } = screen
  const saidAtEnd = (shown: HeldScreen): Notice | undefined => (shown.held.length === 0 ? info('held_none') : undefined)
  if (reply.outcome !== 'answered') return next(state, { screen: answered, notice: saidAtEnd(answered) })
  if (reply.operation !== 'held_list') return next(state)
  const atHub = reply.result.held
  const known = new Set(atHub.map(({ heldBasketId }) => heldBasketId))
  const isGone = ({ heldBasketId, isAtHub }: HeldBasket): boolean =>
    isAtHub === true && atHub.length < LISTED_MAX && !known.has(heldBasketId)
  const own = world.heldBaskets()
  const ownIds = new Set(own.map(({ heldBasketId }) => heldBasketId))
  const kept = own.filter((held) => !isGone(held))
  const others = atHub.filter(({ heldBasketId }) => !ownIds.has(heldBasketId)).map(otherOf)
  const listed = relisted(answered, [...kept, ...others])
  return next(
    state,
    { screen: listed, notice: screen.taking === undefined ? saidAtEnd(listed) : state.notice },
    own.filter(isGone).map(({ heldBasketId }) => note(heldBasketId, 'dropped')),
  )
}

interface Asked {
  readonly heldBasketId: string
  readonly isOwn: boolean
  /** The list where somebody waits for it; undefined once nobody does. */
  readonly waiting: HeldScreen | undefined
}

const onGiven = (
  state: TillState,
  world: World,
  { heldBasketId, isOwn, waiting }: Asked,
  basket: string,
): StepResult => {
  if (waiting !== undefined) return recall({ ...state, screen: withoutTaking(waiting) }, world, heldBasketId, basket)
  // The hub has given it to this till: it waits here now, for this till alone.
  return next(state, {}, [isOwn ? note(heldBasketId, 'settled') : { type: 'keep_held', heldBasketId, basket }])
}

const onRefused = (
  state: TillState,
  { heldBasketId, isOwn, waiting }: Asked,
  isGone: boolean,
  why: Notice,
): StepResult => {
  const told = isGone ? [note(heldBasketId, isOwn ? 'dropped' : 'settled')] : []
  if (waiting === undefined) return next(state, {}, told)
  const rest = isGone ? waiting.held.filter((held) => held.heldBasketId !== heldBasketId) : waiting.held
  const screen = relisted(withoutTaking(waiting), rest)
  return andThen(next(state, { screen }, told), (after) => complain(after, isGone ? bad('held_gone') : why))
}

/** The hub has given a basket out, or somebody has it already. What nobody waits for any more is set aside here. */
export function onHeldTaken(
  state: TillState,
  { heldBasketId }: PurposeOf<'held_take'>,
  reply: HubReply,
  world: World,
): StepResult {
  const { screen } = state
  const isOwn = world.heldBaskets().some((held) => held.heldBasketId === heldBasketId)
  const waiting = screen.name === 'held' && screen.taking === heldBasketId ? screen : undefined
  const asked: Asked = { heldBasketId, isOwn, waiting }
  switch (reply.outcome) {
    case 'answered':
      return reply.operation === 'held_take' ? onGiven(state, world, asked, reply.result.basket) : next(state)
    case 'problem':
      return onRefused(state, asked, reply.code === 'not_found', hubRefusal(reply))
    case 'away':
      return isOwn && waiting !== undefined
        ? recall({ ...state, screen: withoutTaking(waiting) }, world, heldBasketId)
        : onRefused(state, asked, false, hubRefusal(reply))
  }
}
