import { DomainError } from '#core/errors/domain-error.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { endEmptied } from '#kiosk/state/basket-step.ts'
import { countedSoFar, countsOf, firstCount, lastRow, withTyped } from '#kiosk/state/drawer-count.ts'
import { AMOUNT_SIGN, editEntry, typedAmount } from '#kiosk/state/entry.ts'
import { bad, info } from '#kiosk/state/notice.ts'
import { movedSelection } from '#kiosk/state/selection.ts'
import { andThen, ignoreKey, next, refuse, refuseWith, type StepResult } from '#kiosk/state/step-result.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import type { ConfirmCloseScreen, CountScreen, TillState } from '#kiosk/state/till-state.ts'

/** Says that payments of unknown end are in the way, and asks the terminal about each of them. */
const lookUpAll = (state: TillState): StepResult =>
  andThen(refuse(state, bad('payment_unknown_blocks')), (after) =>
    next(
      after,
      {},
      after.openIntents.map(({ intentId }) => ({ type: 'look_up_card', intentId })),
    ),
  )

/** Begins to close the shift; nothing may be open any more. */
export const openCloseShift = (state: TillState): StepResult =>
  andThen(endEmptied(state), (after) => {
    if (after.shift === undefined) return refuse(after, bad('shift_closed'))
    if (after.basket !== undefined) return refuse(after, bad('basket_not_empty'))
    if (after.openIntents.length > 0) return lookUpAll(after)
    if (after.unclaimed.length > 0) return refuse(after, bad('give_back_blocks'))
    return attempt(after, { type: 'close_shift' })
  })

/** Asks for the count of the drawer. The expected sum is shown only afterwards. */
export const countDrawer = (state: TillState): StepResult =>
  next(state, { screen: firstCount(state), entry: '', notice: undefined }, [{ type: 'open_drawer', reason: 'shift' }])

/** The count is done: nothing counted of a foreign currency means that there is none of it. */
const finish = (state: TillState, count: CountScreen): StepResult => {
  const counts = count.sumMinor === undefined ? countsOf(count) : undefined
  if (counts?.length === 0) return refuse(state, bad('count_first'))
  const foreign = count.foreign.map(({ currency, countedMinor: found }) => ({ currency, countedMinor: found ?? 0 }))
  return next(state, {
    screen: { name: 'confirm_close', count, countedCashMinor: countedSoFar(count), counts, foreign },
    entry: '',
    notice: undefined,
  })
}

/** The sum of all our own money, typed at once: only that of other countries is left to count. */
const takeSum = (state: TillState, screen: CountScreen): StepResult => {
  const sumMinor = typedAmount(state)
  if (sumMinor instanceof DomainError) return refuseWith(state, sumMinor)
  const counted: CountScreen = { ...screen, sumMinor }
  if (screen.foreign.length === 0) return finish(state, counted)
  const selected = screen.denominationsMinor.length + 1
  return next(state, { screen: { ...counted, selected }, entry: '', notice: undefined })
}

/** Goes on with what is typed taken into the count; what is wrong with it is said. */
const afterTyped = (state: TillState, screen: CountScreen, goOn: (counted: CountScreen) => StepResult): StepResult => {
  if (screen.selected === 0 && state.entry !== '') return takeSum(state, screen)
  const counted = withTyped(state, screen)
  return 'tone' in counted ? refuse(state, counted) : goOn(counted)
}

const selectRow = (state: TillState, counted: CountScreen, selected: number): StepResult =>
  next(state, { screen: { ...counted, selected }, entry: '', notice: undefined })

/** Enter takes what is typed and goes to the next row; after the last one the count is done. */
const enter = (state: TillState, screen: CountScreen): StepResult =>
  afterTyped(state, screen, (counted) => {
    if (lastRow(counted) === 0) return refuse(state, bad('type_amount_first'))
    return counted.selected === lastRow(counted)
      ? finish(state, counted)
      : selectRow(state, counted, counted.selected + 1)
  })

/** The total key ends the count wherever it stands. */
const end = (state: TillState, screen: CountScreen): StepResult =>
  afterTyped(state, screen, (counted) => finish(state, counted))

const move = (state: TillState, screen: CountScreen, key: KeyPressed): StepResult | undefined => {
  const selected = movedSelection(screen.selected, lastRow(screen) + 1, key.action)
  if (selected === undefined) return undefined
  const counted = withTyped(state, screen)
  return 'tone' in counted ? refuse(state, counted) : selectRow(state, counted, selected)
}

const leave = (state: TillState): StepResult =>
  state.entry === ''
    ? next(state, { screen: { name: 'sell' }, notice: undefined })
    : next(state, { entry: '', notice: undefined })

/** Keys while the drawer is counted: the sum at once, or the pieces of each coin and note. */
export function stepCloseShift(state: TillState, key: KeyPressed): StepResult {
  const { screen } = state
  if (screen.name !== 'close_shift') return next(state)
  if (key.action === 'escape') return leave(state)
  if (key.action === 'enter') return enter(state, screen)
  if (key.action === 'total') return end(state, screen)
  return move(state, screen, key) ?? editEntry(state, key, AMOUNT_SIGN) ?? ignoreKey(state, key)
}

const countAgain = (state: TillState, { count }: ConfirmCloseScreen): StepResult =>
  next(state, {
    screen: { ...count, selected: 0, sumMinor: undefined, countings: count.countings + 1 },
    entry: '',
    notice: info('count_again'),
  })

/** Keys while the difference is shown: Y ends the shift, N counts once more. Enter, which may be typed ahead, does neither. */
export function stepConfirmClose(state: TillState, key: KeyPressed): StepResult {
  const { screen, operator } = state
  if (screen.name !== 'confirm_close' || operator === undefined) return next(state)
  const answer = key.text?.toLowerCase()
  if (key.action === 'escape' || answer === 'n') return countAgain(state, screen)
  if (answer !== 'y') return ignoreKey(state, key)
  const { countedCashMinor, counts, foreign } = screen
  const { countings } = screen.count
  return next(state, { notice: undefined }, [
    {
      type: 'close_shift',
      operatorId: operator.id,
      countedCashMinor,
      countings,
      ...(counts === undefined ? {} : { counts }),
      ...(foreign.length === 0 ? {} : { foreign }),
    },
  ])
}
