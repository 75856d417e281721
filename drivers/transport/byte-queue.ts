/** The size of a Linux tty's input buffer: what a wire holds before the writer has to wait. */
export const BYTES_WAITING_MAX = 4096

/** Bytes on their way from a writer to a reader; the writer waits while too many are under way. */
export class ByteQueue implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = []
  #bytes = 0
  #isEnded = false
  #wakeReader: (() => void) | undefined
  readonly #writers: (() => void)[] = []

  /** Resolves when there is room for more; bytes pushed after the end are lost. */
  async push(chunk: Uint8Array): Promise<void> {
    if (this.#isEnded || chunk.length === 0) return
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    this.#wakeReader?.()
    if (this.#bytes > BYTES_WAITING_MAX) await new Promise<void>((resolve) => this.#writers.push(resolve))
  }

  /** No more bytes come; what is under way still arrives. */
  end(): void {
    this.#isEnded = true
    this.#wakeReader?.()
    this.#releaseWriters()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) {
        this.#bytes -= chunk.length
        if (this.#bytes <= BYTES_WAITING_MAX) this.#releaseWriters()
        yield chunk
      } else if (this.#isEnded) {
        return
      } else {
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve
        })
        this.#wakeReader = undefined
      }
    }
  }

  #releaseWriters(): void {
    for (const release of this.#writers.splice(0)) release()
  }
}
