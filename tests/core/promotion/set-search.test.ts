import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { greedySets } from '#core/promotion/greedy-sets.ts'
import { pieceOrder } from '#core/promotion/piece-order.ts'
import { searchSets } from '#core/promotion/search-sets.ts'
import { cellsOf, setBounds } from '#core/promotion/set-bounds.ts'
import type { SetProblem, SetSolution } from '#core/promotion/set-problem.ts'
import { solveSets } from '#core/promotion/solve-sets.ts'
import { anyItemOffer, anyLines, anyPromotionOf, numbered } from '#tests/core/promotion/any-promotion.ts'
import { faultsOf, problemsOf } from '#tests/core/promotion/set-problems.ts'

const NOTHING: SetSolution = { netMinor: 0, takes: [] }
const NODES_MAX = 1_000_000

const anyProblem: fc.Arbitrary<SetProblem> = fc
  .tuple(anyLines(6, 3), fc.array(anyPromotionOf(anyItemOffer), { minLength: 1, maxLength: 4 }).map(numbered))
  .map(([lines, promotions]) => problemsOf(lines, promotions))
  .filter((problems) => problems.length > 0)
  .map((problems) => problems.at(-1) ?? { offers: [], classes: [], fillers: [] })
  .filter((problem) => cellsOf(problem) < 20_000)

describe('however sets are made up', () => {
  it('greed of either kind, and a search of any length, make whole sets of pieces that are there', () => {
    fc.assert(
      fc.property(anyProblem, fc.integer({ min: 0, max: 400 }), (problem, nodesMax) => {
        for (const solution of [
          greedySets(problem, 'a_set'),
          greedySets(problem, 'a_piece'),
          solveSets(problem, nodesMax),
          solveSets(problem, NODES_MAX),
        ]) {
          expect(faultsOf(problem, solution)).toEqual([])
        }
      }),
      { numRuns: 120 },
    )
  })

  it('a search that knows nothing finds what one finds that starts from greed', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { solution = NOTHING, isExact } = searchSets(
          problem,
          setBounds(problem, pieceOrder(problem), 0),
          NOTHING,
          NODES_MAX,
        )
        expect(isExact).toBe(true)
        expect(faultsOf(problem, solution)).toEqual([])
        expect(solution.netMinor).toBe(solveSets(problem, NODES_MAX).netMinor)
      }),
      { numRuns: 120 },
    )
  })

  it('in the order of the pieces, or of their values alone, they save the same', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const plain = setBounds(problem, [...problem.classes.keys()], 0)
        const found = searchSets(problem, plain, NOTHING, NODES_MAX).solution ?? NOTHING
        expect(found.netMinor).toBe(solveSets(problem, NODES_MAX).netMinor)
      }),
      { numRuns: 80 },
    )
  })
})

describe('the bound', () => {
  it('is never below what can be saved, and is what its rents and its tables make', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { total, rents, tables, order } = setBounds(problem, pieceOrder(problem), 0)
        const bestMinor = solveSets(problem, NODES_MAX).netMinor
        expect(total).toBeGreaterThanOrEqual(bestMinor - 1e-6)
        expect(Math.min(...rents)).toBeGreaterThanOrEqual(0)
        const rentsMinor = order.reduce(
          (sum, piece) => sum + (rents[piece] ?? 0) * (problem.classes[piece]?.count ?? 0),
          0,
        )
        const savedMinor = tables.reduce((sum, table) => sum + table.valueAt(0, 0), 0)
        expect(total).toBeCloseTo(rentsMinor + savedMinor, 6)
      }),
      { numRuns: 120 },
    )
  })

  it('is just that for one offer alone, whose pieces nothing else wants', () => {
    fc.assert(
      fc.property(
        anyProblem.filter(({ offers }) => offers.length === 1),
        (problem) => {
          const [table] = setBounds(problem, pieceOrder(problem), 0).tables
          expect(table?.fill(problem.classes.map(() => 0))).toBe(solveSets(problem, NODES_MAX).netMinor)
        },
      ),
      { numRuns: 80 },
    )
  })

  it('counts the cells that its tables have', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const { tables } = setBounds(problem, pieceOrder(problem), 0)
        const cells = tables.reduce((sum, { values, machine }) => sum + values.length - machine.states, 0)
        expect(cells).toBeGreaterThanOrEqual(cellsOf(problem))
      }),
      { numRuns: 40 },
    )
  })
})

describe('the order of the pieces', () => {
  it('has each class once, and those of a ladder the dearest first', () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const order = pieceOrder(problem)
        expect(order.toSorted((one, other) => one - other)).toEqual([...problem.classes.keys()])
        for (const [place, { isLadder }] of problem.offers.entries()) {
          const own = order.filter((piece) => problem.fillers[place]?.[0]?.pieces.includes(piece))
          expect(isLadder ? own : []).toEqual(isLadder ? own.toSorted((one, other) => one - other) : [])
        }
      }),
      { numRuns: 80 },
    )
  })
})
