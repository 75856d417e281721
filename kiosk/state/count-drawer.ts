import { CASH_PIECES_MAX, countedMinor, type CashCount } from '#core/cash/cash-count.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { attempt } from '#kiosk/state/authorise.ts'
import { endEmptied } from '#kiosk/state/basket-step.ts'
import { AMOUNT_SIGN, editEntry, typedAmount } from '#kiosk/state/entry.ts'
import { bad, info, type Notice } from '#kiosk/state/notice.ts'
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

const firstCount = ({ policy }: TillState): CountScreen => {
  const denominationsMinor = policy.cashDenominationsMinor.toSorted((one, other) => other - one)
  return {
    name: 'close_shift',
    denominationsMinor,
    pieces: denominationsMinor.map(() => null),
    selected: 0,
    countings: 1,
  }
}

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

const countsOf = ({ denominationsMinor, pieces }: CountScreen): CashCount[] =>
  denominationsMinor.flatMap((valueMinor, at) => {
    const found = pieces[at] ?? null
    return found === null ? [] : [{ valueMinor, pieces: found }]
  })

/** What the pieces that were counted so far come to. */
export const countedSoFar = (screen: CountScreen): number => countedMinor(countsOf(screen))

const confirm = (state: TillState, count: CountScreen, counts: CashCount[] | undefined, sumMinor: number): StepResult =>
  next(state, {
    screen: { name: 'confirm_close', count, countedCashMinor: sumMinor, counts },
    entry: '',
    notice: undefined,
  })

/** The sum of the whole drawer, typed at once. */
const takeSum = (state: TillState, screen: CountScreen): StepResult => {
  const sumMinor = typedAmount(state)
  return sumMinor instanceof DomainError ? refuseWith(state, sumMinor) : confirm(state, screen, undefined, sumMinor)
}

const typedPieces = (entry: string): number | Notice => {
  const pieces = Number(entry)
  return /^\d+$/u.test(entry) && pieces <= CASH_PIECES_MAX ? pieces : bad('pieces_invalid')
}

/** The count with what is typed in it: the pieces of the selected coin or note. */
const withTyped = (state: TillState, screen: CountScreen): CountScreen | Notice => {
  if (state.entry === '' || screen.selected === 0) return screen
  const typed = typedPieces(state.entry)
  if (typeof typed !== 'number') return typed
  return { ...screen, pieces: screen.pieces.map((before, at) => (at === screen.selected - 1 ? typed : before)) }
}

const finish = (state: TillState, screen: CountScreen): StepResult => {
  const counts = countsOf(screen)
  if (counts.length === 0) return refuse(state, bad('count_first'))
  return confirm(state, screen, counts, countedMinor(counts))
}

const refusePieces = (state: TillState, notice: Notice): StepResult => refuse(state, notice)

/** Enter takes what is typed and goes to the next coin; after the last one the count is done. */
const enter = (state: TillState, screen: CountScreen): StepResult => {
  if (screen.selected === 0 && state.entry !== '') return takeSum(state, screen)
  if (screen.denominationsMinor.length === 0) return refuse(state, bad('type_amount_first'))
  const counted = withTyped(state, screen)
  if ('tone' in counted) return refusePieces(state, counted)
  if (counted.selected === counted.denominationsMinor.length) return finish(state, counted)
  return next(state, { screen: { ...counted, selected: counted.selected + 1 }, entry: '', notice: undefined })
}

/** The total key ends the count wherever it stands. */
const end = (state: TillState, screen: CountScreen): StepResult => {
  if (screen.selected === 0 && state.entry !== '') return takeSum(state, screen)
  const counted = withTyped(state, screen)
  return 'tone' in counted ? refusePieces(state, counted) : finish(state, counted)
}

const move = (state: TillState, screen: CountScreen, key: KeyPressed): StepResult | undefined => {
  const selected = movedSelection(screen.selected, screen.denominationsMinor.length + 1, key.action)
  if (selected === undefined) return undefined
  const counted = withTyped(state, screen)
  if ('tone' in counted) return refusePieces(state, counted)
  return next(state, { screen: { ...counted, selected }, entry: '', notice: undefined })
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
    screen: { ...count, selected: 0, countings: count.countings + 1 },
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
  const { countedCashMinor, counts } = screen
  const { countings } = screen.count
  return next(state, { notice: undefined }, [
    {
      type: 'close_shift',
      operatorId: operator.id,
      countedCashMinor,
      countings,
      ...(counts === undefined ? {} : { counts }),
    },
  ])
}
