import { BETTER_BY } from '#core/promotion/set-bounds.ts'
import { gainMinor, setSize } from '#core/promotion/set-offer.ts'
import type { Move, SetPlan, Sight } from '#core/promotion/set-plan.ts'
import type { SetProblem, SetSolution, Take } from '#core/promotion/set-problem.ts'
import { NO_STEP, canComplete, isIdle, ladderOpen, stepTo } from '#core/promotion/set-track.ts'

/** What a search found: no solution where none better than the best known was seen. */
export interface SetSearch {
  readonly solution: SetSolution | undefined
  /** True when nothing better exists. */
  readonly isExact: boolean
  readonly nodes: number
}

/** States of the search, side by side: each was reached by a move from an earlier one; `STAY` leaves a piece alone. */
interface States {
  readonly keys: number[]
  /** What the pieces decided have added, with the shares of their sets paid: whole minor units where no set is open. */
  readonly gains: number[]
  readonly parents: number[]
  readonly moves: number[]
}

const STAY = -1

const netOf = (problem: SetProblem, takes: readonly Take[], moves: readonly Move[]): number => {
  let netMinor = 0
  for (const { choice } of moves) netMinor += choice.netMinor
  for (const [place, offer] of problem.offers.entries()) {
    if (offer.priceMinor === 0) continue
    const pieces = takes.reduce((sum, take) => (take.offer === place ? sum + take.count : sum), 0)
    netMinor -= (pieces / setSize(offer)) * offer.priceMinor
  }
  return netMinor
}

/**
 * Goes through the pieces from the dearest on and keeps, for each way in which sets can stand half filled, the best way
 * to get there (dynamic programming). A state that cannot pass the best known solution is dropped (branch and bound).
 * Where steps run short only the most promising states go on (a beam), and the search is no longer exact.
 */
class Search {
  readonly #plan: SetPlan
  readonly #nodesMax: number
  readonly #ladders: readonly Sight[]
  /** Beside the ladders: the most that a piece not decided yet saves when it is got. */
  #gotMinor: readonly number[] = []
  /** Sights with fewer pieces before them than a moment ago. */
  #touched: ReadonlySet<Sight> = new Set()
  readonly #states: States = { keys: [0], gains: [0], parents: [0], moves: [STAY] }
  #layer: readonly number[] = [0]
  #next = new Map<number, number>()
  #best = 0
  #floor: number
  /** Bound of what the pieces not decided yet can add. */
  #rest: number
  /** Steps that one state costs until the end. */
  #costLeft: number
  #nodes = 0
  #isExact: boolean

  constructor(plan: SetPlan, toBeatMinor: number, nodesMax: number) {
    this.#plan = plan
    this.#nodesMax = nodesMax
    this.#ladders = plan.sights.filter(({ track }) => track.offer.isLadder)
    this.#floor = toBeatMinor + BETTER_BY
    this.#rest = plan.bounds.total
    this.#isExact = plan.isWhole
    this.#costLeft = plan.problem.classes.reduce((sum, piece, at) => sum + piece.count * this.#costOf(at), 0)
  }

  run(): SetSearch {
    for (const [at, piece] of this.#plan.problem.classes.entries()) {
      this.#gotMinor = this.#ladders.map(({ track }) => {
        const gain = track.offer.parts[1]?.gain
        return gain === undefined ? 0 : gainMinor(gain, piece)
      })
      for (let count = 0; count < piece.count && this.#layer.length > 0; count++) this.#advance(at)
    }
    const solution = this.#best === 0 ? undefined : this.#solution()
    return { solution, isExact: this.#isExact, nodes: this.#nodes }
  }

  #costOf(at: number): number {
    return (this.#plan.moves[at]?.length ?? 0) + 1
  }

  /** Decides about one piece in every state that may still become the best. */
  #advance(at: number): void {
    const open = this.#plan.moves[at] ?? []
    const mayStay = this.#plan.mayStay[at] === true
    const survivors = this.#survivors()
    this.#next = new Map()
    for (const state of survivors) {
      if (mayStay) this.#reach(state, STAY, this.#states.keys[state] ?? 0, this.#states.gains[state] ?? 0)
      for (let index = 0; index < open.length; index++) this.#try(state, index, open[index])
    }
    this.#nodes += survivors.length * this.#costOf(at)
    this.#costLeft -= this.#costOf(at)
    this.#rest -= this.#plan.bounds.most[at] ?? 0
    for (const { choice, sight } of open) sight.remaining[choice.part] = (sight.remaining[choice.part] ?? 0) - 1
    this.#touched = new Set(open.map(({ sight }) => sight))
    this.#layer = [...this.#next.values()]
  }

  #try(state: number, index: number, move: Move | undefined): void {
    if (move === undefined) return
    const { choice, sight } = move
    const reached = stepTo(sight.track, this.#states.keys[state] ?? 0, choice.part)
    if (reached === NO_STEP) return
    const added = sight.track.offer.isLadder ? choice.netMinor : choice.bound
    this.#reach(state, index, reached, (this.#states.gains[state] ?? 0) + added)
  }

  /** Of two ways to the same state only the better one counts; of equals the first. */
  #reach(parent: number, move: number, key: number, gain: number): void {
    const { keys, gains, parents, moves } = this.#states
    const known = this.#next.get(key)
    if (known !== undefined && (gains[known] ?? 0) >= gain) return
    const state = keys.length
    keys.push(key)
    gains.push(gain)
    parents.push(parent)
    moves.push(move)
    this.#next.set(key, state)
    if (gain < this.#floor || !this.#plan.sights.every(({ track }) => isIdle(track, key))) return
    this.#best = state
    this.#floor = gain + BETTER_BY
  }

  /** What a state can come to at the most; minus infinity where a set begun cannot be completed. */
  #boundOf(state: number): number {
    const key = this.#states.keys[state] ?? 0
    for (const { track, remaining } of this.#touched) {
      if (!canComplete(track, key, remaining)) return Number.NEGATIVE_INFINITY
    }
    let bound = (this.#states.gains[state] ?? 0) + this.#rest
    for (let place = 0; place < this.#ladders.length; place++) {
      const ladder = this.#ladders[place]
      if (ladder !== undefined) bound += ladderOpen(ladder.track, key, this.#gotMinor[place] ?? 0)
    }
    return bound
  }

  #survivors(): readonly number[] {
    const survivors: number[] = []
    const bounds: number[] = []
    for (const state of this.#layer) {
      const bound = this.#boundOf(state)
      if (bound < this.#floor) continue
      survivors.push(state)
      bounds.push(bound)
    }
    const width = Math.floor((this.#nodesMax - this.#nodes) / this.#costLeft)
    if (survivors.length <= width) return survivors
    this.#isExact = false
    const ranks = survivors.map((_, index) => index).toSorted((one, other) => (bounds[other] ?? 0) - (bounds[one] ?? 0))
    return ranks.slice(0, width).map((index) => survivors[index] ?? 0)
  }

  #solution(): SetSolution {
    const taken: number[] = []
    for (let state = this.#best; state > 0; state = this.#states.parents[state] ?? 0) {
      taken.push(this.#states.moves[state] ?? STAY)
    }
    taken.reverse()
    const takes: Take[] = []
    const made: Move[] = []
    let layer = 0
    for (const [piece, { count }] of this.#plan.problem.classes.entries()) {
      for (const index of taken.slice(layer, layer + count)) {
        const move = this.#plan.moves[piece]?.[index]
        if (move === undefined) continue
        made.push(move)
        takes.push({ offer: move.choice.offer, part: move.choice.part, piece, count: 1 })
      }
      layer += count
    }
    return { netMinor: netOf(this.#plan.problem, takes, made), takes }
  }
}

/** Searches for a solution that saves more than `toBeatMinor`, in `nodesMax` steps at the most. */
export const searchSets = (plan: SetPlan, toBeatMinor: number, nodesMax: number): SetSearch =>
  new Search(plan, toBeatMinor, nodesMax).run()
