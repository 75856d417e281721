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
  /** Devices that nothing reaches, and until when. */
  readonly #cutOff = new Map<string, number>()
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
    this.#cutOff.clear()
  }

  /** For so long nothing comes from this device, nor to it. */
  cutOff(deviceId: string, forMs: number): void {
    this.#cutOff.set(deviceId, this.#agenda.nowMs + forMs)
  }

  isCutOff(deviceId: string): boolean {
    return this.#agenda.nowMs < (this.#cutOff.get(deviceId) ?? 0)
  }

  /** Carries a message from or to a device: never, once or twice, each time after its own delay. */
  carry(deviceId: string, arrive: () => void): void {
    if (this.isCutOff(deviceId)) {
      this.lostCount += 1
      return
    }
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
