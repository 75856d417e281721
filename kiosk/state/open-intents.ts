import type { OpenIntent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** The card payment of the open sale whose end is not known; only a look-up may follow it, never a second charge. */
export const unknownPayment = (state: TillState): OpenIntent | undefined =>
  state.openIntents.find((intent) => intent.saleId === state.basket?.saleId)

/** The open payments without this one. */
export const withoutIntent = (state: TillState, intentId: string): readonly OpenIntent[] =>
  state.openIntents.filter((intent) => intent.intentId !== intentId)

/** The open payments with the one on the card screen; the same without such a screen. */
export function withCardIntent(state: TillState, screen: TillState['screen']): readonly OpenIntent[] {
  const saleId = state.basket?.saleId
  if (screen.name !== 'card' || saleId === undefined) return state.openIntents
  const { intentId, amountMinor } = screen
  return [...withoutIntent(state, intentId), { intentId, saleId, amountMinor }]
}
