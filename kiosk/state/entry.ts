import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import type { DomainError } from '#core/errors/domain-error.ts'
import { currencyOf } from '#core/money/currency.ts'
import { parseMoney } from '#core/money/parse-money.ts'
import { bad } from '#kiosk/state/notice.ts'
import { next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** More than any code, amount or name that is keyed by hand. */
const ENTRY_LENGTH_MAX = 64

/** Keys that change what is typed, the same on every screen; undefined for any other key. `allowed` says which characters count. */
export function editEntry(state: TillState, key: KeyPressed, allowed: RegExp): StepResult | undefined {
  if (key.action === 'backspace') return next(state, { entry: state.entry.slice(0, -1), notice: undefined })
  if (key.text === undefined || !allowed.test(key.text)) return undefined
  if (state.entry.length >= ENTRY_LENGTH_MAX) return refuse(state, bad('text_invalid'))
  return next(state, { entry: state.entry + key.text, notice: undefined })
}

/** Digits alone: numbers and PINs. */
export const DIGIT = /^\d$/u

/** Digits and the decimal sign: amounts, quantities, codes. */
export const AMOUNT_SIGN = /^[\d.,]$/u

/** Anything printable: words to search by. */
export const PRINTABLE = /^[^\p{C}]$/u

/** What is typed as an amount, minor units; in major units when no decimal sign is typed. */
export const typedAmount = (state: TillState): number | DomainError =>
  parseMoney(state.entry, currencyOf(state.policy.currency), 'major')

/** A card's number typed in any field is wiped and refused, wherever it was meant to go. */
export const refuseCardNumber = (state: TillState): StepResult | undefined =>
  looksLikeCardNumber(state.entry) ? refuse(state, bad('card_number_refused')) : undefined
