import { cleanText } from '#core/barcode/clean-text.ts'
import type { CardTender } from '#core/tender/tender.ts'
import { bad, good, info } from '#kiosk/state/notice.ts'
import { withCardIntent, withoutIntent } from '#kiosk/state/open-intents.ts'
import { complain, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import { fitsSale, keepTender, takeTender } from '#kiosk/state/take-tender.ts'
import { lookUpCard } from '#kiosk/state/tender.ts'
import type { CardAnswer, KeyPressed, OpenIntent } from '#kiosk/state/till-event.ts'
import type { CardScreen, TillState } from '#kiosk/state/till-state.ts'

type Approval = Extract<CardAnswer, { outcome: 'approved' }>

const toTender = (state: TillState): TillState => ({ ...state, screen: { name: 'tender' }, entry: '' })

const cardTender = (intent: Pick<OpenIntent, 'intentId' | 'amountMinor'>, approval: Approval): CardTender => {
  const { approvalCode, scheme, last4 } = approval
  return { kind: 'card', amountMinor: intent.amountMinor, intentId: intent.intentId, approvalCode, scheme, last4 }
}

const settled = (before: TillState, screen: CardScreen, answer: CardAnswer): StepResult => {
  if (answer.outcome === 'unknown') {
    const openIntents = withCardIntent(before, screen)
    return refuse({ ...before, openIntents, screen: { ...screen, phase: 'unknown' } }, bad('card_unknown'))
  }
  const state = toTender({ ...before, openIntents: withoutIntent(before, screen.intentId) })
  switch (answer.outcome) {
    case 'approved':
      // Something else may have paid while nobody knew; a card pays what is due, whole, or is given back.
      return fitsSale(state, state.basket?.saleId ?? '', screen.amountMinor)
        ? takeTender(state, cardTender(screen, answer))
        : refuse(state, bad('card_late', { amountMinor: screen.amountMinor }))
    case 'declined':
      return refuse(state, bad('card_declined', { reason: cleanText(answer.reason) }))
    case 'not_found':
      return refuse(state, info('card_not_charged', { amountMinor: screen.amountMinor }))
  }
}

/**
 * An approval that comes after all, for a payment that was left as unknown: it pays for its sale if that is still open
 * and due. Nobody is moved from where they type. What fits no more must be given back to the customer, aloud.
 */
const approvedLate = (state: TillState, intent: OpenIntent, approval: Approval): StepResult => {
  const { amountMinor } = intent
  if (!fitsSale(state, intent.saleId, amountMinor)) return complain(state, bad('card_late', { amountMinor }))
  const tender = cardTender(intent, approval)
  if (state.screen.name === 'tender') return takeTender(state, tender)
  return keepTender(state, tender, good('card_approved', { amountMinor }))
}

/** The terminal's answer, to the payment on the screen or to one that was left as unknown. */
export function onCardAnswered(state: TillState, intentId: string, answer: CardAnswer): StepResult {
  const { screen } = state
  if (screen.name === 'card' && screen.intentId === intentId) return settled(state, screen, answer)
  const intent = state.openIntents.find((candidate) => candidate.intentId === intentId)
  if (intent === undefined || answer.outcome === 'unknown') return next(state)
  const known = { ...state, openIntents: withoutIntent(state, intentId) }
  if (answer.outcome === 'approved') return approvedLate(known, intent, answer)
  return next(known, { notice: info('card_not_charged', { amountMinor: intent.amountMinor }) })
}

/** Leaves the card screen; the payment stays unknown, and its answer is taken whenever it comes. */
const leave = (state: TillState, screen: CardScreen): StepResult =>
  next(toTender({ ...state, openIntents: withCardIntent(state, screen) }), { notice: bad('card_unknown') })

const cancel = (state: TillState, intentId: string): StepResult =>
  next(state, { notice: info('still_waiting') }, [{ type: 'cancel_card', intentId }])

/** Keys while a card is charged. Typed-ahead keys are refused: none may land in the next amount. */
export function stepCard(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'card') return next(state)
  if (key.action === 'escape') {
    return screen.phase === 'charging' ? cancel(state, screen.intentId) : leave(state, screen)
  }
  if (screen.phase !== 'unknown') return refuse(state, bad('card_wait'))
  if (key.action !== 'enter') return refuse(state, bad('card_unknown'))
  return lookUpCard(state, screen)
}
