import type { OfferTable } from '#core/promotion/offer-table.ts'
import { BETTER_BY, type SetBounds } from '#core/promotion/set-bounds.ts'
import { NO_STEP } from '#core/promotion/set-machine.ts'
import type { SetProblem, SetSolution, Take } from '#core/promotion/set-problem.ts'

/** What a search found: no solution where none better than the best known was seen. */
export interface SetSearch {
  readonly solution: SetSolution | undefined
  /** True when nothing better exists. */
  readonly isExact: boolean
  readonly nodes: number
}

/** An offer in the key of a state: its own state times `stride`. */
interface Digit {
  readonly table: OfferTable
  readonly stride: number
  /** Place of the offer in the problem. */
  readonly offer: number
  /** Pieces of the offer decided so far. */
  step: number
}

/** One thing that a piece can do. */
interface Move {
  readonly digit: Digit
  readonly part: number
  readonly netMinor: number
}

/** States of the search, side by side: each was reached by a move from an earlier one; `STAY` leaves a piece alone. */
interface States {
  readonly keys: number[]
  readonly gainsMinor: number[]
  /** What can be gained from here on at the most. */
  readonly prospects: number[]
  readonly parents: number[]
  readonly moves: number[]
}

const STAY = -1

/** Digits of the offers as far as one key has room for them; those that are used already come first. */
const digitsOf = (bounds: SetBounds, used: ReadonlySet<number>): readonly Digit[] => {
  const places = [...bounds.tables.keys()]
  const ordered = [...places.filter((place) => used.has(place)), ...places.filter((place) => !used.has(place))]
  const digits: Digit[] = []
  let stride = 1
  for (const offer of ordered) {
    const table = bounds.tables[offer]
    if (table === undefined || !Number.isSafeInteger(stride * table.machine.states)) continue
    digits.push({ table, stride, offer, step: 0 })
    stride *= table.machine.states
  }
  return digits
}

const isIdle = (digit: Digit, key: number): boolean => digit.table.machine.isIdle[stateOf(digit, key)] === true

const stateOf = (digit: Digit, key: number): number => Math.floor(key / digit.stride) % digit.table.machine.states

/** Beside the classes: what their pieces can do. */
const movesOf = (problem: SetProblem, digits: readonly Digit[]): ReadonlyArray<readonly Move[]> => {
  const moves = problem.classes.map((): Move[] => [])
  for (const digit of digits) {
    for (const [part, { pieces, netsMinor }] of (problem.fillers[digit.offer] ?? []).entries()) {
      for (const [index, piece] of pieces.entries())
        moves[piece]?.push({ digit, part, netMinor: netsMinor[index] ?? 0 })
    }
  }
  return moves
}

/**
 * Goes through the pieces in order and keeps, for each way in which sets can stand half filled, the best way to get there
 * (dynamic programming). A state that cannot pass the best known solution is dropped (branch and bound). A beam
 * lets only the most promising states of each layer go on, and is not exact.
 */
class Search {
  readonly #problem: SetProblem
  readonly #bounds: SetBounds
  readonly #digits: readonly Digit[]
  readonly #moves: ReadonlyArray<readonly Move[]>
  readonly #states: States
  #layer: readonly number[] = [0]
  #next = new Map<number, number>()
  #best = 0
  #floor: number
  /** Rents of the pieces not decided yet. */
  #rent: number
  nodes = 0
  /** False where an offer had no room in the key. */
  readonly isExact: boolean

  constructor(problem: SetProblem, bounds: SetBounds, known: SetSolution) {
    this.#problem = problem
    this.#bounds = bounds
    this.#digits = digitsOf(bounds, new Set(known.takes.map((take) => take.offer)))
    this.#moves = movesOf(problem, this.#digits)
    this.#floor = known.netMinor + BETTER_BY
    this.isExact = this.#digits.length === problem.offers.length
    this.#rent = problem.classes.reduce((sum, { count }, piece) => sum + count * (bounds.rents[piece] ?? 0), 0)
    const prospect = this.#digits.reduce((sum, { table }) => sum + table.valueAt(0, 0), 0)
    this.#states = { keys: [0], gainsMinor: [0], prospects: [prospect], parents: [0], moves: [STAY] }
  }

  /** Runs to the end, or gives up where it would take more than `nodesMax` steps; true when it came to the end. */
  runExactly(nodesMax: number): boolean {
    for (const piece of this.#bounds.order) {
      for (let count = this.#problem.classes[piece]?.count ?? 0; count > 0 && this.#layer.length > 0; count--) {
        if (this.nodes + this.#layer.length * this.#costOf(piece) > nodesMax) return false
        this.#advance(piece)
      }
    }
    return this.isExact
  }

  /** Runs to the end with as many states in each layer as `nodesMax` steps allow. */
  runBeam(nodesMax: number): void {
    const { classes } = this.#problem
    let costLeft = classes.reduce((sum, { count }, piece) => sum + count * this.#costOf(piece), 0)
    for (const piece of this.#bounds.order) {
      for (let count = classes[piece]?.count ?? 0; count > 0 && this.#layer.length > 0; count--) {
        this.#narrow(Math.floor((nodesMax - this.nodes) / costLeft))
        costLeft -= this.#costOf(piece)
        this.#advance(piece)
      }
    }
  }

  get solution(): SetSolution | undefined {
    return this.#best === 0 ? undefined : this.#solution()
  }

  #costOf(piece: number): number {
    return (this.#moves[piece]?.length ?? 0) + 1
  }

  #narrow(width: number): void {
    if (this.#layer.length <= width) return
    const boundOf = (state: number): number => this.#gainOf(state) + (this.#states.prospects[state] ?? 0)
    this.#layer = this.#layer.toSorted((one, other) => boundOf(other) - boundOf(one)).slice(0, width)
  }

  #advance(piece: number): void {
    const moves = this.#moves[piece] ?? []
    const touched = new Set(moves.map(({ digit }) => digit))
    this.#rent -= this.#bounds.rents[piece] ?? 0
    this.#next = new Map()
    for (const state of this.#layer) this.#branch(state, moves, touched)
    this.nodes += this.#layer.length * (moves.length + 1)
    for (const digit of touched) digit.step += 1
    this.#layer = [...this.#next.values()]
  }

  #branch(state: number, moves: readonly Move[], touched: ReadonlySet<Digit>): void {
    // Offers whose open set cannot do without this piece: with one, every other move is a dead end; with two, all are.
    const needy: Digit[] = []
    const prospect = this.#prospectWithout(state, touched, needy)
    if (needy.length > 1) return
    const [only] = needy
    if (only === undefined) {
      this.#reach(state, STAY, this.#keyOf(state), { gainMinor: this.#gainOf(state), prospect })
    }
    for (let index = 0; index < moves.length; index++) {
      if (only === undefined || moves[index]?.digit === only) this.#take(state, index, moves[index], prospect)
    }
  }

  /** What a state can still gain where the next piece stays alone; what needs the piece is left out and named. */
  #prospectWithout(state: number, touched: ReadonlySet<Digit>, needy: Digit[]): number {
    let prospect = this.#states.prospects[state] ?? 0
    for (const digit of touched) {
      const own = stateOf(digit, this.#keyOf(state))
      const rest = digit.table.valueAt(digit.step + 1, own)
      prospect -= digit.table.valueAt(digit.step, own)
      if (rest === Number.NEGATIVE_INFINITY) needy.push(digit)
      else prospect += rest
    }
    return prospect
  }

  #keyOf(state: number): number {
    return this.#states.keys[state] ?? 0
  }

  #gainOf(state: number): number {
    return this.#states.gainsMinor[state] ?? 0
  }

  #take(state: number, index: number, move: Move | undefined, prospect: number): void {
    if (move === undefined) return
    const { digit, part, netMinor } = move
    const { table, stride } = digit
    const key = this.#keyOf(state)
    const own = stateOf(digit, key)
    const next = table.machine.to[part]?.[own] ?? NO_STEP
    if (next === NO_STEP) return
    const stayed = table.valueAt(digit.step + 1, own)
    const gainMinor = this.#gainOf(state) + netMinor - (table.machine.dueMinor[part]?.[own] ?? 0)
    this.#reach(state, index, key + (next - own) * stride, {
      gainMinor,
      prospect: prospect + table.valueAt(digit.step + 1, next) - (Number.isFinite(stayed) ? stayed : 0),
    })
  }

  /** Of two ways to the same state only the better one counts; of equals the first. */
  #reach(parent: number, move: number, key: number, to: { gainMinor: number; prospect: number }): void {
    const { gainMinor, prospect } = to
    if (gainMinor + prospect + this.#rent < this.#floor) return
    const { keys, gainsMinor, prospects, parents, moves } = this.#states
    const known = this.#next.get(key)
    if (known !== undefined && (gainsMinor[known] ?? 0) >= gainMinor) return
    const state = keys.length
    keys.push(key)
    gainsMinor.push(gainMinor)
    prospects.push(prospect)
    parents.push(parent)
    moves.push(move)
    this.#next.set(key, state)
    if (gainMinor < this.#floor || !this.#digits.every((digit) => isIdle(digit, key))) return
    this.#best = state
    this.#floor = gainMinor + BETTER_BY
  }

  /** The moves that led to the best state, from the first piece on. */
  #trace(): readonly number[] {
    const { parents, moves } = this.#states
    const trace: number[] = []
    for (let state = this.#best; state > 0; state = parents[state] ?? 0) trace.push(moves[state] ?? STAY)
    return trace.toReversed()
  }

  #solution(): SetSolution {
    const trace = this.#trace()
    const pieces = this.#bounds.order.flatMap((piece) =>
      Array<number>(this.#problem.classes[piece]?.count ?? 0).fill(piece),
    )
    const takes = trace.flatMap((index, step): Take[] => {
      const piece = pieces[step] ?? 0
      const move = this.#moves[piece]?.[index]
      return move === undefined ? [] : [{ offer: move.digit.offer, part: move.part, piece, count: 1 }]
    })
    return { netMinor: this.#gainOf(this.#best), takes }
  }
}

/** Of the steps, those that an exact search may use up; the others are for a beam, should it fail. */
const EXACT_SHARE = 0.7

/** Searches for a solution that saves more than the known one, in `nodesMax` steps at the most. */
export function searchSets(problem: SetProblem, bounds: SetBounds, known: SetSolution, nodesMax: number): SetSearch {
  const exact = new Search(problem, bounds, known)
  if (exact.runExactly(nodesMax * EXACT_SHARE)) return { solution: exact.solution, isExact: true, nodes: exact.nodes }
  const best = exact.solution ?? known
  const beam = new Search(problem, bounds, best)
  beam.runBeam(nodesMax - exact.nodes)
  return { solution: beam.solution ?? exact.solution, isExact: false, nodes: exact.nodes + beam.nodes }
}
