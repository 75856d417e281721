import type { Clock } from '#core/ports/clock.ts'
import { isPossibleTime } from '#kiosk/effects/system-clock.ts'
import type { Agenda } from '#tests/simulation/agenda.ts'
import type { Random } from '#tests/simulation/random.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** A machine's wall clock: right, until somebody or nothing sets it. */
export class SimClock {
  readonly #agenda: Agenda
  readonly #random: Random
  #offsetMs = 0
  jumpCount = 0

  constructor(agenda: Agenda, random: Random) {
    this.#agenda = agenda
    this.#random = random
  }

  nowMs(): number {
    return this.#agenda.nowMs + this.#offsetMs
  }

  /** An hour forth or back, to 1970 as without a battery, to 2045, or to what is right; says which. */
  jump(): string {
    this.jumpCount += 1
    const random = this.#random
    const to = random.pick(['an hour forth', 'an hour back', '1970', '2045', 'right', 'right'] as const)
    const somewhatMs = random.between(0, MINUTE_MS)
    const offsets = {
      'an hour forth': this.#offsetMs + HOUR_MS,
      'an hour back': this.#offsetMs - HOUR_MS,
      '1970': somewhatMs - this.#agenda.nowMs,
      '2045': Date.UTC(2045, 0, 1) + somewhatMs - this.#agenda.nowMs,
      right: 0,
    }
    this.#offsetMs = Math.max(offsets[to], -this.#agenda.nowMs)
    return to
  }

  setRight(): void {
    this.#offsetMs = 0
  }

  /** The clock as a process has it that starts now. */
  forBoot(): Clock {
    const bootedAtMs = this.#agenda.nowMs
    return {
      nowMs: () => this.nowMs(),
      monotonicMs: () => this.#agenda.nowMs - bootedAtMs,
      isTrusted: () => isPossibleTime(this.nowMs()),
    }
  }
}
