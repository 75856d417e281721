import type Sqlite from 'better-sqlite3'
import type { Erasures } from '#core/protocol/erasures.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

const FACT = 'erased_up_to'

/** Takes personal data out of the till's journal where the hub says so; hashes and chain stay as they are. */
export class ErasureStore {
  readonly #parts: Pick<StoreParts, 'connection' | 'transaction'>
  readonly #facts: FactsStore
  readonly #firstOf: Sqlite.Statement<[string], number>
  readonly #erase: Sqlite.Statement<[number, string, number]>
  readonly #remember: Sqlite.Statement<[number]>

  constructor(parts: Pick<StoreParts, 'connection' | 'transaction'>, facts: FactsStore) {
    const { connection } = parts
    this.#parts = parts
    this.#facts = facts
    this.#firstOf = connection.prepare<[string], number>('SELECT first_entry_no FROM streams WHERE stream = ?').pluck()
    this.#erase = connection.prepare(
      `UPDATE journal SET private = NULL WHERE entry_no = ? AND text ->> 'stream' = ? AND text ->> 'seq' = ?`,
    )
    this.#remember = connection.prepare('INSERT INTO erased_entries (entry_no) VALUES (?) ON CONFLICT DO NOTHING')
  }

  /** The number of the newest erasure that was carried out here. */
  upTo(): number {
    return Number(this.#facts.get(FACT) ?? 0)
  }

  /** Carries erasures out, and overwrites what was there; those of entries that are no longer here are done already. */
  apply(erasures: Erasures): void {
    const newest = erasures.at(-1)
    if (newest === undefined) return
    const { connection, transaction } = this.#parts
    // Only here: zeroing what the journal lets go of otherwise would wear the card.
    connection.pragma('secure_delete = ON')
    try {
      transaction.run(() => {
        for (const { stream, seq } of erasures) this.#eraseOne(stream, seq)
        this.#facts.set(FACT, String(newest.number))
      })
    } finally {
      connection.pragma('secure_delete = OFF')
    }
  }

  #eraseOne(stream: string, seq: number): void {
    const first = this.#firstOf.get(stream)
    if (first === undefined) return
    const entryNo = first + seq - 1
    if (this.#erase.run(entryNo, stream, seq).changes > 0) this.#remember.run(entryNo)
  }
}
