import { cleanText } from '#core/barcode/clean-text.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { foreignCurrencyOf, foreignNeededMinor } from '#core/tender/foreign-cash.ts'
import { lostMinor, tenderOther, usableTenderTypes } from '#core/tender/tender-other.ts'
import type { TenderType } from '#core/tender/tender-type.ts'
import { askForCredit, whyNoCredit } from '#kiosk/state/account-tender.ts'
import { AMOUNT_SIGN, amountIn, DIGIT, editEntry, offerEntry, PRINTABLE } from '#kiosk/state/entry.ts'
import { bad, info } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { complain, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import { isOneTooMany, refuseTooMany, stillDueMinor, takeTender } from '#kiosk/state/take-tender.ts'
import type { KeyPressed, Scanned } from '#kiosk/state/till-event.ts'
import type { OtherTenderScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** A voucher's or a cheque's number; longer is no such number. */
const REFERENCE_LENGTH_MAX = 64

const backToTender = (state: TillState): StepResult =>
  next(state, { screen: { name: 'tender' }, entry: '', notice: undefined })

/** Shows how else the shop lets customers pay; an amount typed before goes with it. */
export function openTenderTypes(state: TillState): StepResult {
  const types = usableTenderTypes(state.policy.tenderTypes)
  if (types.length === 0) return refuse(state, info('tenders_none'))
  if (stillDueMinor(state) < 1) return refuse(state, bad('nothing_due'))
  const screen: OtherTenderScreen = {
    name: 'other_tender',
    types,
    selected: 0,
    type: undefined,
    field: 'type',
    typed: state.entry,
    amountMinor: 0,
    reference: null,
  }
  return next(state, { screen, entry: '', notice: undefined })
}

/** The currency that an amount of this type is typed in. */
export const currencyOfType = (state: TillState, type: TenderType): string =>
  foreignCurrencyOf(type)?.currency ?? state.policy.currency

/** What pays all that is due, in the currency of the type. Minor units. */
export const neededMinor = (state: TillState, type: TenderType): number => {
  const foreign = foreignCurrencyOf(type)
  return foreign === undefined ? stillDueMinor(state) : foreignNeededMinor(stillDueMinor(state), foreign.ratePpm)
}

const take = (state: TillState, screen: OtherTenderScreen, type: TenderType): StepResult => {
  const { amountMinor, reference } = screen
  const tender = tenderOther(stillDueMinor(state), type, { amountMinor, reference }, state.policy.smallestCoinMinor)
  if (tender instanceof DomainError) return refuseWith(state, tender)
  if (isOneTooMany(state, tender.amountMinor)) return refuseTooMany(state)
  return takeTender(state, tender)
}

/** All is known: it is taken, or the hub is asked for the credit first. */
const settle = (state: TillState, screen: OtherTenderScreen, type: TenderType, world: World): StepResult =>
  type.kind === 'account'
    ? askForCredit(state, { screen, type, reservationId: world.newId() })
    : take(state, screen, type)

const askReference = (state: TillState, screen: OtherTenderScreen, type: TenderType, world: World): StepResult =>
  type.needsReference && screen.reference === null
    ? next(state, { screen: { ...screen, field: 'reference' }, entry: '', notice: undefined })
    : settle(state, screen, type, world)

/** The amount is known: what is wrong with it is said at once, before a number is asked for. */
const takeAmount = (
  state: TillState,
  before: OtherTenderScreen,
  { type, amountMinor }: { readonly type: TenderType; readonly amountMinor: number },
  world: World,
): StepResult => {
  const dueMinor = stillDueMinor(state)
  const tried = tenderOther(dueMinor, type, { amountMinor, reference: '-' }, state.policy.smallestCoinMinor)
  const screen: OtherTenderScreen = { ...before, type, amountMinor }
  const asked: TillState = { ...state, screen: { ...screen, field: 'amount' } }
  if (tried instanceof DomainError) return refuseWith(asked, tried)
  const why = type.kind === 'account' ? whyNoCredit(state, amountMinor) : undefined
  if (why !== undefined) return refuse(asked, why)
  return lostMinor(type, dueMinor, amountMinor) > 0
    ? next(state, { screen: { ...screen, field: 'loss' }, entry: '', notice: undefined })
    : askReference(state, screen, type, world)
}

const typedIn = (state: TillState, type: TenderType, text: string): number | DomainError =>
  amountIn(text, currencyOfType(state, type))

const choose = (state: TillState, screen: OtherTenderScreen, world: World): StepResult => {
  const selected = state.entry === '' ? screen.selected : Number(state.entry) - 1
  const type = screen.types[selected]
  if (type === undefined) return refuse(state, bad('not_found'))
  const why = type.kind === 'account' ? whyNoCredit(state, 0) : undefined
  if (why !== undefined) return refuse({ ...state, screen: { ...screen, selected } }, why)
  const asked: OtherTenderScreen = { ...screen, type, field: 'amount', reference: null }
  if (screen.typed === '') return next(state, { screen: asked, entry: '', notice: undefined })
  const amountMinor = typedIn(state, type, screen.typed)
  if (amountMinor instanceof DomainError) return refuseWith({ ...state, screen: asked }, amountMinor)
  return takeAmount({ ...state, entry: '' }, asked, { type, amountMinor }, world)
}

const stepType = (state: TillState, screen: OtherTenderScreen, key: KeyPressed, world: World): StepResult => {
  if (key.action === 'enter') return choose(state, screen, world)
  const selected = movedSelection(screen.selected, screen.types.length, key.action)
  if (selected !== undefined) return next(state, { screen: { ...screen, selected }, entry: '' })
  return editEntry(state, key, DIGIT) ?? ignoreKey(state, key)
}

/** Enter with nothing typed only types what is needed: one that was typed ahead must not take money. */
const offerExact = (state: TillState, screen: OtherTenderScreen, type: TenderType): StepResult => {
  const needed = neededMinor(state, type)
  const entry = formatMinor(needed, currencyOf(currencyOfType(state, type)))
  return offerEntry(state, screen, entry, info('exact_offered_other'))
}

type Asked = OtherTenderScreen & { readonly type: TenderType }

const stepAmount = (state: TillState, screen: Asked, key: KeyPressed, world: World): StepResult => {
  const { type } = screen
  if (key.action !== 'enter') return editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
  if (state.entry === '') return offerExact(state, screen, type)
  const amountMinor = typedIn(state, type, state.entry)
  if (amountMinor instanceof DomainError) return refuseWith(state, amountMinor)
  return takeAmount({ ...state, entry: '' }, screen, { type, amountMinor }, world)
}

/** The rest of a voucher that gives no change is lost, or the voucher stays with the customer: Y or N, never Enter. */
const stepLoss = (state: TillState, screen: Asked, key: KeyPressed, world: World): StepResult => {
  const answer = key.text?.toLowerCase()
  if (answer === 'n') return next(state, { screen: { ...screen, field: 'amount' }, entry: '', notice: undefined })
  return answer === 'y' ? askReference(state, screen, screen.type, world) : ignoreKey(state, key)
}

const takeReference = (state: TillState, screen: Asked, text: string, world: World): StepResult => {
  const reference = cleanText(text).trim()
  if (reference === '' || reference.length > REFERENCE_LENGTH_MAX) return refuse(state, bad('reference_first'))
  return settle(state, { ...screen, reference }, screen.type, world)
}

const stepReference = (state: TillState, screen: Asked, key: KeyPressed, world: World): StepResult =>
  key.action === 'enter'
    ? takeReference(state, screen, state.entry, world)
    : (editEntry(state, key, PRINTABLE) ?? ignoreKey(state, key))

const escape = (state: TillState, screen: OtherTenderScreen): StepResult => {
  if (state.entry !== '') return next(state, { entry: '', notice: undefined })
  return screen.field === 'type' || screen.field === 'hub'
    ? backToTender(state)
    : next(state, { screen: { ...screen, field: 'type', type: undefined, typed: '' }, notice: undefined })
}

const isAsked = (screen: OtherTenderScreen): screen is Asked => screen.type !== undefined

/** Keys while a tender of the shop's list is taken: which one, how much, its number. */
export function stepOtherTender(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'other_tender') return next(state)
  if (key.action === 'escape') return escape(state, screen)
  if (!isAsked(screen)) return stepType(state, screen, key, world)
  switch (screen.field) {
    case 'amount':
      return stepAmount(state, screen, key, world)
    case 'loss':
      return stepLoss(state, screen, key, world)
    case 'reference':
      return stepReference(state, screen, key, world)
    case 'type':
      return stepType(state, screen, key, world)
    case 'hub':
      return refuse(state, bad('hub_wait'))
  }
}

/** A voucher's number may be scanned where it is asked for; nowhere else in a payment. */
export function scanOtherTender(state: TillState, scan: Scanned, world: World): StepResult {
  const { screen } = state
  const isReference = screen.name === 'other_tender' && screen.field === 'reference' && isAsked(screen)
  return isReference ? takeReference(state, screen, scan.text, world) : complain(state, bad('scan_ignored_here'))
}
