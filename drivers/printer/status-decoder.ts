import type { PrinterMessage } from '#drivers/printer/printer-status.ts'

// The fixed bits by which Epson lets the kinds of answer be told apart.
const isRealtime = (byte: number): boolean => (byte & 0x93) === 0x12
const isFirstOfStatus = (byte: number): boolean => (byte & 0x93) === 0x10
const isLaterOfStatus = (byte: number): boolean => (byte & 0x90) === 0x00

/** The answer to GS ( H: 37 22, four characters, 00. */
const FENCE_HEADER = 0x37
const FENCE_BYTES = 7
const STATUS_BYTES = 4

/** Reads what a printer sends; bytes that fit nothing are dropped, and the next answer is read again. */
export class StatusDecoder {
  #bytes: number[] = []

  push(chunk: Uint8Array): PrinterMessage[] {
    const messages: PrinterMessage[] = []
    for (const byte of chunk) {
      if (!this.#continues(byte)) this.#bytes = []
      this.#bytes.push(byte)
      const message = this.#complete()
      if (message !== undefined) messages.push(message)
    }
    return messages
  }

  #continues(byte: number): boolean {
    const [first = 0] = this.#bytes
    if (this.#bytes.length === 0) return true
    if (first === FENCE_HEADER) return continuesFence(this.#bytes.length, byte)
    return isFirstOfStatus(first) && isLaterOfStatus(byte)
  }

  #complete(): PrinterMessage | undefined {
    const [first = 0, second = 0, third = 0] = this.#bytes
    if (isRealtime(first)) {
      this.#bytes = []
      return { kind: 'realtime', byte: first }
    }
    if (first === FENCE_HEADER && this.#bytes.length === FENCE_BYTES) {
      const processId = String.fromCharCode(...this.#bytes.slice(2, 6))
      this.#bytes = []
      return { kind: 'fence', processId }
    }
    if (isFirstOfStatus(first) && this.#bytes.length === STATUS_BYTES) {
      this.#bytes = []
      return { kind: 'status', status: readStatus(first, second, third) }
    }
    return undefined
  }
}

function continuesFence(position: number, byte: number): boolean {
  if (position === 1) return byte === 0x22
  return position < FENCE_BYTES - 1 ? byte >= 0x20 && byte <= 0x7e : byte === 0x00
}

function readStatus(
  first: number,
  second: number,
  third: number,
): Extract<PrinterMessage, { kind: 'status' }>['status'] {
  return {
    isCoverOpen: (first & 0x20) !== 0,
    isDrawerPinHigh: (first & 0x04) !== 0,
    hasError: (second & 0x28) !== 0,
    isPaperNearEnd: (third & 0x03) !== 0,
    isPaperOut: (third & 0x0c) !== 0,
  }
}
