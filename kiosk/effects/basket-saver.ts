import type { Basket } from '#core/basket/basket.ts'
import type { Tender } from '#core/tender/tender.ts'

/** A power cut costs at most so much of what was put into an unpaid basket; and a card is not worn by scanning. */
export const SAVE_DELAY_MS = 200

/** Starts a timer that calls `ring` once; the function it gives back stops it. */
export type StartTimer = (delayMs: number, ring: () => void) => () => void

/** Keeps the open basket: painted first, then committed at the latest `SAVE_DELAY_MS` after it changed. */
export class BasketSaver {
  readonly #save: (basket: Basket, tenders: readonly Tender[]) => void
  readonly #startTimer: StartTimer
  #pending: { readonly basket: Basket; readonly tenders: readonly Tender[] } | undefined
  #stopTimer: (() => void) | undefined

  constructor(save: (basket: Basket, tenders: readonly Tender[]) => void, startTimer: StartTimer) {
    this.#save = save
    this.#startTimer = startTimer
  }

  /** Keeps this basket soon, or now. */
  keep(basket: Basket, tenders: readonly Tender[], isNow: boolean): void {
    this.#pending = { basket, tenders }
    if (isNow) this.flush()
    else this.#stopTimer ??= this.#startTimer(SAVE_DELAY_MS, () => this.flush())
  }

  /** Keeps what is pending now. */
  flush(): void {
    const pending = this.#pending
    this.drop()
    if (pending !== undefined) this.#save(pending.basket, pending.tenders)
  }

  /** Forgets what is pending: the basket was sold, held or cancelled by a transaction of its own. */
  drop(): void {
    this.#pending = undefined
    this.#stopTimer?.()
    this.#stopTimer = undefined
  }
}
