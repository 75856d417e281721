const utf8 = new TextDecoder('utf-8', { fatal: true })

const lengthOf = (lead: number): number => {
  if (lead < 0xc2 || lead > 0xf4) return 0
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

const decode = (bytes: readonly number[]): string | undefined => {
  try {
    return utf8.decode(Uint8Array.from(bytes))
  } catch {
    // An overlong form or a surrogate: TextDecoder has no other way to say so.
    return undefined
  }
}

/** Puts the bytes of a UTF-8 character (RFC 3629) together, however they are cut. */
export class Utf8Reader {
  #bytes: number[] = []

  /** A character, `'more'` when bytes are missing, or `'invalid'`. */
  push(byte: number): string {
    const isContinuation = byte >= 0x80 && byte < 0xc0
    if (this.#bytes.length === 0 ? lengthOf(byte) === 0 : !isContinuation) {
      this.#bytes = []
      return 'invalid'
    }
    this.#bytes.push(byte)
    if (this.#bytes.length < lengthOf(this.#bytes[0] ?? 0)) return 'more'
    const text = decode(this.#bytes)
    this.#bytes = []
    return text ?? 'invalid'
  }

  get isEmpty(): boolean {
    return this.#bytes.length === 0
  }

  reset(): void {
    this.#bytes = []
  }
}
