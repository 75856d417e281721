import type { Fillers, SetProblem, SetSolution, Take } from '#core/promotion/set-problem.ts'

/** How the next set is chosen: the one that saves most, or the one that saves most for each piece it takes. */
export type Greed = 'a_set' | 'a_piece'

/** One set that could be taken now. */
interface Draft {
  readonly takes: readonly Take[]
  readonly netMinor: number
}

/** Fillers in the order of what they save, and how many of the first are used up. */
interface Queue extends Fillers {
  usedUp: number
}

// Where pieces have discounts of their own, the best set of a ladder need not start at the dearest piece.
const LADDER_STARTS_MAX = 4

const isFalling = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value <= (values[index - 1] ?? value))

const bestFirst = ({ pieces, netsMinor }: Fillers): Queue => {
  if (isFalling(netsMinor)) return { pieces, netsMinor, usedUp: 0 }
  const order = pieces
    .map((_, index) => index)
    .toSorted((one, other) => (netsMinor[other] ?? 0) - (netsMinor[one] ?? 0))
  return {
    pieces: order.map((index) => pieces[index] ?? 0),
    netsMinor: order.map((index) => netsMinor[index] ?? 0),
    usedUp: 0,
  }
}

/** Queues of a ladder stay in the order of value; those of other parts go by what they save. */
const queuesOf = (problem: SetProblem): readonly Queue[][] =>
  problem.fillers.map((parts, offer) =>
    parts.map((fillers) =>
      problem.offers[offer]?.isLadder === true
        ? { pieces: fillers.pieces, netsMinor: fillers.netsMinor, usedUp: 0 }
        : bestFirst(fillers),
    ),
  )

class Greedy {
  readonly #problem: SetProblem
  readonly #greed: Greed
  readonly #left: number[]
  readonly #usesLeft: number[]
  readonly #queues: readonly Queue[][]
  /** For each ladder: the part of each of its pieces, from the dearest on. */
  readonly #fillings: ReadonlyArray<readonly number[]>
  readonly #ladderStarts: number
  readonly #takes: Take[] = []
  #netMinor = 0

  constructor(problem: SetProblem, greed: Greed) {
    this.#problem = problem
    this.#greed = greed
    this.#left = problem.classes.map((piece) => piece.count)
    this.#usesLeft = problem.offers.map((offer) => offer.usesMax)
    this.#queues = queuesOf(problem)
    this.#fillings = problem.offers.map(({ isLadder, parts }) =>
      isLadder ? parts.flatMap(({ count }, part) => Array<number>(count).fill(part)) : [],
    )
    this.#ladderStarts = problem.classes.some((piece) => piece.aloneMinor > 0) ? LADDER_STARTS_MAX : 1
  }

  run(): SetSolution {
    const drafts = this.#problem.offers.map((_, offer) => this.#draft(offer))
    const worths = drafts.map((draft) => this.#worthOf(draft))
    for (;;) {
      let offer = -1
      let best = 0
      for (let place = 0; place < worths.length; place++) {
        if ((worths[place] ?? 0) <= best) continue
        best = worths[place] ?? 0
        offer = place
      }
      const draft = drafts[offer]
      if (draft === undefined) return { netMinor: this.#netMinor, takes: this.#takes }
      // While its pieces are there a draft is the best of its offer: pieces only go. Else it is taken no times.
      this.#take(offer, draft)
      drafts[offer] = this.#draft(offer)
      worths[offer] = this.#worthOf(drafts[offer])
    }
  }

  #worthOf(draft: Draft | undefined): number {
    if (draft === undefined || this.#greed === 'a_set') return draft?.netMinor ?? 0
    return draft.netMinor / draft.takes.reduce((sum, take) => sum + take.count, 0)
  }

  /** Takes a set as often as its pieces and its uses allow. */
  #take(offer: number, draft: Draft): void {
    const uses = this.#usesLeft[offer] ?? 0
    const needOf = (piece: number): number =>
      draft.takes.reduce((sum, take) => (take.piece === piece ? sum + take.count : sum), 0)
    const often = draft.takes.map(({ piece }) => Math.floor(this.#leftOf(piece) / needOf(piece)))
    const times = Math.min(uses, ...often)
    if (times === 0) return
    for (const take of draft.takes) {
      this.#left[take.piece] = this.#leftOf(take.piece) - take.count * times
      this.#takes.push({ ...take, count: take.count * times })
    }
    this.#usesLeft[offer] = uses - times
    this.#netMinor += draft.netMinor * times
  }

  #leftOf(piece: number): number {
    return this.#left[piece] ?? 0
  }

  /** The best next set of an offer; undefined when there is none or it saves nothing. */
  #draft(place: number): Draft | undefined {
    if (this.#usesLeft[place] === 0) return undefined
    for (const queue of this.#queues[place] ?? []) {
      while (this.#left[queue.pieces[queue.usedUp] ?? -1] === 0) queue.usedUp += 1
    }
    const draft = this.#problem.offers[place]?.isLadder === true ? this.#ladder(place) : this.#parts(place)
    return draft !== undefined && draft.netMinor > 0 ? draft : undefined
  }

  #parts(place: number): Draft | undefined {
    const offer = this.#problem.offers[place]
    if (offer === undefined) return undefined
    const takes: Take[] = []
    let netMinor = 0 - offer.priceMinor
    for (const [part, { count }] of offer.parts.entries()) {
      const addedMinor = this.#fill({ place, part, count }, takes)
      if (addedMinor === undefined) return undefined
      netMinor += addedMinor
    }
    return { takes, netMinor }
  }

  /** Fills a part with its best pieces and adds up what they save; undefined where there are too few. */
  #fill(want: { place: number; part: number; count: number }, takes: Take[]): number | undefined {
    const queue = this.#queues[want.place]?.[want.part]
    if (queue === undefined) return undefined
    let missing = want.count
    let netMinor = 0
    for (let at = queue.usedUp; at < queue.pieces.length; at++) {
      const piece = queue.pieces[at] ?? 0
      const count = Math.min(missing, this.#free(piece, takes))
      if (count === 0) continue
      takes.push({ offer: want.place, part: want.part, piece, count })
      netMinor += (queue.netsMinor[at] ?? 0) * count
      missing -= count
      if (missing === 0) return netMinor
    }
    return undefined
  }

  #free(piece: number, takes: readonly Take[]): number {
    let free = this.#leftOf(piece)
    for (const take of takes) if (take.piece === piece) free -= take.count
    return free
  }

  #ladder(place: number): Draft | undefined {
    const first = this.#queues[place]?.[0]?.usedUp ?? 0
    let best: Draft | undefined
    for (let start = first; start < first + this.#ladderStarts; start++) {
      const draft = this.#ladderFrom(place, start)
      if (draft === undefined) return best
      if (best === undefined || draft.netMinor > best.netMinor) best = draft
    }
    return best
  }

  /** The set of a ladder that goes down from a piece on. */
  #ladderFrom(place: number, start: number): Draft | undefined {
    const queues = this.#queues[place] ?? []
    const filling = this.#fillings[place] ?? []
    const steps = this.#stepsDown(queues[0]?.pieces ?? [], start, filling.length)
    if (steps.length < filling.length) return undefined
    let netMinor = 0
    const takes = steps.map((at, index) => {
      const part = filling[index] ?? 0
      netMinor += queues[part]?.netsMinor[at] ?? 0
      return { offer: place, part, piece: queues[part]?.pieces[at] ?? 0, count: 1 }
    })
    return { takes, netMinor }
  }

  /** Where the next pieces of a queue stand, one for each piece; fewer than asked for where it ends. */
  #stepsDown(pieces: readonly number[], start: number, size: number): readonly number[] {
    const steps: number[] = []
    for (let at = start; at < pieces.length && steps.length < size; at++) {
      const count = Math.min(this.#leftOf(pieces[at] ?? 0), size - steps.length)
      for (let piece = 0; piece < count; piece++) steps.push(at)
    }
    return steps
  }
}

/**
 * Takes the best set again and again until none saves anything: fast, often the best there is, and what a search has to
 * beat. Of equal sets the one of the lower id is taken.
 */
export const greedySets = (problem: SetProblem, greed: Greed): SetSolution => new Greedy(problem, greed).run()

/** True where greed cannot err: one offer whose best next set never takes what a later one needs more. */
export function isGreedyBest({ offers, classes, fillers }: SetProblem): boolean {
  const [offer, ...others] = offers
  if (offer === undefined || others.length > 0) return false
  if (offer.isLadder) return classes.every((piece) => piece.aloneMinor === 0)
  const filled = new Set(fillers.flatMap((parts) => parts.flatMap(({ pieces }) => pieces)))
  return filled.size === fillers.reduce((sum, parts) => parts.reduce((all, { pieces }) => all + pieces.length, sum), 0)
}
