import { cleanText } from '#core/barcode/clean-text.ts'
import { dateStyleOf, readBirthDate } from '#core/restriction/birth-date.ts'
import { addItem } from '#kiosk/state/add-item.ts'
import { editEntry } from '#kiosk/state/entry.ts'
import { bad } from '#kiosk/state/notice.ts'
import { refusedSaleId } from '#kiosk/state/restrictions.ts'
import { complain, ignoreKey, next, refuse, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { AgeCheckScreen, TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

const DATE_SIGN = /^[\d./-]$/u
const DATE_LENGTH_MAX = 10

/** The date of birth that is typed, where it is one already. */
export const typedBirthDate = (state: TillState): string | undefined =>
  state.screen.name === 'age_check'
    ? readBirthDate(state.entry, dateStyleOf(state.policy.currency), state.screen.today)
    : undefined

const confirm = (state: TillState, screen: AgeCheckScreen, world: World): StepResult => {
  const { operator, entry } = state
  const { ageLimitYears, bornOnOrBefore, item } = screen
  if (operator === undefined) return next(state)
  const born = typedBirthDate(state)
  if (entry !== '' && born === undefined) return refuse(state, bad('birth_date_wrong'))
  // Whoever typed the date has seen it: only N fits, or another date.
  if (born !== undefined && born > bornOnOrBefore) return complain(state, bad('age_too_young', { ageLimitYears }))
  const ageCheck = { ageLimitYears, bornOnOrBefore, checkedBy: operator.id }
  return addItem({ ...state, screen: { name: 'sell' }, entry: '' }, world, { ...item, ageCheck })
}

const deny = (state: TillState, screen: AgeCheckScreen, world: World): StepResult => {
  const { operator } = state
  const { ageLimitYears, item } = screen
  if (operator === undefined) return next(state)
  const notice = bad('age_refused', { name: cleanText(item.product.name), ageLimitYears })
  const left: TillState = { ...state, screen: { name: 'sell' }, entry: '', nextQuantity: undefined, notice }
  const facts = { saleId: refusedSaleId(state, world), productId: item.product.id, ageLimitYears }
  return next(left, {}, [{ type: 'record_age_refusal', ...facts, operatorId: operator.id }, { type: 'beep' }])
}

const editBirthDate = (state: TillState, key: KeyPressed): StepResult | undefined => {
  const isSign = key.text !== undefined && DATE_SIGN.test(key.text)
  if (isSign && state.entry.length >= DATE_LENGTH_MAX) return complain(state, bad('age_yes_no'))
  // The sign of a date is what it says here, whatever its key does elsewhere.
  return isSign || key.action === 'backspace' ? editEntry(state, key, DATE_SIGN) : undefined
}

/**
 * Keys while the age is asked: Y or N, and nothing else is an answer; Enter may have been typed ahead. A date of birth that
 * is typed is reckoned with, and still takes its Y.
 */
export function stepAgeCheck(state: TillState, key: KeyPressed, world: World): StepResult {
  const { screen } = state
  if (screen.name !== 'age_check') return next(state)
  const answer = key.text?.toLowerCase()
  if (answer === 'y') return confirm(state, screen, world)
  if (answer === 'n') return deny(state, screen, world)
  if (key.action === 'escape' && state.entry !== '') return next(state, { entry: '', notice: undefined })
  return editBirthDate(state, key) ?? ignoreKey(state, key, 'age_yes_no')
}
