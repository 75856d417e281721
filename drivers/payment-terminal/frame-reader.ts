/** A frame of the terminal's wire is never longer; see README.md. */
const FRAME_BYTES_MAX = 2048

const HEADER_BYTES = 2

/** Cuts the terminal's byte stream into frames; gives `undefined`, and drops all, at an impossible length. */
export class FrameReader {
  #bytes: Uint8Array = new Uint8Array()

  push(chunk: Uint8Array): Uint8Array[] | undefined {
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    const frames: Uint8Array[] = []
    while (this.#bytes.length >= HEADER_BYTES) {
      const [high = 0, low = 0] = this.#bytes
      const length = high * 256 + low
      if (length === 0 || length > FRAME_BYTES_MAX) {
        this.#bytes = new Uint8Array()
        return undefined
      }
      if (this.#bytes.length < HEADER_BYTES + length) break
      frames.push(this.#bytes.slice(HEADER_BYTES, HEADER_BYTES + length))
      this.#bytes = this.#bytes.slice(HEADER_BYTES + length)
    }
    return frames
  }
}
