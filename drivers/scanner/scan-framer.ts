import { SCAN_BYTES_MAX } from '#drivers/scanner/decode-scan.ts'

const LF = 0x0a
const CR = 0x0d

/** What a serial scanner may send besides its data: NUL as filler, XON and XOFF as flow control. */
const ignored = new Set([0x00, 0x11, 0x13])

/** An AIM identifier is three bytes before the data. */
const FRAME_BYTES_MAX = SCAN_BYTES_MAX + 3

/** One scan as it came; `isTooLong` says that its end was thrown away. */
export interface ScanFrame {
  readonly bytes: Uint8Array
  readonly isTooLong: boolean
}

/** Cuts what a serial scanner sends into scans, each ended by CR, LF or both. */
export class ScanFramer {
  #bytes: number[] = []
  #isTooLong = false

  push(chunk: Uint8Array): ScanFrame[] {
    const frames: ScanFrame[] = []
    for (const byte of chunk) {
      if (byte === CR || byte === LF) frames.push(...this.#end())
      else if (!ignored.has(byte)) this.#keep(byte)
    }
    return frames
  }

  #keep(byte: number): void {
    if (this.#bytes.length < FRAME_BYTES_MAX) this.#bytes.push(byte)
    else this.#isTooLong = true
  }

  #end(): ScanFrame[] {
    if (this.#bytes.length === 0) return []
    const frame = { bytes: Uint8Array.from(this.#bytes), isTooLong: this.#isTooLong }
    this.#bytes = []
    this.#isTooLong = false
    return [frame]
  }
}
