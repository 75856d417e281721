import { bad, good } from '#kiosk/state/notice.ts'
import { next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import { takeTender } from '#kiosk/state/tender.ts'
import type { CardAnswer, KeyPressed } from '#kiosk/state/till-event.ts'
import type { CardScreen, TillState } from '#kiosk/state/till-state.ts'

const toTender = (state: TillState): TillState => ({ ...state, screen: { name: 'tender' }, entry: '' })

const settled = (state: TillState, screen: CardScreen, answer: CardAnswer): StepResult => {
  switch (answer.outcome) {
    case 'approved': {
      const { approvalCode, scheme, last4 } = answer
      const { intentId, amountMinor } = screen
      return takeTender(toTender(state), { kind: 'card', amountMinor, intentId, approvalCode, scheme, last4 })
    }
    case 'declined':
      return refuse(toTender(state), bad('card_declined', { reason: answer.reason }))
    case 'not_found':
      return refuse(toTender(state), bad('card_declined', { reason: 'not charged' }))
    case 'unknown':
      return refuse({ ...state, screen: { ...screen, phase: 'unknown' } }, bad('card_unknown'))
  }
}

/**
 * The terminal's answer. One for an intent that is not on the screen belongs to a payment that was left as unknown: if
 * its sale is still open it pays for it now; the store has settled the intent already.
 */
export function onCardAnswered(state: TillState, intentId: string, answer: CardAnswer): StepResult {
  const { screen } = state
  if (screen.name === 'card' && screen.intentId === intentId) return settled(state, screen, answer)
  const intent = state.openIntents.find((candidate) => candidate.intentId === intentId)
  if (answer.outcome !== 'approved' || intent === undefined || intent.saleId !== state.basket?.saleId)
    return next(state)
  const { approvalCode, scheme, last4 } = answer
  const { amountMinor } = intent
  return takeTender(state, { kind: 'card', amountMinor, intentId, approvalCode, scheme, last4 })
}

/** Keys while a card is charged. Typed-ahead keys are refused: none may land in the next amount. */
export function stepCard(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'card') return next(state)
  if (screen.phase === 'unknown') {
    if (key.action === 'enter') {
      return next(state, { screen: { ...screen, phase: 'looking_up' }, notice: undefined }, [
        { type: 'look_up_card', intentId: screen.intentId },
      ])
    }
    if (key.action === 'escape') return next(toTender(state), { notice: bad('card_unknown') })
    return refuse(state, bad('card_unknown'))
  }
  if (key.action === 'escape') {
    return next(state, { notice: good('still_waiting') }, [{ type: 'cancel_card', intentId: screen.intentId }])
  }
  return refuse(state, bad('card_wait'))
}
