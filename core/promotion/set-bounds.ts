import { setSize, type SetOffer } from '#core/promotion/set-offer.ts'
import type { Choice, SetProblem, SetSolution } from '#core/promotion/set-problem.ts'

/**
 * What a set costs is shared out among its parts before anybody knows which pieces they get. Then no piece can add more
 * than the best of its choices less that part's share, and the sum over all pieces bounds every solution from above,
 * whatever the shares, if those of a set add up to its price (a Lagrangian relaxation). Shares are fractions of a minor
 * unit: they only prune, no sum of money is made from them.
 */
export type Shares = ReadonlyArray<readonly number[]>

/** Solutions are whole minor units, so one must pass the best known by 1; half of it is room for errors of fractions. */
export const BETTER_BY = 0.5

const leftOf = (problem: SetProblem, solution: SetSolution): number[] => {
  const left = problem.classes.map((piece) => piece.count)
  for (const { piece, count } of solution.takes) left[piece] = (left[piece] ?? 0) - count
  return left
}

/** For each offer and part: what the best piece that is left over would add, where there is one. */
const marginsOf = (problem: SetProblem, left: readonly number[]): ReadonlyArray<Array<number | undefined>> => {
  const margins = problem.offers.map((offer) => offer.parts.map((): number | undefined => undefined))
  for (const [piece, choices] of problem.choices.entries()) {
    if ((left[piece] ?? 0) === 0) continue
    for (const { offer, part, netMinor } of choices) {
      const known = margins[offer]?.[part] ?? Number.NEGATIVE_INFINITY
      const row = margins[offer]
      if (row !== undefined) row[part] = Math.max(known, netMinor)
    }
  }
  return margins
}

// Where pieces are left over, one more is worth its margin; parts that ran out bear the rest.
const sharesOf = (offer: SetOffer, margins: ReadonlyArray<number | undefined>): number[] => {
  if (offer.isLadder || offer.parts.length === 1) return offer.parts.map(() => offer.priceMinor / setSize(offer))
  let restMinor = offer.priceMinor
  let scarce = 0
  for (const [part, { count }] of offer.parts.entries()) {
    const margin = margins[part]
    if (margin === undefined) scarce += count
    else restMinor -= margin * count
  }
  const everybody = scarce === 0
  const extra = restMinor / (everybody ? setSize(offer) : scarce)
  return offer.parts.map((_, part) => {
    const margin = margins[part]
    if (margin === undefined) return extra
    return everybody ? margin + extra : margin
  })
}

/** Shares that fit what a good solution leaves over. */
export function sharesFor(problem: SetProblem, solution: SetSolution): Shares {
  const margins = marginsOf(problem, leftOf(problem, solution))
  return problem.offers.map((offer, place) => sharesOf(offer, margins[place] ?? []))
}

/** Part of a ladder's discount that the pieces of one set bear alike: those got, of all. */
const ladderPart = (offer: SetOffer): number => (offer.parts[1]?.count ?? 0) / setSize(offer)

/** What a piece adds at the most by a choice, shares taken off. */
const boundOfChoice = (problem: SetProblem, shares: Shares, piece: number, choice: Choice): number => {
  const offer = problem.offers[choice.offer]
  if (offer?.isLadder !== true) return choice.netMinor - (shares[choice.offer]?.[choice.part] ?? 0)
  // The pieces got are the cheapest of a set, so they save no more than their part of what all its pieces would.
  const got = problem.choices[piece]?.find(({ offer: place, part }) => place === choice.offer && part === 1)
  const aloneMinor = problem.classes[piece]?.aloneMinor ?? 0
  return ((got?.netMinor ?? 0) + aloneMinor) * ladderPart(offer) - aloneMinor
}

/** The bound of a problem, and what each class has of it. */
export interface SetBounds {
  readonly shares: Shares
  /** No solution saves more. */
  readonly total: number
  /** What a piece of each class adds at the most, from 0. */
  readonly most: readonly number[]
  /** Beside `SetProblem.choices`: what a piece adds at the most there. */
  readonly ofChoices: ReadonlyArray<readonly number[]>
}

/** Bounds every solution of a problem. */
export function setBounds(problem: SetProblem, shares: Shares): SetBounds {
  const ofChoices = problem.choices.map((choices, piece) =>
    choices.map((choice) => boundOfChoice(problem, shares, piece, choice)),
  )
  const most = ofChoices.map((bounds) => Math.max(0, ...bounds))
  const total = most.reduce((sum, value, piece) => sum + value * (problem.classes[piece]?.count ?? 0), 0)
  return { shares, total, most, ofChoices }
}
