import { CASH_PIECES_MAX, countedMinor, type CashCount } from '#core/cash/cash-count.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { foreignCurrencyOf } from '#core/tender/foreign-cash.ts'
import { usableTenderTypes } from '#core/tender/tender-other.ts'
import { amountIn } from '#kiosk/state/entry.ts'
import { bad, type Notice } from '#kiosk/state/notice.ts'
import type { CountScreen, TillState } from '#kiosk/state/till-state.ts'

/** Money of other countries that may lie in the drawer: what the shop takes, and what it took in this shift. */
const foreignCurrencies = ({ policy, shiftTotals }: TillState): string[] => {
  const usable = usableTenderTypes(policy.tenderTypes).flatMap((type) => foreignCurrencyOf(type)?.currency ?? [])
  return [...new Set([...usable, ...(shiftTotals?.foreign ?? []).map(({ currency }) => currency)])].toSorted()
}

/** A count before anything is counted, of what may lie in the drawer. */
export const firstCount = (state: TillState): CountScreen => {
  const denominationsMinor = state.policy.cashDenominationsMinor.toSorted((one, other) => other - one)
  return {
    name: 'close_shift',
    denominationsMinor,
    pieces: denominationsMinor.map(() => null),
    foreign: foreignCurrencies(state).map((currency) => ({ currency, countedMinor: null })),
    sumMinor: undefined,
    selected: 0,
    countings: 1,
  }
}

/** The pieces that were counted so far. */
export const countsOf = ({ denominationsMinor, pieces }: CountScreen): CashCount[] =>
  denominationsMinor.flatMap((valueMinor, at) => {
    const found = pieces[at] ?? null
    return found === null ? [] : [{ valueMinor, pieces: found }]
  })

/** What was counted so far of our own money. */
export const countedSoFar = (screen: CountScreen): number => screen.sumMinor ?? countedMinor(countsOf(screen))

/** The foreign money that stands in the selected row; undefined in the rows of our own. */
export const selectedForeign = ({ denominationsMinor, foreign, selected }: CountScreen): string | undefined =>
  foreign[selected - denominationsMinor.length - 1]?.currency

/** The last row that something is counted in; 0 is the sum. */
export const lastRow = ({ denominationsMinor, foreign }: CountScreen): number =>
  denominationsMinor.length + foreign.length

const typedPieces = (entry: string): number | Notice => {
  const pieces = Number(entry)
  return /^\d+$/u.test(entry) && pieces <= CASH_PIECES_MAX ? pieces : bad('pieces_invalid', { max: CASH_PIECES_MAX })
}

const withPieces = (state: TillState, screen: CountScreen): CountScreen | Notice => {
  const typed = typedPieces(state.entry)
  if (typeof typed !== 'number') return typed
  const pieces = screen.pieces.map((before, at) => (at === screen.selected - 1 ? typed : before))
  return { ...screen, pieces, sumMinor: undefined }
}

const withForeign = (state: TillState, screen: CountScreen, currency: string): CountScreen | Notice => {
  const typed = amountIn(state.entry, currency)
  if (typed instanceof DomainError) return bad(typed.code, typed.details)
  const foreign = screen.foreign.map((before) =>
    before.currency === currency ? { currency, countedMinor: typed } : before,
  )
  return { ...screen, foreign }
}

/** The count with what is typed in it: the pieces of the selected coin or note, or the sum of foreign money. */
export const withTyped = (state: TillState, screen: CountScreen): CountScreen | Notice => {
  if (state.entry === '' || screen.selected === 0) return screen
  const currency = selectedForeign(screen)
  return currency === undefined ? withPieces(state, screen) : withForeign(state, screen, currency)
}
