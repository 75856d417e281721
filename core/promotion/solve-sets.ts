import { greedySets, isGreedyBest } from '#core/promotion/greedy-sets.ts'
import { pieceOrder } from '#core/promotion/piece-order.ts'
import { searchSets } from '#core/promotion/search-sets.ts'
import { BETTER_BY, cellsOf, setBounds } from '#core/promotion/set-bounds.ts'
import type { SetProblem, SetSolution } from '#core/promotion/set-problem.ts'

/** The best way found to make up sets. */
export interface SolvedSets extends SetSolution {
  readonly isExact: boolean
  readonly nodes: number
}

/** Cells of tables that a search keeps: 40 lines in 12 offers that overlap. In larger knots exact is out of reach anyway. */
const CELLS_MAX = 60_000

// For each piece greed does well where pieces are scarce, for each set where they are not.
const bestGreed = (problem: SetProblem): SetSolution => {
  const byPiece = greedySets(problem, 'a_piece')
  const bySet = greedySets(problem, 'a_set')
  return byPiece.netMinor > bySet.netMinor ? byPiece : bySet
}

/**
 * Makes up sets so that the customer saves most: greed first, and where a bound does not prove it the best, a search of
 * `nodesMax` steps at the most. Of solutions that save the same, greed's is kept, then the one found first.
 */
export function solveSets(problem: SetProblem, nodesMax: number): SolvedSets {
  if (isGreedyBest(problem)) return { ...greedySets(problem, 'a_set'), isExact: true, nodes: 0 }
  if (cellsOf(problem) > CELLS_MAX) return { ...greedySets(problem, 'a_piece'), isExact: false, nodes: 0 }
  const known = bestGreed(problem)
  const bounds = setBounds(problem, pieceOrder(problem), known.netMinor)
  if (bounds.total < known.netMinor + BETTER_BY) return { ...known, isExact: true, nodes: 0 }
  const { solution, isExact, nodes } = searchSets(problem, bounds, known, nodesMax)
  return { ...(solution ?? known), isExact, nodes }
}
