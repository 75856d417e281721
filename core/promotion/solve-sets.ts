import { greedySets, isGreedyBest } from '#core/promotion/greedy-sets.ts'
import { searchSets } from '#core/promotion/search-sets.ts'
import { BETTER_BY, setBounds, sharesFor } from '#core/promotion/set-bounds.ts'
import { planSets } from '#core/promotion/set-plan.ts'
import type { SetProblem, SetSolution } from '#core/promotion/set-problem.ts'

/** The best way found to make up sets. */
export interface SolvedSets extends SetSolution {
  readonly isExact: boolean
  readonly nodes: number
}

const greedy = (problem: SetProblem): SetSolution => {
  const bySet = greedySets(problem, 'a_set')
  if (problem.offers.length === 1) return bySet
  const byPiece = greedySets(problem, 'a_piece')
  return byPiece.netMinor > bySet.netMinor ? byPiece : bySet
}

/**
 * Makes up sets so that the customer saves most: greed first, and where a bound does not prove it the best, a search of
 * `nodesMax` steps at the most. Of solutions that save the same, greed's is kept, then the one found first.
 */
export function solveSets(problem: SetProblem, nodesMax: number): SolvedSets {
  const known = greedy(problem)
  if (isGreedyBest(problem)) return { ...known, isExact: true, nodes: 0 }
  const bounds = setBounds(problem, sharesFor(problem, known))
  if (bounds.total < known.netMinor + BETTER_BY) return { ...known, isExact: true, nodes: 0 }
  const { solution, isExact, nodes } = searchSets(planSets(problem, bounds, known), known.netMinor, nodesMax)
  return { ...(solution ?? known), isExact, nodes }
}
