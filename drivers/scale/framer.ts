/** Cuts a stream into frames that start with one byte (any, where `start` is absent) and end with another. */
export class Framer {
  readonly #start: number | undefined
  readonly #end: number
  readonly #bytesMax: number
  readonly #mark: number | undefined
  #bytes: number[] | undefined

  /** After a `mark` at a frame's start one byte is data, even if it looks like a start or an end. */
  constructor(options: {
    readonly start?: number
    readonly end: number
    readonly bytesMax: number
    readonly mark?: number
  }) {
    this.#start = options.start
    this.#end = options.end
    this.#bytesMax = options.bytesMax
    this.#mark = options.mark
  }

  /** The frames that this piece completes, as ASCII without their start and end; longer ones are thrown away. */
  push(chunk: Uint8Array): string[] {
    const frames: string[] = []
    for (const raw of chunk) {
      // Scales send seven bits with parity; a port that is set to eight shows the parity as the top bit.
      const byte = raw & 0x7f
      if (this.#isAfterMark) this.#keep(byte)
      else if (byte === this.#start) this.#bytes = []
      else if (byte === this.#end) frames.push(...this.#finish())
      else this.#keep(byte)
    }
    return frames
  }

  get #isAfterMark(): boolean {
    return this.#mark !== undefined && this.#bytes?.length === 1 && this.#bytes[0] === this.#mark
  }

  #keep(byte: number): void {
    if (this.#start === undefined) this.#bytes ??= []
    if (this.#bytes === undefined) return
    this.#bytes.push(byte)
    if (this.#bytes.length > this.#bytesMax) this.#bytes = undefined
  }

  #finish(): string[] {
    const bytes = this.#bytes
    this.#bytes = undefined
    return bytes === undefined ? [] : [String.fromCharCode(...bytes)]
  }
}
