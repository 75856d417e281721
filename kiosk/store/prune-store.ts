import type Sqlite from 'better-sqlite3'
import {
  agedTo,
  DAYS_WORKED_SINCE_MIN,
  PRUNED_AT_ONCE_MAX,
  PRUNED_AT_ONCE_MIN,
  pruneTo,
  type AgedEntry,
} from '#core/journal/pruning.ts'
import type { ReplicationStore } from '#kiosk/store/replication-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

/** What pruning takes from the till beside what every store has. */
export interface PruneStoreParts extends StoreParts {
  readonly replication: ReplicationStore
  readonly deviceNumber: number
  /** Keeps the highest numbers that were given out, since the rows that say so may go; in the transaction under way. */
  readonly keepNumbers: () => void
}

interface EntryAge {
  readonly entryNo: number
  readonly at: string
  readonly clockTrusted: number
}

/** Takes out of the till's file what the hub has had for long, so that a card never fills. */
export class PruneStore {
  readonly #parts: PruneStoreParts
  readonly #oldest: Sqlite.Statement<[number], EntryAge>
  readonly #openShift: Sqlite.Statement<[], number | null>
  readonly #lastZ: Sqlite.Statement<[number], number | null>
  readonly #daysWorked: Sqlite.Statement<[number], number>
  readonly #openPayment: Sqlite.Statement<[], string | null>
  readonly #firstSince: Sqlite.Statement<[string], number | null>
  readonly #deletes: readonly Sqlite.Statement<[number]>[]

  constructor(parts: PruneStoreParts) {
    const { connection } = parts
    this.#parts = parts
    this.#oldest = connection.prepare(`
      SELECT entry_no AS entryNo, text ->> 'at' AS at, text ->> 'clockTrusted' AS clockTrusted
      FROM journal ORDER BY entry_no LIMIT ?`)
    const numberOf = <P extends unknown[]>(sql: string): Sqlite.Statement<P, number | null> =>
      connection.prepare<P, number | null>(sql).pluck()
    this.#openShift = numberOf<[]>('SELECT min(ifnull(from_entry_no, 1)) FROM shifts WHERE close IS NULL')
    // Before the first Z the perpetual total is the sum of all sales: then nothing goes.
    this.#lastZ = numberOf<[number]>(
      "SELECT ifnull(max(entry_no), 1) FROM shift_reports WHERE device_number = ? AND kind = 'z'",
    )
    this.#daysWorked = connection
      .prepare<[number], number>(
        `SELECT min(from_entry_no) AS first FROM shifts WHERE from_entry_no IS NOT NULL
         GROUP BY shift ->> 'businessDate' ORDER BY first DESC LIMIT ?`,
      )
      .pluck()
    this.#openPayment = connection
      .prepare<[], string | null>(
        "SELECT min(begun_at) FROM payment_intents WHERE state IN ('pending', 'unknown') OR claim = 'unclaimed'",
      )
      .pluck()
    this.#firstSince = numberOf<[string]>("SELECT min(entry_no) FROM journal WHERE text ->> 'at' >= ?")
    this.#deletes = ['shift_reports', 'refunds', 'sales'].map((table) =>
      connection.prepare<[number]>(`DELETE FROM ${table} WHERE entry_no <= ?`),
    )
  }

  /** Takes out a few hundred entries that are older than `beforeMs` and that nothing here stands on. True when it did. */
  prune(beforeMs: number): boolean {
    const { transaction, journal, keepNumbers } = this.#parts
    const to = this.#pruneTo(beforeMs)
    if (to - journal.keptFrom() + 1 < PRUNED_AT_ONCE_MIN) return false
    transaction.run(() => {
      keepNumbers()
      for (const table of this.#deletes) table.run(to)
      journal.prune(to)
    })
    return true
  }

  #pruneTo(beforeMs: number): number {
    const { journal, replication } = this.#parts
    const ages = this.#oldest.all(PRUNED_AT_ONCE_MAX)
    const aged = agedTo(ages.map(toAge), beforeMs)
    // Most of the time nothing is that old.
    if (aged === 0) return 0
    return pruneTo({
      ackedTo: journal.ackedTo(),
      vouchedAt: replication.counterSignedTo(),
      agedTo: aged,
      neededFrom: this.#neededFrom(),
    })
  }

  #neededFrom(): number[] {
    const { deviceNumber } = this.#parts
    const begunAt = this.#openPayment.get() ?? undefined
    const days = this.#daysWorked.all(DAYS_WORKED_SINCE_MIN)
    const needed = [
      days.length < DAYS_WORKED_SINCE_MIN ? 1 : days.at(-1),
      this.#openShift.get(),
      this.#lastZ.get(deviceNumber),
      begunAt === undefined ? undefined : this.#firstSince.get(begunAt),
    ]
    return needed.filter((entryNo) => typeof entryNo === 'number')
  }
}

const toAge = ({ entryNo, at, clockTrusted }: EntryAge): AgedEntry => ({
  entryNo,
  atMs: Date.parse(at),
  clockTrusted: clockTrusted === 1,
})
