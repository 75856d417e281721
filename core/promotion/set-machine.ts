import { setSize, type SetOffer } from '#core/promotion/set-offer.ts'

/**
 * How the sets of one offer fill up, piece by piece, as a table of states. In state 0 no set is open. An offer with one
 * part, and a ladder, fills one set after the other; with more parts a set may wait in each of them.
 */
export interface SetMachine {
  readonly states: number
  /** By part, then by state: the state after one more piece, or `NO_STEP`. */
  readonly to: ReadonlyArray<readonly number[]>
  /** By part, then by state: what falls due with that piece, which is the price when it completes a set. */
  readonly dueMinor: ReadonlyArray<readonly number[]>
  /** By state: whether no set is open. */
  readonly isIdle: readonly boolean[]
}

/** A step that a state cannot take. */
export const NO_STEP = -1

/** Pieces that wait in each part (of a ring, one number), and sets completed where they are limited. */
interface Digits {
  readonly waiting: readonly number[]
  readonly uses: number
}

interface Layout {
  readonly offer: SetOffer
  readonly isRing: boolean
  readonly radixes: readonly number[]
  /** 0 where the limit cannot be reached. */
  readonly usesMax: number
}

/** Complete sets at the most, from the pieces that could fill each part. */
const setsMaxOf = (offer: SetOffer, supply: readonly number[]): number =>
  offer.isLadder
    ? Math.floor((supply[0] ?? 0) / setSize(offer))
    : Math.min(...offer.parts.map(({ count }, part) => Math.floor((supply[part] ?? 0) / count)))

const layoutOf = (offer: SetOffer, supply: readonly number[]): Layout => {
  const setsMax = setsMaxOf(offer, supply)
  const isRing = offer.isLadder || offer.parts.length === 1
  const sets = Math.min(setsMax, offer.usesMax)
  const radixes = isRing ? [setSize(offer)] : offer.parts.map(({ count }) => sets * count + 1)
  return { offer, isRing, radixes, usesMax: offer.usesMax < setsMax ? offer.usesMax : 0 }
}

const digitsOf = ({ radixes }: Layout, state: number): Digits => {
  let rest = state
  const waiting = radixes.map((radix) => {
    const digit = rest % radix
    rest = (rest - digit) / radix
    return digit
  })
  return { waiting, uses: rest }
}

const stateOf = ({ radixes }: Layout, { waiting, uses }: Digits): number => {
  let state = uses
  for (let place = radixes.length - 1; place >= 0; place--)
    state = state * (radixes[place] ?? 1) + (waiting[place] ?? 0)
  return state
}

const completed = (layout: Layout, waiting: readonly number[], uses: number): Digits => ({
  waiting,
  uses: layout.usesMax > 0 ? uses + 1 : 0,
})

// The dearer pieces of a ladder come first, and they are the ones bought.
const isTurn = (offer: SetOffer, has: number, part: number): boolean =>
  !offer.isLadder || has < (offer.parts[0]?.count ?? 0) === (part === 0)

const ringStep = (layout: Layout, { waiting: [has = 0], uses }: Digits, part: number): Digits | undefined => {
  if (!isTurn(layout.offer, has, part)) return undefined
  if (has === 0 && layout.usesMax > 0 && uses === layout.usesMax) return undefined
  return has + 1 < (layout.radixes[0] ?? 1) ? { waiting: [has + 1], uses } : completed(layout, [0], uses)
}

const partsStep = (layout: Layout, { waiting, uses }: Digits, part: number): Digits | undefined => {
  const { parts } = layout.offer
  const setsLeft = layout.usesMax > 0 ? layout.usesMax - uses : Number.MAX_SAFE_INTEGER
  const limit = Math.min((layout.radixes[part] ?? 1) - 1, setsLeft * (parts[part]?.count ?? 1))
  if ((waiting[part] ?? 0) >= limit) return undefined
  const grown = waiting.map((count, place) => (place === part ? count + 1 : count))
  const isComplete = parts.every(({ count }, place) => (grown[place] ?? 0) >= count)
  if (!isComplete) return { waiting: grown, uses }
  return completed(
    layout,
    grown.map((count, place) => count - (parts[place]?.count ?? 0)),
    uses,
  )
}

const isLonger = (before: Digits, after: Digits): boolean =>
  after.waiting.reduce((sum, count) => sum + count, 0) > before.waiting.reduce((sum, count) => sum + count, 0)

const statesIn = ({ radixes, usesMax }: Layout): number =>
  radixes.reduce((product, radix) => product * radix, usesMax + 1)

/** How many states the machine of an offer would have. */
export const statesOf = (offer: SetOffer, supply: readonly number[]): number => statesIn(layoutOf(offer, supply))

/** The machine of an offer; `supply` counts the pieces that could fill each part. */
export function machineOf(offer: SetOffer, supply: readonly number[]): SetMachine {
  const layout = layoutOf(offer, supply)
  const states = statesIn(layout)
  const all = Array.from({ length: states }, (_, state) => digitsOf(layout, state))
  const to = offer.parts.map((): number[] => [])
  const dueMinor = offer.parts.map((): number[] => [])
  for (const before of all) {
    for (const part of offer.parts.keys()) {
      const after = layout.isRing ? ringStep(layout, before, part) : partsStep(layout, before, part)
      to[part]?.push(after === undefined ? NO_STEP : stateOf(layout, after))
      dueMinor[part]?.push(after === undefined || isLonger(before, after) ? 0 : offer.priceMinor)
    }
  }
  return { states, to, dueMinor, isIdle: all.map(({ waiting }) => waiting.every((count) => count === 0)) }
}
