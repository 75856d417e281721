import type Sqlite from 'better-sqlite3'
import type { JournalEntry, PrivatePart } from '#core/journal/entry.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { TillRecord } from '#core/protocol/till-record.ts'
import { keptBytes, withCopy } from '#kiosk/store/damaged-file.ts'
import { openDamaged } from '#kiosk/store/open-database.ts'

/** What a till is about beside its journal: these rows are taken over as they are, where they can be read. */
const tables = ['open_basket', 'held_baskets', 'held_at_hub', 'payment_intents', 'open_reservations'] as const

/** The name of a table that is taken over. */
export type SalvagedTable = (typeof tables)[number]

/** A stream whose newest entries the hub does not have: what of them can be read and verifies, without a gap. */
interface SalvagedStream {
  readonly stream: string
  /** The hub has it up to here. */
  readonly ackedSeq: number
  readonly entries: readonly SalvagedEntry[]
}

/** An entry and the text that its hash covers. */
export interface SalvagedEntry {
  readonly entry: JournalEntry
  readonly text: string
}

/** What could be read of a damaged file. */
export interface Salvage {
  readonly streams: readonly SalvagedStream[]
  readonly rows: Readonly<Partial<Record<SalvagedTable, readonly Readonly<Record<string, unknown>>[]>>>
  /** The highest receipt number that stands anywhere in the file's bytes; 0 for none. */
  readonly receiptNumber: number
  /** The sales that stand in the file's tables or in the salvaged entries, by id. */
  readonly isSold: (saleId: string) => boolean
}

/** The hub is asked about the sale of each payment that is not settled; a till has a few of them, not thousands. */
const PAYMENTS_MAX = 200

/** Reads what can be read: a damaged page ends one reading, not all of them. */
const unlessDamaged = <T>(read: () => T, otherwise: T): T => {
  try {
    return read()
  } catch {
    return otherwise
  }
}

interface EntryRow {
  readonly text: string
  readonly hash: Buffer
  readonly private: string | null
}

const toEntry = (row: EntryRow, sha256: Sha256): SalvagedEntry | undefined => {
  const hash = row.hash.toString('hex')
  if (sha256(row.text) !== hash) return undefined
  const entry: JournalEntry = { ...(JSON.parse(row.text) as Omit<JournalEntry, 'hash'>), hash }
  const part = row.private === null ? undefined : (JSON.parse(row.private) as PrivatePart)
  return { entry: part === undefined ? entry : { ...entry, private: part }, text: row.text }
}

const readEntries = (
  connection: Sqlite.Database,
  from: { readonly stream: string; readonly firstEntryNo: number; readonly ackedSeq: number },
  sha256: Sha256,
): SalvagedEntry[] => {
  const byNumber = connection.prepare<[number], EntryRow>('SELECT text, hash, private FROM journal WHERE entry_no = ?')
  const found: SalvagedEntry[] = []
  for (let seq = from.ackedSeq + 1; ; seq++) {
    const read = unlessDamaged(() => {
      const row = byNumber.get(from.firstEntryNo + seq - 1)
      return row === undefined ? undefined : toEntry(row, sha256)
    }, undefined)
    const last = found.at(-1)?.entry
    const isNext = read?.entry.stream === from.stream && read.entry.seq === seq
    if (!isNext || (last !== undefined && read.entry.prevHash !== last.hash)) return found
    found.push(read)
  }
}

const readStreams = (connection: Sqlite.Database, record: TillRecord, sha256: Sha256): SalvagedStream[] => {
  const known = new Map(record.streams.map(({ stream, last }) => [stream, last]))
  const rows = unlessDamaged(
    () =>
      connection
        .prepare<[], { stream: string; firstEntryNo: number; acked: number }>(
          'SELECT stream, first_entry_no AS firstEntryNo, acked_seq AS acked FROM streams ORDER BY stream_no',
        )
        .all(),
    [],
  )
  return rows
    .map(({ stream, firstEntryNo, acked }) => {
      const ackedSeq = known.get(stream) ?? acked
      return { stream, ackedSeq, entries: readEntries(connection, { stream, firstEntryNo, ackedSeq }, sha256) }
    })
    .filter(({ entries }) => entries.length > 0)
}

const readRows = (connection: Sqlite.Database): Salvage['rows'] =>
  Object.fromEntries(
    tables.map((table) => [
      table,
      unlessDamaged(() => connection.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all(), []),
    ]),
  )

type Row = Readonly<Record<string, unknown>>

const unsettled: ReadonlySet<unknown> = new Set(['pending', 'unknown', 'approved'])

/** Payments that no sale of the file has taken: unfinished, or a card that was charged. The newest are kept. */
const openPayments = (rows: readonly Row[], isSold: Salvage['isSold']): readonly Row[] =>
  rows
    .filter(({ state, claim, sale_id: saleId }) => {
      const isSettled = !unsettled.has(state) || claim === 'given_back'
      return !isSettled && !isSold(String(saleId))
    })
    .toSorted((a, b) => String(b['begun_at']).localeCompare(String(a['begun_at'])))
    .slice(0, PAYMENTS_MAX)

/** Numbers are searched for in the bytes themselves: they are there even where no page of the file can be read. */
const highestReceipt = (folder: string, name: string, prefix: string): number => {
  const label = new RegExp(`"receiptLabel":"${RegExp.escape(prefix)}-(\\d{6,9})"`, 'gu')
  let highest = 0
  for (const bytes of keptBytes(folder, name)) {
    for (const [, digits] of bytes.toString('latin1').matchAll(label)) highest = Math.max(highest, Number(digits))
  }
  return highest
}

const soldIn = (connection: Sqlite.Database): Set<string> =>
  unlessDamaged(
    () => new Set(connection.prepare<[], string>('SELECT lower(hex(sale_id)) FROM sales').pluck().all()),
    new Set<string>(),
  )

/** What the salvage is told from outside. */
export interface SalvageParts {
  readonly folder: string
  /** The kept file. */
  readonly name: string
  readonly receiptPrefix: string
  readonly record: TillRecord
  readonly sha256: Sha256
}

/** Reads what can be read of a damaged file that was kept, as far as the hub does not have it. */
export function salvage({ folder, name, receiptPrefix, record, sha256 }: SalvageParts): Salvage {
  const receiptNumber = highestReceipt(folder, name, receiptPrefix)
  const nothing = { streams: [], rows: {}, sold: new Set<string>() }
  const read = withCopy(folder, name, (path) =>
    unlessDamaged(() => {
      const connection = openDamaged(path)
      try {
        return {
          streams: readStreams(connection, record, sha256),
          rows: readRows(connection),
          sold: soldIn(connection),
        }
      } finally {
        connection.close()
      }
    }, nothing),
  )
  const { streams, rows, sold } = read
  const isSold = (saleId: string): boolean => sold.has(saleId.replaceAll('-', ''))
  const payments = openPayments(rows.payment_intents ?? [], isSold)
  return { streams, rows: { ...rows, payment_intents: payments }, receiptNumber, isSold }
}
