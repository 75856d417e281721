import type Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import {
  ANCHOR_EVERY_ENTRIES,
  ANCHOR_EVERY_MS,
  signAnchor,
  type Anchor,
  type AnchorFacts,
} from '#core/journal/anchor.ts'
import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import {
  GENESIS_HASH,
  type Actor,
  type JournalEntry,
  type JournalPlace,
  type PrivatePart,
} from '#core/journal/entry.ts'
import { fitsBody } from '#core/journal/fits-body.ts'
import type { StreamCursor } from '#core/journal/replication.ts'
import { sealEntry } from '#core/journal/seal.ts'
import { isoTime, type StorePorts, type TillIdentity } from '#kiosk/store/store-ports.ts'
import type { Transaction } from '#kiosk/store/transaction.ts'

/** What an entry carries beside its type and body. */
export interface EntryContext {
  readonly actor: Actor
  /** The open shift's, if not given. */
  readonly businessDate?: string | null
  readonly private?: PrivatePart
}

/** The actor of what the kiosk does by itself. */
export const PROGRAM: Actor = { kind: 'program', id: null }

/** The actor of what somebody at the till does. */
export const operatorActor = (operatorId: number): Actor => ({ kind: 'operator', id: operatorId })

interface Stream {
  readonly streamNo: number
  readonly stream: string
  readonly firstEntryNo: number
  headSeq: number
  ackedSeq: number
}

/** What the journal asks of the till when it writes. */
export interface JournalContext {
  /** The open shift's. */
  readonly businessDate: () => string | null
  /** All that was ever sold and given back; undefined before there is such a total. */
  readonly grandTotal: () => Anchor['grandTotal']
}

interface EntryRow {
  readonly text: string
  readonly hash: Buffer
  readonly private: string | null
}

const toEntry = (row: EntryRow): JournalEntry => {
  const entry: JournalEntry = {
    ...(JSON.parse(row.text) as Omit<JournalEntry, 'hash'>),
    hash: row.hash.toString('hex'),
  }
  return row.private === null ? entry : { ...entry, private: JSON.parse(row.private) as PrivatePart }
}

/** The till's journal: append-only, one stream a boot, each entry chained to the one before. */
export class JournalStore {
  readonly #transaction: Transaction
  readonly #ports: StorePorts
  readonly #context: JournalContext
  readonly #append: Sqlite.Statement<[number, string, Buffer, string | null]>
  readonly #addStream: Sqlite.Statement<[number, string, number]>
  readonly #acknowledge: Sqlite.Statement<[number, number]>
  readonly #byNumber: Sqlite.Statement<[number], EntryRow>
  readonly #range: Sqlite.Statement<[number, number], EntryRow>
  readonly #deleteTo: Sqlite.Statement<[number]>
  readonly #streams: Stream[]
  /** The oldest entry that is kept. */
  #keptFrom: number
  #current: Stream | undefined
  #last: JournalPlace | undefined
  /** Entries after the newest anchor. */
  #unanchoredCount: number
  #anchoredAtMs = 0
  #anchorDue: AnchorFacts | undefined

  constructor(connection: Sqlite.Database, transaction: Transaction, ports: StorePorts, context: JournalContext) {
    this.#transaction = transaction
    this.#ports = ports
    this.#context = context
    this.#append = connection.prepare('INSERT INTO journal (entry_no, text, hash, private) VALUES (?, ?, ?, ?)')
    this.#addStream = connection.prepare('INSERT INTO streams (stream_no, stream, first_entry_no) VALUES (?, ?, ?)')
    this.#acknowledge = connection.prepare('UPDATE streams SET acked_seq = ? WHERE stream_no = ?')
    const columns = 'SELECT text, hash, private FROM journal'
    this.#byNumber = connection.prepare(`${columns} WHERE entry_no = ?`)
    this.#range = connection.prepare(`${columns} WHERE entry_no BETWEEN ? AND ? ORDER BY entry_no`)
    this.#streams = readStreams(connection)
    this.#keptFrom = readKeptFrom(connection)
    this.#deleteTo = connection.prepare('DELETE FROM journal WHERE entry_no <= ?')
    const lastRow = connection.prepare<[], EntryRow>(`${columns} ORDER BY entry_no DESC LIMIT 1`).get()
    if (lastRow !== undefined) {
      const { stream, seq, hash } = toEntry(lastRow)
      this.#last = { stream, seq, hash }
    }
    this.#unanchoredCount = countUnanchored(connection)
  }

  /** Begins this boot's stream; its first entry names the last one this till can see, and is what it returns. */
  openStream(identity: TillIdentity, softwareVersion: string): JournalEntry {
    assert(this.#current === undefined, 'A boot opens one stream.')
    return this.#transaction.run(() => {
      const previous = this.#streams.at(-1)
      const stream: Stream = {
        streamNo: (previous?.streamNo ?? 0) + 1,
        stream: this.#ports.newId(),
        firstEntryNo: previous === undefined ? 1 : previous.firstEntryNo + previous.headSeq,
        headSeq: 0,
        ackedSeq: 0,
      }
      this.#addStream.run(stream.streamNo, stream.stream, stream.firstEntryNo)
      this.#streams.push(stream)
      this.#current = stream
      this.#transaction.onRollback(() => {
        this.#streams.pop()
        this.#current = undefined
      })
      const { deviceId, deviceName, deviceNumber } = identity
      const body = { deviceId, deviceName, deviceNumber, parent: this.#last ?? null, softwareVersion }
      return this.record('stream_opened', body, { actor: PROGRAM, businessDate: null })
    })
  }

  /** Seals a fact and appends it, in the transaction under way or in one of its own. */
  record<T extends EntryType>(type: T, body: EntryBodies[T], context: EntryContext): JournalEntry {
    // The hub keeps a stream apart from its first entry that fits no type, and all that follows with it.
    assert(fitsBody(type, body), `The body of ${type} has the shape of its type.`)
    const stream = this.#openStream()
    const { clock, newId, sha256 } = this.#ports
    const draft = {
      stream: stream.stream,
      seq: stream.headSeq + 1,
      id: newId(),
      type,
      at: isoTime(clock),
      clockTrusted: clock.isTrusted(),
      monotonicMs: Math.floor(clock.monotonicMs()),
      businessDate: context.businessDate === undefined ? this.#context.businessDate() : context.businessDate,
      actor: context.actor,
      body,
      prevHash: this.#last?.hash ?? GENESIS_HASH,
      ...(context.private === undefined ? {} : { private: context.private }),
    }
    const { entry, text } = sealEntry(draft, sha256)
    const privateText = context.private === undefined ? null : JSON.stringify(context.private)
    return this.#transaction.run(() => {
      this.#append.run(stream.firstEntryNo + entry.seq - 1, text, Buffer.from(entry.hash, 'hex'), privateText)
      this.#moveHead(stream, entry)
      if (type !== 'anchor' && this.#unanchoredCount >= ANCHOR_EVERY_ENTRIES) this.anchor({ why: 'entries' })
      return entry
    })
  }

  /** Signs the journal as it is at the end of the transaction under way, or of one of its own; once for each. */
  anchor(facts: Pick<AnchorFacts, 'why' | 'prunedTo'>): void {
    this.#transaction.run(() => {
      const isFirst = this.#anchorDue === undefined
      this.#anchorDue = { ...facts, ...this.#anchorDue, why: facts.why }
      if (!isFirst) return
      this.#transaction.beforeCommit(() => this.#writeAnchor())
      this.#transaction.onRollback(() => {
        this.#anchorDue = undefined
      })
    })
  }

  /** Signs what was written since the last anchor, when that is an hour ago. True when it did. */
  anchorIfStale(): boolean {
    const isStale = this.#ports.clock.monotonicMs() - this.#anchoredAtMs >= ANCHOR_EVERY_MS
    if (!isStale || this.#unanchoredCount === 0) return false
    this.anchor({ why: 'hour' })
    return true
  }

  /** The number that rows of other tables name an entry of this boot by. */
  entryNumber(entry: JournalEntry): number {
    const stream = this.#openStream()
    assert(entry.stream === stream.stream, 'The entry is of this boot.')
    return stream.firstEntryNo + entry.seq - 1
  }

  /** The number of a place of this journal; undefined for a stream that is not here, or a place that is not yet. */
  numberAt({ stream: streamId, seq }: Pick<JournalPlace, 'stream' | 'seq'>): number | undefined {
    const stream = this.#streams.find((candidate) => candidate.stream === streamId)
    return stream === undefined || seq > stream.headSeq ? undefined : stream.firstEntryNo + seq - 1
  }

  /** An entry by its number. */
  byNumber(entryNumber: number): JournalEntry | undefined {
    const row = this.#byNumber.get(entryNumber)
    return row === undefined ? undefined : toEntry(row)
  }

  /** Entries of a stream after `afterSeq`, in order, until `limit` says it was enough. */
  *read(streamId: string, afterSeq: number, limit: number): Generator<JournalEntry> {
    const stream = this.#streams.find((candidate) => candidate.stream === streamId)
    if (stream === undefined) return
    const from = stream.firstEntryNo + afterSeq
    const to = stream.firstEntryNo + Math.min(stream.headSeq, afterSeq + limit) - 1
    for (const row of this.#range.iterate(from, to)) yield toEntry(row)
  }

  /** How far each stream goes and is acknowledged, oldest first. */
  cursors(): readonly StreamCursor[] {
    return this.#streams.map(({ stream, headSeq, ackedSeq, firstEntryNo }) => {
      const prunedSeq = Math.min(headSeq, this.#keptFrom - firstEntryNo)
      return prunedSeq > 0 ? { stream, headSeq, ackedSeq, prunedSeq } : { stream, headSeq, ackedSeq }
    })
  }

  /** The number of the newest entry up to which the hub holds all. */
  ackedTo(): number {
    const behind = this.#streams.find(({ headSeq, ackedSeq }) => ackedSeq < headSeq)
    return behind === undefined ? this.lastEntryNumber() : behind.firstEntryNo + behind.ackedSeq - 1
  }

  /** The number of the oldest entry that is kept. */
  keptFrom(): number {
    return this.#keptFrom
  }

  /** Signs where a journal starts that was filled from elsewhere: what came before its oldest entry is not here. */
  anchorStart(): void {
    const oldest = this.byNumber(this.#keptFrom)
    const prunedTo = oldest && placeBefore(oldest)
    if (prunedTo !== undefined) this.anchor({ why: 'pruned', prunedTo })
  }

  /** Takes the entries out up to this one, and signs where the journal starts from now on; in the transaction under way. */
  prune(toEntryNo: number): void {
    const newest = this.byNumber(toEntryNo)
    assert(newest !== undefined, 'What goes was kept so far.')
    const { stream, seq, hash } = newest
    const before = this.#keptFrom
    this.#deleteTo.run(toEntryNo)
    this.#keptFrom = toEntryNo + 1
    this.#transaction.onRollback(() => {
      this.#keptFrom = before
    })
    this.anchor({ why: 'pruned', prunedTo: { stream, seq, hash } })
  }

  /** The newest entry's place: what a message says that the till has written. */
  head(): JournalPlace | undefined {
    return this.#last
  }

  /** True for an entry of this boot, by its number. */
  isOfThisBoot(entryNumber: number): boolean {
    return entryNumber >= this.#openStream().firstEntryNo
  }

  /** This boot's number among the till's boots. */
  streamNumber(): number {
    return this.#openStream().streamNo
  }

  /** The number of the newest entry; 0 before the first. */
  lastEntryNumber(): number {
    const newest = this.#streams.at(-1)
    return newest === undefined ? 0 : newest.firstEntryNo + newest.headSeq - 1
  }

  /** Keeps how far the hub holds a stream. */
  acknowledge(cursor: StreamCursor): void {
    const stream = this.#streams.find((candidate) => candidate.stream === cursor.stream)
    if (stream === undefined || stream.ackedSeq === cursor.ackedSeq) return
    this.#transaction.run(() => {
      const { ackedSeq } = stream
      this.#acknowledge.run(cursor.ackedSeq, stream.streamNo)
      stream.ackedSeq = cursor.ackedSeq
      this.#transaction.onRollback(() => {
        stream.ackedSeq = ackedSeq
      })
    })
  }

  #openStream(): Stream {
    assert(this.#current !== undefined, 'The stream of this boot is open before anything is recorded.')
    return this.#current
  }

  #writeAnchor(): void {
    const due = this.#anchorDue
    this.#anchorDue = undefined
    assert(due !== undefined && this.#last !== undefined, 'There is something to vouch for.')
    const grandTotal = this.#context.grandTotal()
    const facts = grandTotal === undefined ? due : { ...due, grandTotal }
    this.record('anchor', signAnchor(this.#last, facts, this.#ports.signer), { actor: PROGRAM })
  }

  #countUnanchored(type: string): void {
    const [count, atMs] = [this.#unanchoredCount, this.#anchoredAtMs]
    this.#unanchoredCount = type === 'anchor' ? 0 : count + 1
    if (type === 'anchor') this.#anchoredAtMs = this.#ports.clock.monotonicMs()
    this.#transaction.onRollback(() => {
      this.#unanchoredCount = count
      this.#anchoredAtMs = atMs
    })
  }

  #moveHead(stream: Stream, entry: JournalEntry): void {
    this.#countUnanchored(entry.type)
    const last = this.#last
    stream.headSeq = entry.seq
    this.#last = { stream: entry.stream, seq: entry.seq, hash: entry.hash }
    this.#transaction.onRollback(() => {
      stream.headSeq = entry.seq - 1
      this.#last = last
    })
  }
}

function placeBefore({ type, stream, seq, prevHash, body }: JournalEntry): JournalPlace | undefined {
  if (seq > 1) return { stream, seq: seq - 1, hash: prevHash }
  return type === 'stream_opened' && fitsBody(type, body) ? (body.parent ?? undefined) : undefined
}

function readStreams(connection: Sqlite.Database): Stream[] {
  const sql = `
    SELECT stream_no AS streamNo, stream, first_entry_no AS firstEntryNo, acked_seq AS ackedSeq,
      lead(first_entry_no, 1, (SELECT coalesce(max(entry_no), 0) + 1 FROM journal)) OVER (ORDER BY stream_no)
        - first_entry_no AS headSeq
    FROM streams ORDER BY stream_no`
  return connection.prepare<[], Stream>(sql).all()
}

function readKeptFrom(connection: Sqlite.Database): number {
  return connection.prepare<[], number | null>('SELECT min(entry_no) FROM journal').pluck().get() ?? 1
}

/** Entries after the newest anchor, as far as the next one does not hang on it. */
function countUnanchored(connection: Sqlite.Database): number {
  const types = connection
    .prepare<[number], string>(`SELECT text ->> 'type' FROM journal ORDER BY entry_no DESC LIMIT ?`)
    .pluck()
    .all(ANCHOR_EVERY_ENTRIES)
  const newest = types.indexOf('anchor')
  return newest === -1 ? types.length : newest
}
