/** How long to wait between tries: from `firstMs`, half as long again each time, to `lastMs`, spread by a fifth. */
export interface BackoffOptions {
  readonly firstMs: number
  readonly lastMs: number
  /** A number from 0 to below 1. */
  readonly random: () => number
}

/** Growing pauses between tries, spread by chance so that many do not try at the same instant. */
export class Backoff {
  readonly #options: BackoffOptions
  #nextMs: number

  constructor(options: BackoffOptions) {
    this.#options = options
    this.#nextMs = options.firstMs
  }

  /** The pause before the next try, in milliseconds. */
  next(): number {
    const pauseMs = this.#nextMs
    this.#nextMs = Math.min(pauseMs * 1.5, this.#options.lastMs)
    return Math.round(pauseMs * (0.8 + 0.4 * this.#options.random()))
  }

  /** Call when a try succeeded. */
  reset(): void {
    this.#nextMs = this.#options.firstMs
  }
}
