const DLE = 0x10

/** DLE EOT n, DLE ENQ n, DLE DC4 1 m t; any other byte after DLE makes both of them data. */
const commandLengths: Readonly<Record<number, number>> = { 0x04: 3, 0x05: 3, 0x14: 5 }

/** Takes a printer's real-time commands out of the stream as they come; the rest goes to the receive buffer. */
export class RealtimeSieve {
  readonly #held: number[] = []

  /** What this byte completes: data for the buffer, or one real-time command. */
  push(byte: number): { readonly data: readonly number[]; readonly command: readonly number[] } {
    this.#held.push(byte)
    const [first, second] = this.#held
    if (first === DLE && second === undefined) return { data: [], command: [] }
    const length = first === DLE ? commandLengths[second ?? 0] : undefined
    if (length === undefined) return { data: this.#held.splice(0), command: [] }
    return { data: [], command: this.#held.length < length ? [] : this.#held.splice(0) }
  }
}
