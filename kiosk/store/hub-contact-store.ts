import type { Clock } from '#core/ports/clock.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'
import type { Transaction } from '#kiosk/store/transaction.ts'

const FACT = 'hub_contact'

/** Days are counted here, so an hour is exact enough; a card is not worn by every message. */
const KEEP_EVERY_MS = 3_600_000

interface Contact {
  readonly heardAtMs: number
  /** The latest time that a trusted clock of this till has shown. */
  readonly latestMs: number
}

/**
 * How long the hub has not been heard: what is known of people and their PINs is as old as that. Measured by the highest
 * trusted time that was seen and the monotonic clock, so that a clock that is set back makes nothing younger.
 */
export class HubContactStore {
  readonly #clock: Clock
  readonly #facts: FactsStore
  readonly #transaction: Transaction
  #kept: Contact
  #heardAtMs: number
  #latestMs: number
  #monotonicMs: number

  constructor(clock: Clock, facts: FactsStore, transaction: Transaction) {
    this.#clock = clock
    this.#facts = facts
    this.#transaction = transaction
    const text = facts.get(FACT)
    // A till that has never kept this was enrolled just now, or comes from a version that did not.
    this.#kept = text === undefined ? { heardAtMs: -Infinity, latestMs: -Infinity } : (JSON.parse(text) as Contact)
    this.#monotonicMs = clock.monotonicMs()
    this.#latestMs = text === undefined ? clock.nowMs() : this.#kept.latestMs
    this.#heardAtMs = text === undefined ? this.#latestMs : this.#kept.heardAtMs
    if (text === undefined) this.#keep()
  }

  /** The hub has spoken, now. Whatever time this till believed in before, it counts from here. */
  heard(): void {
    this.#latestMs = this.#clock.nowMs()
    this.#monotonicMs = this.#clock.monotonicMs()
    this.#heardAtMs = this.#latestMs
    if (Math.abs(this.#heardAtMs - this.#kept.heardAtMs) >= KEEP_EVERY_MS) this.#keep()
  }

  /** Milliseconds since the hub was heard. */
  unheardMs(): number {
    this.#latestMs = this.#now()
    this.#monotonicMs = this.#clock.monotonicMs()
    if (this.#latestMs - this.#kept.latestMs >= KEEP_EVERY_MS) this.#keep()
    return this.#latestMs - this.#heardAtMs
  }

  /** The latest time that this till has trusted, and what passed since. */
  trustedMs(): number {
    return this.#now()
  }

  #now(): number {
    const { nowMs, monotonicMs, isTrusted } = this.#clock
    const passed = this.#latestMs + monotonicMs() - this.#monotonicMs
    return isTrusted() ? Math.max(passed, nowMs()) : passed
  }

  #keep(): void {
    this.#kept = { heardAtMs: this.#heardAtMs, latestMs: this.#latestMs }
    this.#transaction.run(() => this.#facts.set(FACT, JSON.stringify(this.#kept)))
  }
}
