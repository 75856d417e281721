import type { Choice, SetBounds } from '#core/promotion/set-bounds.ts'
import { BETTER_BY } from '#core/promotion/set-bounds.ts'
import { setSize } from '#core/promotion/set-offer.ts'
import type { SetProblem, SetSolution } from '#core/promotion/set-problem.ts'
import { trackOf, type Track } from '#core/promotion/set-track.ts'

/** A track and what lies before it while a search goes through the pieces. */
export interface Sight {
  readonly track: Track
  /** Pieces not decided yet that could fill each part. */
  readonly remaining: number[]
}

/** A choice that a better solution can make, with the sight of its offer. */
export interface Move {
  readonly choice: Choice
  readonly sight: Sight
}

/** All that a search needs to know, with what cannot help left out. */
export interface SetPlan {
  readonly problem: SetProblem
  readonly bounds: SetBounds
  readonly sights: readonly Sight[]
  /** Beside the classes. */
  readonly moves: ReadonlyArray<readonly Move[]>
  /** Beside the classes: whether a better solution can leave a piece alone. */
  readonly mayStay: readonly boolean[]
  /** False where offers had to be left out. */
  readonly isWhole: boolean
}

// A choice worse than a piece's best takes the difference off the whole bound: that must still pass the best known.
const isOpen = (bounds: SetBounds, piece: number, addsMinor: number, toBeatMinor: number): boolean =>
  bounds.total - (bounds.most[piece] ?? 0) + addsMinor >= toBeatMinor + BETTER_BY

const supplyOf = (problem: SetProblem, open: ReadonlyArray<readonly Choice[]>): number[][] => {
  const supply = problem.offers.map((offer) => offer.parts.map(() => 0))
  for (const [piece, choices] of open.entries()) {
    const count = problem.classes[piece]?.count ?? 0
    for (const { offer, part } of choices) {
      const row = supply[offer]
      if (row !== undefined) row[part] = (row[part] ?? 0) + count
    }
  }
  return supply
}

const canFill = (problem: SetProblem, supply: readonly number[][], place: number): boolean => {
  const offer = problem.offers[place]
  if (offer?.isLadder === true) return Math.max(...(supply[place] ?? [])) >= setSize(offer)
  return offer !== undefined && offer.parts.every(({ count }, part) => (supply[place]?.[part] ?? 0) >= count)
}

/** Sights of the offers that can be filled, as many as one key has room for: those that are taken already come first. */
const sightsOf = (
  problem: SetProblem,
  supply: readonly number[][],
  taken: ReadonlySet<number>,
): { readonly sights: ReadonlyMap<number, Sight>; readonly isWhole: boolean } => {
  const places = [...problem.offers.keys()].filter((place) => canFill(problem, supply, place))
  const ordered = [...places.filter((place) => taken.has(place)), ...places.filter((place) => !taken.has(place))]
  const sights = new Map<number, Sight>()
  let stride = 1
  for (const place of ordered) {
    const offer = problem.offers[place]
    const track = offer && trackOf(offer, supply[place] ?? [], stride)
    if (track === undefined || !Number.isSafeInteger(stride * track.span)) continue
    sights.set(place, { track, remaining: [...(supply[place] ?? [])] })
    stride *= track.span
  }
  return { sights, isWhole: sights.size === ordered.length }
}

/** Leaves out of a problem what no solution better than the best known can have, and lays out the keys of its states. */
export function planSets(problem: SetProblem, bounds: SetBounds, best: SetSolution): SetPlan {
  const open = bounds.choices.map((choices, piece) =>
    choices.filter((choice) => isOpen(bounds, piece, choice.bound, best.netMinor)),
  )
  const supply = supplyOf(problem, open)
  const { sights, isWhole } = sightsOf(problem, supply, new Set(best.takes.map((take) => take.offer)))
  const moves = open.map((choices) =>
    choices.flatMap((choice) => {
      const sight = sights.get(choice.offer)
      return sight === undefined ? [] : [{ choice, sight }]
    }),
  )
  const mayStay = problem.classes.map((_, piece) => isOpen(bounds, piece, 0, best.netMinor))
  return { problem, bounds, sights: [...sights.values()], moves, mayStay, isWhole }
}
