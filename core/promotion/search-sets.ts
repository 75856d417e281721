import { BETTER_BY } from '#core/promotion/set-bounds.ts'
import { gainMinor } from '#core/promotion/set-offer.ts'
import { countPieces, type Move, type SetPlan } from '#core/promotion/set-plan.ts'
import type { SetSolution, Take } from '#core/promotion/set-problem.ts'
import { NO_STEP, completes, isIdle, openBound, stepTo, type Horizon, type Track } from '#core/promotion/set-track.ts'

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
  readonly gains: number[]
  readonly parents: number[]
  readonly moves: number[]
}

const STAY = -1

interface Sight extends Horizon {
  readonly track: Track
  gotMinor: number
}

const sightsOf = ({ tracks, supply, bounds }: SetPlan): readonly Sight[] =>
  [...tracks].map(([place, track]) => ({
    track,
    remaining: supply[place] ?? [],
    shares: bounds.shares[place] ?? [],
    gotMinor: 0,
  }))

/**
 * Goes through the pieces from the dearest on and keeps, for each way in which sets can stand half filled, the best way
 * to get there (dynamic programming). A state that cannot pass the best known solution is dropped (branch and bound).
 * Where steps run short only the most promising states go on (a beam), and the search is no longer exact.
 */
class Search {
  readonly #plan: SetPlan
  readonly #nodesMax: number
  readonly #sights: readonly Sight[]
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
    this.#sights = sightsOf(plan)
    this.#floor = toBeatMinor + BETTER_BY
    this.#rest = plan.bounds.total
    this.#isExact = plan.isWhole
    this.#costLeft = plan.problem.classes.reduce((sum, piece, at) => sum + piece.count * this.#costOf(at), 0)
  }

  run(): SetSearch {
    for (const [at, piece] of this.#plan.problem.classes.entries()) {
      for (const sight of this.#sights) {
        const got = sight.track.offer.isLadder ? sight.track.offer.parts[1] : undefined
        if (got !== undefined) sight.gotMinor = gainMinor(got.gain, piece)
      }
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
    const { mayStay, moves, problem, bounds, supply } = this.#plan
    const open = moves[at] ?? []
    const survivors = this.#survivors()
    this.#next = new Map()
    for (const state of survivors) {
      if (mayStay[at] === true) this.#reach(state, STAY, this.#states.keys[state] ?? 0, 0)
      for (const [index, move] of open.entries()) this.#try(state, index, move)
    }
    this.#nodes += survivors.length * this.#costOf(at)
    this.#costLeft -= this.#costOf(at)
    this.#rest -= bounds.most[at] ?? 0
    countPieces(problem, supply, { choices: open.map((move) => move.choice), count: -1 })
    this.#layer = [...this.#next.values()]
  }

  #try(state: number, index: number, { choice, track }: Move): void {
    const key = this.#states.keys[state] ?? 0
    const reached = stepTo(track, key, choice.part)
    if (reached === NO_STEP) return
    const dueMinor = completes(track, key, choice.part) ? track.offer.priceMinor : 0
    this.#reach(state, index, reached, choice.netMinor - dueMinor)
  }

  /** Of two ways to the same state only the better one counts; of equals the first. */
  #reach(parent: number, move: number, key: number, addedMinor: number): void {
    const { keys, gains, parents, moves } = this.#states
    const gain = (gains[parent] ?? 0) + addedMinor
    const known = this.#next.get(key)
    if (known !== undefined && (gains[known] ?? 0) >= gain) return
    const state = keys.length
    keys.push(key)
    gains.push(gain)
    parents.push(parent)
    moves.push(move)
    this.#next.set(key, state)
    if (gain < this.#floor || !this.#sights.every(({ track }) => isIdle(track, key))) return
    this.#best = state
    this.#floor = gain + BETTER_BY
  }

  #boundOf(state: number): number {
    const key = this.#states.keys[state] ?? 0
    let bound = (this.#states.gains[state] ?? 0) + this.#rest
    for (const sight of this.#sights) bound += openBound(sight.track, key, sight)
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
    const { gains, parents, moves } = this.#states
    const taken: number[] = []
    for (let state = this.#best; state > 0; state = parents[state] ?? 0) taken.push(moves[state] ?? STAY)
    taken.reverse()
    const takes: Take[] = []
    let layer = 0
    for (const [piece, { count }] of this.#plan.problem.classes.entries()) {
      for (const index of taken.slice(layer, layer + count)) {
        const choice = this.#plan.moves[piece]?.[index]?.choice
        if (choice !== undefined) takes.push({ offer: choice.offer, part: choice.part, piece, count: 1 })
      }
      layer += count
    }
    return { netMinor: gains[this.#best] ?? 0, takes }
  }
}

/** Searches for a solution that saves more than `toBeatMinor`, in `nodesMax` steps at the most. */
export const searchSets = (plan: SetPlan, toBeatMinor: number, nodesMax: number): SetSearch =>
  new Search(plan, toBeatMinor, nodesMax).run()
