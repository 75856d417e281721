/** Work that takes real time (promises, streams) while the virtual clock stands still. */
export class Busy {
  readonly #running = new Set<Promise<void>>()
  #failure: { readonly error: unknown } | undefined

  /** Runs work to its end before the clock goes on. */
  track(work: () => Promise<void>): void {
    const running = work().catch((error: unknown) => this.fail(error))
    this.#running.add(running)
    void running.finally(() => this.#running.delete(running))
  }

  /** Ends the run with this error. */
  fail(error: unknown): void {
    this.#failure ??= { error }
  }

  /** Resolves when everything that can go on without the clock has ended. */
  async settled(): Promise<void> {
    do {
      await Promise.all(this.#running)
      await new Promise(setImmediate)
    } while (this.#running.size > 0)
    if (this.#failure !== undefined) throw this.#failure.error
  }
}
