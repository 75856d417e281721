import type Sqlite from 'better-sqlite3'
import type { JournalEntry, JournalPlace } from '#core/journal/entry.ts'
import { ENTRY_TEXT } from '#hub/archive/entry-text.ts'
import { entryFrom, type AuditedJournal, type EntryParts } from '#hub/audit/audited-journal.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/fact.ts'

interface DeviceRow {
  readonly device_id: string
  readonly device_number: number
  readonly name: string | null
}

function* entriesOf(connection: Sqlite.Database, deviceId: string): Generator<JournalEntry> {
  const rows = connection
    .prepare<[string], EntryParts & { readonly stream: string; readonly seq: number }>(
      `SELECT streams.stream, entries.seq, ${ENTRY_TEXT} AS text, entries.hash, entries.private FROM streams
       JOIN entries ON entries.stream_number = streams.number
       WHERE streams.device_id = ? ORDER BY streams.number, entries.seq`,
    )
    .iterate(deviceId)
  for (const row of rows) yield entryFrom(row, row)
}

/** How far the hub holds each stream of a device, oldest first. */
export const headsOf = (connection: Sqlite.Database, deviceId: string): JournalPlace[] =>
  connection
    .prepare<[string], JournalPlace>(
      `SELECT stream, last_seq AS seq, last_hash AS hash FROM streams
       WHERE device_id = ? AND last_seq > 0 ORDER BY number`,
    )
    .all(deviceId)

const keysOf = (connection: Sqlite.Database, deviceId: string): string[] =>
  connection
    .prepare<[string, string]>(
      `SELECT key_id FROM device_keys WHERE device_id = ?
       UNION SELECT pin FROM devices WHERE id = ? AND pin IS NOT NULL`,
    )
    .pluck()
    .all(deviceId, deviceId)
    .map(String)

const erasedIds = (connection: Sqlite.Database): ReadonlySet<string> =>
  new Set(
    connection
      .prepare(
        `SELECT entries.id FROM erasures JOIN streams ON streams.stream = erasures.stream
         JOIN entries ON entries.stream_number = streams.number AND entries.seq = erasures.seq`,
      )
      .pluck()
      .all()
      .map(String),
  )

/** The keys of a device, by its id, as a hub's database has them. */
export const keyIdsAtHub = (connection: Sqlite.Database, deviceId: string): ReadonlySet<string> =>
  new Set(keysOf(connection, deviceId))

/** The journals in a hub's database: its own, and those of its tills. `ownKeyIds` may sign the hub's own. */
export function hubJournals(connection: Sqlite.Database, ownKeyIds: ReadonlySet<string>): AuditedJournal[] {
  const isErased = erasedIds(connection)
  const devices = connection
    .prepare<[], DeviceRow>(
      `SELECT streams.device_id, streams.device_number, devices.name
       FROM streams LEFT JOIN devices ON devices.id = streams.device_id
       GROUP BY streams.device_id ORDER BY streams.device_number, min(streams.number)`,
    )
    .all()
  return devices.map(({ device_id: deviceId, device_number: deviceNumber, name }) => ({
    name: deviceNumber === HUB_DEVICE_NUMBER ? 'hub' : (name ?? `device ${deviceNumber}`),
    deviceId,
    keyIds: deviceNumber === HUB_DEVICE_NUMBER ? ownKeyIds : keyIdsAtHub(connection, deviceId),
    witnesses: headsOf(connection, deviceId),
    isErased: (entryId) => isErased.has(entryId),
    mayFork: true,
    entries: () => entriesOf(connection, deviceId),
  }))
}
