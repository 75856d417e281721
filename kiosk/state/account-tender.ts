import { DomainError } from '#core/errors/domain-error.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import { tenderOther } from '#core/tender/tender-other.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import { hubRefusal, type HubReply, type PurposeOf } from '#kiosk/state/hub-question.ts'
import { bad, info, type Notice } from '#kiosk/state/notice.ts'
import { releaseAll, reserveFor } from '#kiosk/state/reservations.ts'
import { andThen, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import { isOneTooMany, refuseTooMany, stillDueMinor, takeTender } from '#kiosk/state/take-tender.ts'
import type { OtherTenderScreen, TillState } from '#kiosk/state/till-state.ts'

/** Why nothing can be sold on account now: nobody to owe it, no account, too much, or no hub to set it aside. */
export function whyNoCredit({ basket, isOnline }: TillState, amountMinor: number): Notice | undefined {
  if (basket?.customer === undefined) return bad('account_customer_first')
  const { accountLeftMinor } = basket.customer
  if (accountLeftMinor === undefined) return bad('account_none')
  if (amountMinor > accountLeftMinor) return bad('account_limit')
  return isOnline ? undefined : bad('hub_needed')
}

/** Asks the hub to set the credit aside; the tender is taken when it has. */
export function askForCredit(
  state: TillState,
  asked: { readonly screen: OtherTenderScreen; readonly type: TenderType; readonly reservationId: string },
): StepResult {
  const { basket, operator } = state
  const { screen, type, reservationId } = asked
  const { amountMinor } = screen
  const why = whyNoCredit(state, amountMinor)
  if (why !== undefined) return refuse(state, why)
  if (basket?.customer === undefined || operator === undefined) return next(state)
  if (isOneTooMany(state, amountMinor)) return refuseTooMany(state)
  const { saleId } = basket
  const claim: Claim = { kind: 'account', customerId: basket.customer.id, amountMinor, saleId }
  const { reference } = screen
  const purpose = { type: 'account_tender', reservationId, saleId, tenderType: type, amountMinor, reference } as const
  const waiting: OtherTenderScreen = { ...screen, field: 'hub' }
  return next(state, { screen: waiting, entry: '', notice: info('hub_asked') }, reserveFor(state, claim, purpose))
}

const isWaitedFor = ({ screen, basket }: TillState, { saleId }: PurposeOf<'account_tender'>): boolean =>
  screen.name === 'other_tender' && screen.field === 'hub' && basket?.saleId === saleId

const tender = (state: TillState, purpose: PurposeOf<'account_tender'>): StepResult => {
  const { tenderType, amountMinor, reference, reservationId } = purpose
  const taken = tenderOther(stillDueMinor(state), tenderType, { amountMinor, reference, reservationId })
  if (!(taken instanceof DomainError)) return takeTender(state, taken)
  return andThen(releaseAll(state, [reservationId]), (after) =>
    refuseWith({ ...after, screen: { name: 'tender' } }, taken),
  )
}

/** The hub's answer: credit that nobody waits for any more, and credit that may have been set aside unheard, is released. */
export function onCredit(state: TillState, purpose: PurposeOf<'account_tender'>, reply: HubReply): StepResult {
  const { reservationId } = purpose
  const isWaiting = isWaitedFor(state, purpose)
  if (reply.outcome === 'answered') return isWaiting ? tender(state, purpose) : releaseAll(state, [reservationId])
  const released = releaseAll(state, [reservationId])
  if (!isWaiting) return released
  return andThen(released, (after) => refuse({ ...after, screen: { name: 'tender' } }, hubRefusal(reply)))
}
