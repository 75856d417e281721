import { OfferTable, type Filling, type OfferStep } from '#core/promotion/offer-table.ts'
import { machineOf, statesOf } from '#core/promotion/set-machine.ts'
import type { SetProblem } from '#core/promotion/set-problem.ts'

/**
 * A bound on what a problem can save. Offers compete for pieces; here each may take what it wants, but pays a rent for
 * every piece (a Lagrangian relaxation). Whatever the rents, no solution saves more than all rents and what the offers
 * make beyond them, since every piece pays its rent once at the most. Rents at which no piece is wanted twice make the
 * bound exact. They are fractions of a minor unit: they only prune, no sum of money is made from them.
 */
export interface SetBounds {
  /** Classes in the order of the search. */
  readonly order: readonly number[]
  /** Beside the offers. */
  readonly tables: readonly OfferTable[]
  /** Beside the classes. */
  readonly rents: readonly number[]
  readonly total: number
}

/** Solutions are whole minor units, so one must pass the best known by 1; half of it is room for errors of fractions. */
export const BETTER_BY = 0.5

/** Cells of tables that the adjusting of rents fills, and how often it goes over them; counted, never timed. */
const FILLED_CELLS_MAX = 200_000
const ROUNDS_MAX = 60

/** What it costs to begin a row of a table, in cells. */
const ROW_CELLS = 16

// A step that overshoots is halved after so many rounds without a better bound.
const PATIENCE = 3

/** The pieces of one offer in the order of the search; `ranks` says where each class stands in it. */
const stepsOf = (problem: SetProblem, place: number, ranks: readonly number[]): readonly OfferStep[] => {
  const fillings = new Map<number, Filling[]>()
  for (const [part, { pieces, netsMinor }] of (problem.fillers[place] ?? []).entries()) {
    for (const [index, piece] of pieces.entries()) {
      const known = fillings.get(piece) ?? []
      fillings.set(piece, known)
      known.push({ part, netMinor: netsMinor[index] ?? 0 })
    }
  }
  const steps: OfferStep[] = []
  const inOrder = [...fillings].toSorted(([one], [other]) => (ranks[one] ?? 0) - (ranks[other] ?? 0))
  for (const [piece, own] of inOrder) {
    const step = { piece, fillings: own }
    for (let count = problem.classes[piece]?.count ?? 0; count > 0; count--) steps.push(step)
  }
  return steps
}

/** Pieces that could fill each part of an offer. */
const supplyOf = (problem: SetProblem, place: number): readonly number[] =>
  (problem.fillers[place] ?? []).map(({ pieces }) =>
    pieces.reduce((sum, piece) => sum + (problem.classes[piece]?.count ?? 0), 0),
  )

/** How many cells the tables of a problem have: pieces times states of every offer. */
export const cellsOf = (problem: SetProblem): number =>
  problem.offers.reduce((sum, offer, place) => {
    const supply = supplyOf(problem, place)
    return sum + Math.max(...supply) * statesOf(offer, supply)
  }, 0)

class Rents {
  readonly #problem: SetProblem
  readonly #tables: readonly OfferTable[]
  #rents: number[]
  #best: readonly number[]
  #total = Number.POSITIVE_INFINITY

  constructor(problem: SetProblem, tables: readonly OfferTable[]) {
    this.#problem = problem
    this.#tables = tables
    this.#rents = problem.classes.map(() => 0)
    this.#best = this.#rents
  }

  /** Adjusts the rents until the bound proves the best known, or no more work is allowed. */
  adjust(knownMinor: number): { readonly rents: readonly number[]; readonly total: number } {
    const cells = this.#tables.reduce((sum, { values, steps }) => sum + values.length + ROW_CELLS * steps.length, 0)
    const rounds = Math.min(ROUNDS_MAX, Math.floor(FILLED_CELLS_MAX / cells) + 1)
    let stride = 1
    let waited = 0
    for (let round = 0; round < rounds && this.#total >= knownMinor + BETTER_BY; round++) {
      waited = this.#evaluate() ? 0 : waited + 1
      if (waited === PATIENCE) {
        stride /= 2
        waited = 0
        this.#rents = [...this.#best]
        this.#evaluate()
      }
      this.#move(stride, knownMinor)
    }
    // The tables must hold what the best rents make of them.
    for (const table of this.#tables) table.fill(this.#best)
    return { rents: this.#best, total: this.#total }
  }

  #evaluate(): boolean {
    let total = 0
    for (const [piece, { count }] of this.#problem.classes.entries()) total += count * (this.#rents[piece] ?? 0)
    for (const table of this.#tables) total += table.fill(this.#rents)
    if (total >= this.#total) return false
    this.#total = total
    this.#best = [...this.#rents]
    return true
  }

  /** What is wanted too often gets dearer, what is wanted too little cheaper (a subgradient, by Polyak's step). */
  #move(stride: number, knownMinor: number): void {
    const over = this.#problem.classes.map(({ count }) => -count)
    for (const table of this.#tables) {
      table.forEachTaken(this.#rents, (piece) => {
        over[piece] = (over[piece] ?? 0) + 1
      })
    }
    let length = 0
    for (const [piece, excess] of over.entries()) {
      if (excess > 0 || (this.#rents[piece] ?? 0) > 0) length += excess * excess
    }
    if (length === 0) return
    const step = (stride * (this.#total - knownMinor)) / length
    this.#rents = this.#rents.map((rent, piece) => Math.max(0, rent + step * (over[piece] ?? 0)))
  }
}

/** Bounds every solution of a problem, as tightly as it takes to prove that nothing passes `knownMinor`. */
export function setBounds(problem: SetProblem, order: readonly number[], knownMinor: number): SetBounds {
  const ranks: number[] = []
  for (const [rank, piece] of order.entries()) ranks[piece] = rank
  const tables = problem.offers.map(
    (offer, place) => new OfferTable(machineOf(offer, supplyOf(problem, place)), stepsOf(problem, place, ranks)),
  )
  return { order, tables, ...new Rents(problem, tables).adjust(knownMinor) }
}
