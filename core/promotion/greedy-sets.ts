import type { Choice, SetProblem, SetSolution, Take } from '#core/promotion/set-problem.ts'

/** How the next set is chosen: the one that saves most, or the one that saves most for each piece it takes. */
export type Greed = 'a_set' | 'a_piece'

interface Candidate {
  readonly piece: number
  readonly netMinor: number
}

/** One set that could be taken now. */
interface Draft {
  readonly takes: readonly Take[]
  readonly netMinor: number
}

// Where pieces have discounts of their own, the best set of a ladder need not start at the dearest piece.
const LADDER_STARTS_MAX = 16

class Greedy {
  readonly #problem: SetProblem
  readonly #left: number[]
  readonly #usesLeft: number[]
  /** For each offer and part: who could fill it, the best first. */
  readonly #candidates: readonly Candidate[][][]
  readonly #takes: Take[] = []
  #netMinor = 0

  constructor(problem: SetProblem) {
    this.#problem = problem
    this.#left = problem.classes.map((piece) => piece.count)
    this.#usesLeft = problem.offers.map((offer) => offer.usesMax)
    this.#candidates = candidatesOf(problem)
  }

  run(greed: Greed): SetSolution {
    const drafts = this.#problem.offers.map((_, offer) => this.#draft(offer))
    for (;;) {
      const offer = this.#bestOf(drafts, greed)
      const draft = drafts[offer]
      if (draft === undefined) return { netMinor: this.#netMinor, takes: this.#takes }
      // While its pieces are there a draft is the best of its offer: pieces only go. Else it is taken no times.
      this.#take(offer, draft)
      drafts[offer] = this.#draft(offer)
    }
  }

  #bestOf(drafts: ReadonlyArray<Draft | undefined>, greed: Greed): number {
    let best = -1
    let bestValue = 0
    for (const [offer, draft] of drafts.entries()) {
      if (draft === undefined) continue
      const size = greed === 'a_set' ? 1 : draft.takes.reduce((sum, take) => sum + take.count, 0)
      const value = draft.netMinor / size
      if (value <= bestValue) continue
      best = offer
      bestValue = value
    }
    return best
  }

  /** Takes a set as often as its pieces and its uses allow. */
  #take(offer: number, draft: Draft): void {
    const needs = new Map<number, number>()
    for (const { piece, count } of draft.takes) needs.set(piece, (needs.get(piece) ?? 0) + count)
    const often = [...needs].map(([piece, count]) => Math.floor(this.#leftOf(piece) / count))
    const uses = this.#usesLeft[offer] ?? 0
    const times = Math.min(uses, ...often)
    if (times === 0) return
    for (const [piece, count] of needs) this.#left[piece] = this.#leftOf(piece) - count * times
    for (const take of draft.takes) this.#takes.push({ ...take, count: take.count * times })
    this.#usesLeft[offer] = uses - times
    this.#netMinor += draft.netMinor * times
  }

  #leftOf(piece: number): number {
    return this.#left[piece] ?? 0
  }

  /** The best next set of an offer; undefined when there is none or it saves nothing. */
  #draft(place: number): Draft | undefined {
    const offer = this.#problem.offers[place]
    if (offer === undefined || this.#usesLeft[place] === 0) return undefined
    const draft = offer.isLadder ? this.#ladder(place) : this.#parts(place)
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
    let missing = want.count
    let netMinor = 0
    for (const candidate of this.#candidates[want.place]?.[want.part] ?? []) {
      const count = Math.min(missing, this.#free(candidate.piece, takes))
      if (count === 0) continue
      takes.push({ offer: want.place, part: want.part, piece: candidate.piece, count })
      netMinor += candidate.netMinor * count
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
    const pieces = (this.#candidates[place]?.[0] ?? []).filter(({ piece }) => this.#leftOf(piece) > 0)
    let best: Draft | undefined
    for (let start = 0; start < Math.min(pieces.length, LADDER_STARTS_MAX); start++) {
      const draft = this.#ladderFrom(place, pieces.slice(start))
      if (draft === undefined) break
      if (best === undefined || draft.netMinor > best.netMinor) best = draft
    }
    return best
  }

  #ladderFrom(place: number, pieces: readonly Candidate[]): Draft | undefined {
    const takes: Take[] = []
    let netMinor = 0
    let at = 0
    let used = 0
    for (const [part, { count }] of (this.#problem.offers[place]?.parts ?? []).entries()) {
      for (let missing = count; missing > 0;) {
        const piece = pieces[at]?.piece
        if (piece === undefined) return undefined
        const taken = Math.min(missing, this.#leftOf(piece) - used)
        takes.push({ offer: place, part, piece, count: taken })
        netMinor += netOf(this.#problem.choices[piece], place, part) * taken
        missing -= taken
        used += taken
        if (used < this.#leftOf(piece)) continue
        at += 1
        used = 0
      }
    }
    return { takes, netMinor }
  }
}

const netOf = (choices: readonly Choice[] | undefined, offer: number, part: number): number =>
  choices?.find((choice) => choice.offer === offer && choice.part === part)?.netMinor ?? 0

/** Candidates of a ladder stay in the order of value; those of other parts go by what they save. */
const candidatesOf = (problem: SetProblem): Candidate[][][] => {
  const lists = problem.offers.map((offer) => offer.parts.map((): Candidate[] => []))
  for (const [piece, choices] of problem.choices.entries()) {
    for (const { offer, part, netMinor } of choices) lists[offer]?.[part]?.push({ piece, netMinor })
  }
  return lists.map((parts, offer) =>
    problem.offers[offer]?.isLadder === true
      ? parts
      : parts.map((list) => list.toSorted((one, other) => other.netMinor - one.netMinor)),
  )
}

/**
 * Takes the best set again and again until none saves anything: fast, often the best there is, and what a search has to
 * beat. Equal sets are taken in the order of their promotions' ids.
 */
export const greedySets = (problem: SetProblem, greed: Greed): SetSolution => new Greedy(problem).run(greed)

/** True where greed cannot err: one offer whose best next set never takes what a later one needs more. */
export function isGreedyBest(problem: SetProblem): boolean {
  const [offer, ...others] = problem.offers
  if (offer === undefined || others.length > 0) return false
  if (offer.isLadder) return problem.classes.every((piece) => piece.aloneMinor === 0)
  return problem.choices.every((choices) => choices.length === 1)
}
