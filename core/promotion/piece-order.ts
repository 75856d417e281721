import type { SetProblem } from '#core/promotion/set-problem.ts'

/** Classes that are put in order; the time it takes grows with the square of them. */
const ORDERED_MAX = 64

interface Tally {
  readonly isLadder: boolean
  /** Classes not placed yet, the dearest first. */
  readonly waiting: Set<number>
  isOpen: boolean
}

/** Beside the classes: the offers that they could be part of. */
const offersByClass = (problem: SetProblem): ReadonlyArray<readonly number[]> => {
  const found = problem.classes.map((): number[] => [])
  for (const [offer, parts] of problem.fillers.entries()) {
    for (const piece of new Set(parts.flatMap(({ pieces }) => pieces))) found[piece]?.push(offer)
  }
  return found
}

/** How many offers more stand half filled after a class: those it opens, less those it is the last of. */
const growthOf = (tallies: readonly Tally[], offers: readonly number[]): number => {
  let growth = 0
  for (const offer of offers) {
    const tally = tallies[offer]
    if (tally?.isOpen === false) growth += 1
    if (tally?.waiting.size === 1) growth -= 1
  }
  return growth
}

const mayFollow = (tallies: readonly Tally[], piece: number, offers: readonly number[]): boolean =>
  offers.every((offer) => {
    const tally = tallies[offer]
    return tally?.isLadder !== true || tally.waiting.values().next().value === piece
  })

const talliesOf = (problem: SetProblem, offersOf: ReadonlyArray<readonly number[]>): readonly Tally[] => {
  const tallies = problem.offers.map(({ isLadder }): Tally => ({ isLadder, waiting: new Set(), isOpen: false }))
  for (const [piece, offers] of offersOf.entries()) {
    for (const offer of offers) tallies[offer]?.waiting.add(piece)
  }
  return tallies
}

const bestNext = (
  left: ReadonlySet<number>,
  tallies: readonly Tally[],
  offersOf: ReadonlyArray<readonly number[]>,
): number => {
  let best = -1
  let bestGrowth = Number.POSITIVE_INFINITY
  for (const piece of left) {
    const offers = offersOf[piece] ?? []
    const growth = growthOf(tallies, offers)
    if (growth >= bestGrowth || !mayFollow(tallies, piece, offers)) continue
    best = piece
    bestGrowth = growth
  }
  return best
}

/**
 * The order in which a search decides about classes: offers are opened late and closed early, so that few sets stand
 * half filled at any time. The pieces of a ladder stay in the order of their value.
 */
export function pieceOrder(problem: SetProblem): readonly number[] {
  const left = new Set(problem.classes.keys())
  if (left.size > ORDERED_MAX) return [...left]
  const offersOf = offersByClass(problem)
  const tallies = talliesOf(problem, offersOf)
  const order: number[] = []
  while (left.size > 0) {
    const next = bestNext(left, tallies, offersOf)
    order.push(next)
    left.delete(next)
    for (const offer of offersOf[next] ?? []) {
      const tally = tallies[offer]
      if (tally === undefined) continue
      tally.waiting.delete(next)
      tally.isOpen = true
    }
  }
  return order
}
