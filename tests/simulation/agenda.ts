/** Something that is going to happen. */
interface Due {
  readonly atMs: number
  readonly order: number
  readonly happen: () => void
}

/** The one clock of a simulated store, and everything that is going to happen, in order of time and then of arrival. */
export class Agenda {
  readonly #heap: Due[] = []
  #nowMs: number
  #order = 0

  constructor(startMs: number) {
    this.#nowMs = startMs
  }

  get nowMs(): number {
    return this.#nowMs
  }

  /** Lets something happen `delayMs` from now; the function it gives back takes that back. */
  in(delayMs: number, happen: () => void): () => void {
    let isOff = false
    this.#push({ atMs: this.#nowMs + Math.max(0, delayMs), order: this.#order++, happen: () => isOff || happen() })
    return () => {
      isOff = true
    }
  }

  /** When the next thing happens; Infinity when nothing is left. */
  nextMs(): number {
    return this.#heap[0]?.atMs ?? Infinity
  }

  /** Moves the clock to the next thing and lets it happen, and with it all that is due at the same moment. */
  step(): void {
    const atMs = this.nextMs()
    if (atMs === Infinity) return
    this.#nowMs = atMs
    // What comes due at this very moment because of it waits for the next step.
    const last = this.#order
    for (let due = this.#heap[0]; due !== undefined && due.atMs === atMs && due.order < last; due = this.#heap[0]) {
      this.#pop()
      due.happen()
    }
  }

  #isBefore(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return a !== undefined
    return a.atMs === b.atMs ? a.order < b.order : a.atMs < b.atMs
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]]
    if (a === undefined || b === undefined) return
    this.#heap[one] = b
    this.#heap[other] = a
  }

  #push(due: Due): void {
    this.#heap.push(due)
    for (let at = this.#heap.length - 1; at > 0;) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(at, parent)) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #pop(): void {
    this.#swap(0, this.#heap.length - 1)
    this.#heap.pop()
    for (let at = 0; ;) {
      const left = 2 * at + 1
      let least = at
      if (this.#isBefore(left, least)) least = left
      if (this.#isBefore(left + 1, least)) least = left + 1
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }
}
