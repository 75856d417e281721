import { setSize, type SetOffer } from '#core/promotion/set-offer.ts'
import type { SetProblem, SetSolution } from '#core/promotion/set-problem.ts'

/** A piece of a class can fill this part of this offer. */
export interface Choice {
  /** Place in `SetProblem.offers`. */
  readonly offer: number
  readonly part: number
  /** What the piece saves there more than alone. */
  readonly netMinor: number
  /** What the piece adds to any solution at the most by this choice: a bound, in fractions of a minor unit. */
  readonly bound: number
}

/**
 * The bound of a problem. What a set costs is shared out among its parts before anybody knows which pieces they get. Then
 * no piece can add more than the best of its choices less that part's share, and the sum over all pieces bounds every
 * solution from above, whatever the shares, if those of a set add up to its price (a Lagrangian relaxation). Shares are
 * fractions of a minor unit: they only prune, no sum of money is made from them.
 */
export interface SetBounds {
  /** Beside the classes: where a piece can go. */
  readonly choices: ReadonlyArray<readonly Choice[]>
  /** Beside the classes: what a piece adds at the most, from 0. */
  readonly most: readonly number[]
  /** No solution saves more. */
  readonly total: number
}

/** Solutions are whole minor units, so one must pass the best known by 1; half of it is room for errors of fractions. */
export const BETTER_BY = 0.5

const leftOf = (problem: SetProblem, solution: SetSolution): readonly number[] => {
  const left = problem.classes.map((piece) => piece.count)
  for (const { piece, count } of solution.takes) left[piece] = (left[piece] ?? 0) - count
  return left
}

/** For each part of an offer: what the best piece that is left over would add, where there is one. */
const marginsOf = (problem: SetProblem, place: number, left: readonly number[]): ReadonlyArray<number | undefined> =>
  (problem.fillers[place] ?? []).map(({ pieces, netsMinor }) => {
    let margin: number | undefined
    for (const [index, piece] of pieces.entries()) {
      const netMinor = netsMinor[index] ?? 0
      if ((left[piece] ?? 0) > 0 && (margin === undefined || netMinor > margin)) margin = netMinor
    }
    return margin
  })

// Where pieces are left over, one more is worth its margin; parts that ran out bear the rest.
const sharesByMargin = (offer: SetOffer, margins: ReadonlyArray<number | undefined>): readonly number[] => {
  let restMinor = offer.priceMinor
  let scarce = 0
  for (const [part, { count }] of offer.parts.entries()) {
    const margin = margins[part]
    if (margin === undefined) scarce += count
    else restMinor -= margin * count
  }
  const extra = restMinor / (scarce === 0 ? setSize(offer) : scarce)
  return offer.parts.map((_, part) => {
    const margin = margins[part]
    if (margin === undefined) return extra
    return scarce === 0 ? margin + extra : margin
  })
}

/** What each part of an offer bears of the price of a set; together they add up to it. A ladder costs nothing. */
const sharesOf = (problem: SetProblem, place: number, left: readonly number[]): readonly number[] => {
  const offer = problem.offers[place]
  if (offer === undefined || offer.isLadder) return []
  if (offer.parts.length === 1) return [offer.priceMinor / setSize(offer)]
  return sharesByMargin(offer, marginsOf(problem, place, left))
}

/** The pieces that a ladder gives are the cheapest of a set, so they save no more than their part of what all would. */
const ladderBound = (offer: SetOffer, gotNetMinor: number, aloneMinor: number): number =>
  ((gotNetMinor + aloneMinor) * (offer.parts[1]?.count ?? 0)) / setSize(offer) - aloneMinor

/** What the pieces of one part of an offer add at the most, beside its fillers. */
const boundsOfPart = (
  problem: SetProblem,
  place: number,
  part: number,
  shares: readonly number[],
): readonly number[] => {
  const offer = problem.offers[place]
  const fillers = problem.fillers[place]
  if (offer?.isLadder !== true)
    return (fillers?.[part]?.netsMinor ?? []).map((netMinor) => netMinor - (shares[part] ?? 0))
  const got = fillers?.[1]
  return (got?.pieces ?? []).map((piece, index) =>
    ladderBound(offer, got?.netsMinor[index] ?? 0, problem.classes[piece]?.aloneMinor ?? 0),
  )
}

const addChoices = (
  problem: SetProblem,
  place: number,
  left: readonly number[],
  choices: readonly Choice[][],
): void => {
  const shares = sharesOf(problem, place, left)
  for (const [part, { pieces, netsMinor }] of (problem.fillers[place] ?? []).entries()) {
    const bounds = boundsOfPart(problem, place, part, shares)
    for (const [index, piece] of pieces.entries()) {
      choices[piece]?.push({ offer: place, part, netMinor: netsMinor[index] ?? 0, bound: bounds[index] ?? 0 })
    }
  }
}

/** Bounds every solution of a problem; the better the solution that is known, the tighter the bound. */
export function setBounds(problem: SetProblem, known: SetSolution): SetBounds {
  const left = leftOf(problem, known)
  const choices = problem.classes.map((): Choice[] => [])
  for (const place of problem.offers.keys()) addChoices(problem, place, left, choices)
  const most = choices.map((list) => list.reduce((best, choice) => Math.max(best, choice.bound), 0))
  const total = most.reduce((sum, value, piece) => sum + value * (problem.classes[piece]?.count ?? 0), 0)
  return { choices, most, total }
}
