import { LINE_BYTES_MAX } from '#drivers/socket/messages.ts'

const NEWLINE = 0x0a

/** Cuts a byte stream into lines of UTF-8; gives `undefined` once a line grows beyond the limit. */
export class LineReader {
  #parts: Buffer[] = []
  #bytes = 0

  push(chunk: Buffer): string[] | undefined {
    const lines: string[] = []
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end))
      if (this.#bytes > LINE_BYTES_MAX) return undefined
      lines.push(Buffer.concat(this.#parts).toString('utf8'))
      this.#parts = []
      this.#bytes = 0
      from = end + 1
    }
    this.#keep(chunk.subarray(from))
    return this.#bytes > LINE_BYTES_MAX ? undefined : lines
  }

  #keep(part: Buffer): void {
    if (part.length > 0) this.#parts.push(part)
    this.#bytes += part.length
  }
}
