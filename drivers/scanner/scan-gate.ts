/** One decode may be reported twice within this time; a second, identical tin takes a hand longer. */
const SAME_DECODE_MS = 120

/** No hand moves more than this many items over a scanner in a second; what is faster is a fault or an attack. */
const SCANS_PER_SECOND_MAX = 20

/** What the gate says of a scan. */
export type GateAnswer = 'pass' | 'same_decode' | 'too_fast'

/** Lets scans of one device through at a human pace. */
export class ScanGate {
  #lastText = ''
  #lastMs = -Infinity
  #passedMs: number[] = []

  /** `atMs` is monotonic. */
  judge(text: string, atMs: number): GateAnswer {
    const isSame = text === this.#lastText && atMs - this.#lastMs < SAME_DECODE_MS
    if (isSame) return 'same_decode'
    this.#passedMs = this.#passedMs.filter((passedMs) => atMs - passedMs < 1000)
    if (this.#passedMs.length >= SCANS_PER_SECOND_MAX) return 'too_fast'
    this.#passedMs.push(atMs)
    this.#lastText = text
    this.#lastMs = atMs
    return 'pass'
  }
}
