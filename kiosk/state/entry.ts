import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import type { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { parseMoney } from '#core/money/parse-money.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { parseQuantity } from '#core/quantity/quantity.ts'
import { bad, type Notice } from '#kiosk/state/notice.ts'
import { complain, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { OtherTenderScreen, TenderScreen, TillState } from '#kiosk/state/till-state.ts'

/** More than any code, amount or name that is keyed by hand. */
const ENTRY_LENGTH_MAX = 64

/** From so many digits on nothing that is keyed by hand is anything but a card's number; shorter ones may be a GTIN yet. */
const CARD_DIGITS_SURE = 15

const WIPED = bad('card_number_refused')

const isSurelyCardNumber = (entry: string): boolean =>
  entry.replaceAll(/\D/gu, '').length >= CARD_DIGITS_SURE && looksLikeCardNumber(entry)

/** Puts an amount into the entry as if it had been typed: Enter takes it, and a digit begins another one. */
export const offerEntry = (
  state: TillState,
  screen: TenderScreen | OtherTenderScreen,
  offered: string,
  notice?: Notice,
): StepResult => next(state, { entry: offered, screen: { ...screen, offered }, notice })

/** What a key has made of the entry; no longer what was offered. */
const typed = (state: TillState, entry: string): StepResult => {
  const { screen } = state
  return next(state, {
    entry,
    screen: 'offered' in screen ? { ...screen, offered: undefined } : screen,
    notice: undefined,
  })
}

/** What the next character is added to: nothing of an amount that was only offered. */
const beforeTyping = ({ entry, screen }: TillState): string =>
  'offered' in screen && screen.offered === entry ? '' : entry

/**
 * Keys that change what is typed, the same on every screen; undefined for any other key. `allowed` says which characters
 * count. A full entry stays as it is: if it were emptied, the rest of a long text would be taken for something new.
 */
export function editEntry(state: TillState, key: KeyPressed, allowed: RegExp): StepResult | undefined {
  if (key.action === 'backspace') {
    return typed(state, Array.from(state.entry).slice(0, -1).join(''))
  }
  if (key.text === undefined || !allowed.test(key.text)) return undefined
  const entry = beforeTyping(state) + key.text
  if (entry.length > ENTRY_LENGTH_MAX) return complain(state, bad('text_invalid'))
  if (isSurelyCardNumber(entry)) return refuse({ ...state, isSwallowing: true }, WIPED)
  return typed(state, entry)
}

/**
 * A card's number was wiped in the middle of being typed: the rest of it is dropped, and so is the key that ends it, which
 * would act on an empty entry. It was said and counted as it was wiped, once. Undefined when keys mean what they always do.
 */
export function swallowCardNumber(state: TillState, key: KeyPressed): StepResult | undefined {
  // Keys that wait for the scale are looked at when they are typed, after it.
  const isWaiting = state.screen.name === 'weigh' && state.screen.isReading
  if (!state.isSwallowing || isWaiting) return undefined
  if (key.action === 'escape' || key.action === 'backspace') {
    return next(state, { isSwallowing: false, notice: undefined })
  }
  const isRest = key.text !== undefined && /^[\d .-]$/u.test(key.text)
  return next(state, { isSwallowing: isRest, notice: WIPED })
}

/** A card's number that stands in any field when a key would use it is wiped and refused, whatever it was meant for. */
export const refuseCardNumber = (state: TillState, key: KeyPressed): StepResult | undefined => {
  const isUsed = key.action !== undefined && key.action !== 'backspace' && key.action !== 'escape'
  return isUsed && looksLikeCardNumber(state.entry) ? refuse(state, WIPED) : undefined
}

/** Digits alone: numbers and PINs. */
export const DIGIT = /^\d$/u

/** Digits and the decimal sign: amounts, quantities, codes. */
export const AMOUNT_SIGN = /^[\d.,]$/u

/** What stands in codes that are keyed, and the sign of a percentage. */
export const CODE_SIGN = /^[\p{L}\d.,_%-]$/u

/** Anything printable: words to search by. */
export const PRINTABLE = /^[^\p{C}]$/u

/** True for what can only be meant as an amount: codes have no decimal sign. */
export const hasPoint = (entry: string): boolean => /[.,]/u.test(entry)

const POINT_AT_END = /(?<=\d)[.,]$/u

/** A text as an amount of a currency, minor units; in major units when no decimal sign is typed. "12." is 12.00. */
export const amountIn = (text: string, currency: string): number | DomainError =>
  parseMoney(text.replace(POINT_AT_END, ''), currencyOf(currency), 'major')

/** What is typed as an amount of our own money. */
export const typedAmount = ({ entry, policy }: TillState): number | DomainError => amountIn(entry, policy.currency)

/** What is typed as a quantity; a decimal sign means kilograms. */
export const typedQuantity = (state: TillState): Quantity | DomainError =>
  parseQuantity(state.entry.replace(POINT_AT_END, ''), hasPoint(state.entry) ? 'gram' : 'piece')
