import { BETTER_BY, type SetBounds } from '#core/promotion/set-bounds.ts'
import { setSize } from '#core/promotion/set-offer.ts'
import type { Choice, SetProblem, SetSolution } from '#core/promotion/set-problem.ts'
import { trackOf, type Track } from '#core/promotion/set-track.ts'

/** Choices of a class that a better solution can make, with the track of each. */
export interface Move {
  readonly choice: Choice
  readonly track: Track
}

/** All that a search needs to know, with what cannot help left out. */
export interface SetPlan {
  readonly problem: SetProblem
  readonly bounds: SetBounds
  /** By place of their offers; some may be missing. */
  readonly tracks: ReadonlyMap<number, Track>
  /** Beside the classes. */
  readonly moves: ReadonlyArray<readonly Move[]>
  /** Beside the classes: whether a better solution can leave a piece alone. */
  readonly mayStay: readonly boolean[]
  /** Beside the offers and their parts: pieces that could fill them. */
  readonly supply: number[][]
  /** False where offers had to be left out. */
  readonly isWhole: boolean
}

// What a piece adds at the most by a choice, against the best it could: what the whole bound loses must be there to lose.
const isOpen = (bounds: SetBounds, piece: number, addsMinor: number, toBeat: number): boolean =>
  bounds.total - (bounds.most[piece] ?? 0) + addsMinor >= toBeat + BETTER_BY

const openChoices = (problem: SetProblem, bounds: SetBounds, toBeat: number): Choice[][] =>
  problem.choices.map((choices, piece) =>
    choices.filter((_, index) => isOpen(bounds, piece, bounds.ofChoices[piece]?.[index] ?? 0, toBeat)),
  )

const supplyOf = (problem: SetProblem, open: ReadonlyArray<readonly Choice[]>): number[][] => {
  const supply = problem.offers.map((offer) => offer.parts.map(() => 0))
  for (const [piece, choices] of open.entries()) {
    countPieces(problem, supply, { choices, count: problem.classes[piece]?.count ?? 0 })
  }
  return supply
}

/** Adds pieces to what could fill the parts of their choices; the parts of a ladder share theirs in the first. */
export const countPieces = (
  problem: SetProblem,
  supply: number[][],
  { choices, count }: { readonly choices: readonly Choice[]; readonly count: number },
): void => {
  let ladder = -1
  for (const { offer, part } of choices) {
    const row = supply[offer]
    const isLadder = problem.offers[offer]?.isLadder === true
    if (row === undefined || (isLadder && ladder === offer)) continue
    if (isLadder) ladder = offer
    const place = isLadder ? 0 : part
    row[place] = (row[place] ?? 0) + count
  }
}

const canFill = (problem: SetProblem, supply: readonly number[][], place: number): boolean => {
  const offer = problem.offers[place]
  if (offer === undefined) return false
  if (offer.isLadder) return (supply[place]?.[0] ?? 0) >= setSize(offer)
  return offer.parts.every(({ count }, part) => (supply[place]?.[part] ?? 0) >= count)
}

/** Tracks of the offers that can be filled, as many as one key has room for: those that greed took come first. */
const tracksOf = (
  problem: SetProblem,
  supply: readonly number[][],
  taken: ReadonlySet<number>,
): { readonly tracks: ReadonlyMap<number, Track>; readonly isWhole: boolean } => {
  const places = problem.offers.map((_, place) => place).filter((place) => canFill(problem, supply, place))
  const ordered = [...places.filter((place) => taken.has(place)), ...places.filter((place) => !taken.has(place))]
  const tracks = new Map<number, Track>()
  let stride = 1
  for (const place of ordered) {
    const offer = problem.offers[place]
    const track = offer && trackOf(offer, supply[place] ?? [], stride)
    if (track === undefined || !Number.isSafeInteger(stride * track.span)) continue
    tracks.set(place, track)
    stride *= track.span
  }
  return { tracks, isWhole: tracks.size === ordered.length }
}

/** Leaves out of a problem what no solution better than the best known can have, and lays out the keys of its states. */
export const planSets = (problem: SetProblem, bounds: SetBounds, best: SetSolution): SetPlan => {
  const open = openChoices(problem, bounds, best.netMinor)
  const supply = supplyOf(problem, open)
  const { tracks, isWhole } = tracksOf(problem, supply, new Set(best.takes.map((take) => take.offer)))
  const moves = open.map((choices) =>
    choices.flatMap((choice) => {
      const track = tracks.get(choice.offer)
      return track === undefined ? [] : [{ choice, track }]
    }),
  )
  const mayStay = problem.classes.map((_, piece) => isOpen(bounds, piece, 0, best.netMinor))
  return { problem, bounds, tracks, moves, mayStay, supply, isWhole }
}
