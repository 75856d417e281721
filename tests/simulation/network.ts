import type { Agenda } from '#tests/simulation/agenda.ts'
import type { Random } from '#tests/simulation/random.ts'
import type { Weights } from '#tests/simulation/weights.ts'

/** Nothing comes later than that, or a run would not know when it is over. */
const LATEST_MS = 5_000

/** The shop's network: it loses messages, doubles them, and lets them overtake each other. */
export class Network {
  readonly #agenda: Agenda
  readonly #random: Random
  readonly #weights: Weights
  #isWell = false
  lostCount = 0
  doubledCount = 0

  constructor(agenda: Agenda, random: Random, weights: Weights) {
    this.#agenda = agenda
    this.#random = random
    this.#weights = weights
  }

  /** From now on every message comes, once. */
  heal(): void {
    this.#isWell = true
  }

  /** Carries a message: never, once or twice, each time after its own delay. */
  carry(arrive: () => void): void {
    const isLost = !this.#isWell && this.#random.isOneOf(this.#weights.loss)
    const isDoubled = !this.#isWell && this.#random.isOneOf(this.#weights.duplication)
    this.lostCount += isLost ? 1 : 0
    this.doubledCount += isDoubled ? 1 : 0
    if (!isLost) this.#agenda.in(this.delayMs(), arrive)
    if (isDoubled) this.#agenda.in(this.delayMs(), arrive)
  }

  /** How long a message takes. */
  delayMs(): number {
    if (!this.#isWell && this.#random.isOneOf(this.#weights.lateMessage)) return this.#random.between(1, LATEST_MS)
    return Math.min(LATEST_MS, this.#random.waitMs(this.#weights.delayMeanMs))
  }
}
