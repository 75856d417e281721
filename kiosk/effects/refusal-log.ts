import type { Logger } from 'pino'
import type { Notice, NoticeKey } from '#kiosk/state/notice.ts'

/** Counts what the till said no to, and logs it by the name of the sentence: never what was typed or scanned. */
export class RefusalLog {
  readonly #log: Pick<Logger, 'info'>
  readonly #counts = new Map<NoticeKey, number>()

  constructor(log: Pick<Logger, 'info'>) {
    this.#log = log
  }

  /** Takes what the result line says as the till beeps. */
  add(notice: Notice | undefined): void {
    if (notice?.tone !== 'bad') return
    const count = (this.#counts.get(notice.key) ?? 0) + 1
    this.#counts.set(notice.key, count)
    this.#log.info({ refusal: notice.key, count }, 'refused')
  }
}
