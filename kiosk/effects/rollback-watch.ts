import type { StreamCursor } from '#core/journal/replication.ts'
import type { TillRecord } from '#core/protocol/till-record.ts'
import { replyOf, type AskHub } from '#kiosk/effects/ask-hub.ts'
import { DataRolledBackError } from '#kiosk/store/store-errors.ts'

type KnownStream = Pick<StreamCursor, 'stream' | 'headSeq'>

/**
 * True where the hub holds more of this till than the till itself: its card went back in time, or lost what it said was
 * written. `known` are all of the till's streams, oldest first; the last one is this boot's.
 */
export function isRolledBack({ streams }: TillRecord, known: readonly KnownStream[]): boolean {
  const heads = new Map(known.map(({ stream, headSeq }) => [stream, headSeq]))
  const own = known.at(-1)?.stream
  const newest = streams.findLast(({ stream }) => stream !== own)
  const isForgotten = newest !== undefined && !heads.has(newest.stream)
  return isForgotten || streams.some(({ stream, last }) => last > (heads.get(stream) ?? last))
}

/** What the watch looks at. */
export interface RollbackParts {
  readonly askHub: AskHub
  readonly known: () => readonly KnownStream[]
  readonly isSelling: () => boolean
}

/**
 * Asks the hub once a boot, when it can be reached, whether it holds more than this till. If so the till stops as soon as
 * no basket is open, and is rebuilt at its next start: its numbers and sums are those of an earlier time.
 */
export class RollbackWatch {
  readonly #parts: RollbackParts
  #state: 'unasked' | 'asking' | 'fine' | 'rolled_back' = 'unasked'

  constructor(parts: RollbackParts) {
    this.#parts = parts
  }

  /** The hub can be reached. */
  async ask(): Promise<void> {
    if (this.#state !== 'unasked') return
    this.#state = 'asking'
    const reply = replyOf('till_record', await this.#parts.askHub('till_record', { isWhole: false }))
    if (reply.outcome !== 'answered' || reply.operation !== 'till_record') {
      this.#state = 'unasked'
      return
    }
    this.#state = isRolledBack(reply.result, this.#parts.known()) ? 'rolled_back' : 'fine'
    this.stopIfFree()
  }

  /** True once the hub has answered, and the till has all that the hub has. */
  isDone(): boolean {
    return this.#state === 'fine'
  }

  /** Throws `DataRolledBackError` once nobody is served. */
  stopIfFree(): void {
    if (this.#state === 'rolled_back' && !this.#parts.isSelling()) throw new DataRolledBackError()
  }
}
