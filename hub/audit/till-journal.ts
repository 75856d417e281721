import type Sqlite from 'better-sqlite3'
import { Check } from 'typebox/value'
import { counterSignatureSchema, counterSignedText } from '#core/journal/anchor.ts'
import type { JournalEntry, JournalPlace } from '#core/journal/entry.ts'
import { AuditError, entryFrom, type AuditedJournal } from '#hub/audit/audited-journal.ts'
import { signatures } from '#hub/ports/signatures.ts'

/** What a till's file is checked with, beside itself. */
export interface TillProof {
  readonly keyIds: (deviceId: string) => ReadonlySet<string>
  /** How far a hub holds the device's streams, oldest first; empty when no hub is at hand. */
  readonly hubHeads: (deviceId: string) => readonly JournalPlace[]
  /** The keys whose counter-signatures are the hub's word. */
  readonly hubKeyIds: ReadonlySet<string>
}

interface JournalRow {
  readonly text: string
  readonly hash: Buffer
  readonly private: string | null
  readonly entry_no: number
}

const COLUMNS = 'SELECT entry_no, text, hash, private FROM journal'

const toEntry = ({ text, hash, private: part, entry_no: seq }: JournalRow): JournalEntry =>
  entryFrom({ text, hash: hash.toString('hex'), private: part }, { stream: 'unknown', seq })

function* entriesOf(connection: Sqlite.Database): Generator<JournalEntry> {
  for (const row of connection.prepare<[], JournalRow>(`${COLUMNS} ORDER BY entry_no`).iterate()) yield toEntry(row)
}

const openingOf = (connection: Sqlite.Database): JournalEntry | undefined => {
  const row = connection
    .prepare<[], JournalRow>(`${COLUMNS} WHERE text ->> 'type' = 'stream_opened' ORDER BY entry_no DESC LIMIT 1`)
    .get()
  return row === undefined ? undefined : toEntry(row)
}

const counterSigned = (connection: Sqlite.Database, hubKeyIds: ReadonlySet<string>): JournalPlace[] => {
  const text: unknown = connection.prepare(`SELECT value FROM facts WHERE name = 'counter_signature'`).pluck().get()
  const found: unknown = typeof text === 'string' ? JSON.parse(text) : undefined
  if (!Check(counterSignatureSchema, found)) return []
  const { stream, seq, hash, publicKey, signature } = found
  const isHubs = hubKeyIds.has(signatures.keyIdOf(publicKey))
  return isHubs && signatures.isSigned(publicKey, counterSignedText(found), signature) ? [{ stream, seq, hash }] : []
}

/** Those that the till can still have: what it pruned, nobody has to find there. */
const fromStreamOn = (heads: readonly JournalPlace[], first: JournalEntry | undefined): readonly JournalPlace[] => {
  const index = heads.findIndex(({ stream }) => stream === first?.stream)
  return index < 0 ? heads : heads.slice(index)
}

const hasTable = (connection: Sqlite.Database, name: string): boolean =>
  connection.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name) !== undefined

const erasedIn = (connection: Sqlite.Database): ReadonlySet<string> =>
  hasTable(connection, 'erased_entries')
    ? new Set(
        connection
          .prepare(`SELECT text ->> 'id' FROM erased_entries JOIN journal USING (entry_no)`)
          .pluck()
          .all()
          .map(String),
      )
    : new Set()

/** The journal in a till's database. Throws `AuditError` for one that was never begun. */
export function tillJournal(connection: Sqlite.Database, proof: TillProof): AuditedJournal {
  const opening = openingOf(connection)
  const { deviceId, deviceName } = opening?.body ?? {}
  if (typeof deviceId !== 'string' || typeof deviceName !== 'string') {
    throw new AuditError('This till has written nothing yet that says which till it is.')
  }
  const erased = erasedIn(connection)
  const [first] = entriesOf(connection)
  return {
    name: deviceName,
    deviceId,
    keyIds: proof.keyIds(deviceId),
    witnesses: [...fromStreamOn(proof.hubHeads(deviceId), first), ...counterSigned(connection, proof.hubKeyIds)],
    isErased: (entryId) => erased.has(entryId),
    mayFork: false,
    entries: () => entriesOf(connection),
  }
}
