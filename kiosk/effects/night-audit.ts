import type { StartTimer } from '#kiosk/effects/basket-saver.ts'
import { DataAuditError } from '#kiosk/store/store-errors.ts'
import type { TillAudit } from '#kiosk/store/till-audit.ts'

const LOOK_EVERY_MS = 600_000

/** Of the shop's clock: nobody sells, and nobody waits for the till. */
const NIGHT_FROM_HOUR = 2
const NIGHT_TO_HOUR = 5

/** Once a night, whatever the clock says meanwhile. */
const BETWEEN_AUDITS_MS = 20 * 3_600_000

/** Pieces are done for so long, then whatever else there is gets its turn. */
const SLICE_MS = 20

/** What the audit is given. */
export interface NightAuditParts {
  readonly audit: () => Generator<void, TillAudit>
  /** True while nobody is signed in. */
  readonly isFree: () => boolean
  /** The hour by the shop's clock. */
  readonly hour: () => number
  readonly monotonicMs: () => number
  readonly startTimer: StartTimer
  /** Puts the end of it on the record. */
  readonly report: (audit: TillAudit) => void
}

/**
 * Looks through the whole of the till's data once a night, in slices. A file that is not what was written ends the till by
 * a `DataAuditError`: its next start keeps it aside and fills a new one from the hub. Sums that do not agree are reported.
 */
export class NightAudit {
  readonly #parts: NightAuditParts
  #auditedAtMs = -Infinity
  #running: Generator<void, TillAudit> | undefined
  #stop: (() => void) | undefined

  constructor(parts: NightAuditParts) {
    this.#parts = parts
  }

  start(): void {
    this.#stop = this.#parts.startTimer(LOOK_EVERY_MS, () => {
      this.start()
      if (this.#isDue()) this.#slice((this.#running ??= this.#parts.audit()))
    })
  }

  close(): void {
    this.#stop?.()
    this.#stop = undefined
    this.#running = undefined
  }

  #isDue(): boolean {
    const { hour, isFree, monotonicMs } = this.#parts
    const isNight = hour() >= NIGHT_FROM_HOUR && hour() < NIGHT_TO_HOUR
    return this.#running === undefined && isNight && isFree() && monotonicMs() - this.#auditedAtMs >= BETWEEN_AUDITS_MS
  }

  #slice(running: Generator<void, TillAudit>): void {
    const { isFree, monotonicMs, startTimer } = this.#parts
    const endsAtMs = monotonicMs() + SLICE_MS
    // Somebody came, or the till is closed: it is begun anew later.
    if (!isFree() || this.#running !== running) return void (this.#running = undefined)
    let piece = running.next()
    while (piece.done !== true && monotonicMs() < endsAtMs) piece = running.next()
    if (piece.done === true) return this.#finish(piece.value)
    startTimer(0, () => this.#slice(running))
  }

  #finish(audit: TillAudit): void {
    this.#running = undefined
    this.#auditedAtMs = this.#parts.monotonicMs()
    this.#parts.report(audit)
    const untrue = audit.problems.find(({ kind }) => kind !== 'money')
    if (untrue !== undefined) throw new DataAuditError(untrue.what)
  }
}
