import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type Sqlite from 'better-sqlite3'
import { Check } from 'typebox/value'
import { journalPlaceSchema, type JournalEntry, type JournalPlace } from '#core/journal/entry.ts'
import type { Signer } from '#core/ports/signature.ts'
import { AuditError, type AuditedJournal } from '#hub/audit/audited-journal.ts'
import { EXPORT_FORMAT, manifestText, type Extract, type Manifest } from '#hub/audit/export-format.ts'
import { hubJournals } from '#hub/audit/hub-journals.ts'

/** Which period goes into an extract, and whether what is personal in it does. */
interface ExportRange {
  /** Business dates, `YYYY-MM-DD`, the last one included. */
  readonly from: string
  readonly until: string
  readonly hasPersonalData: boolean
}

export interface ExportParts extends ExportRange {
  readonly connection: Sqlite.Database
  readonly signer: Signer
  readonly target: string
  readonly hubId: string
  readonly madeAt: string
  readonly softwareVersion: string
}

const dateOf = ({ businessDate, at }: JournalEntry): string => businessDate ?? at.slice(0, 'YYYY-MM-DD'.length)
const isWithin = (entry: JournalEntry, { from, until }: ExportRange): boolean =>
  dateOf(entry) >= from && dateOf(entry) <= until
const placeOf = ({ stream, seq, hash }: JournalEntry): JournalPlace => ({ stream, seq, hash })

interface Bounds {
  readonly startsAfter: JournalPlace | null
  readonly first: JournalPlace
  readonly endsAt: JournalPlace
  readonly entryCount: number
}

const isPlace = (value: unknown): value is JournalPlace => Check(journalPlaceSchema, value)

/** What an entry goes on from. */
const startOf = ({ stream, seq, prevHash: hash, body: { parent } }: JournalEntry): JournalPlace | null => {
  if (seq > 1) return { stream, seq: seq - 1, hash }
  return isPlace(parent) ? parent : null
}

/**
 * Finds where the period begins and ends in a journal: from its first entry to its last, and on to the next anchor, which
 * vouches for all of it. What lies between is taken whole, whatever its date: a gap proves nothing.
 */
const boundsOf = (journal: AuditedJournal, range: ExportRange): Bounds | undefined => {
  let bounds: Bounds | undefined
  let isAnchored = true
  let count = 0
  for (const entry of journal.entries() as Iterable<JournalEntry>) {
    const isIn = isWithin(entry, range)
    if (bounds === undefined && !isIn) continue
    count += 1
    const isAnchor = entry.type === 'anchor'
    if (!isIn && (isAnchored || !isAnchor)) continue
    isAnchored = isAnchor
    const { startsAfter = startOf(entry), first = placeOf(entry) } = bounds ?? {}
    bounds = { startsAfter, first, endsAt: placeOf(entry), entryCount: count }
  }
  return bounds
}

function* entriesWithin(journal: AuditedJournal, { first, entryCount }: Bounds): Generator<JournalEntry> {
  let count = 0
  for (const entry of journal.entries() as Iterable<JournalEntry>) {
    if (count === 0 && (entry.stream !== first.stream || entry.seq !== first.seq)) continue
    yield entry
    count += 1
    if (count >= entryCount) return
  }
}

const withoutPersonal = ({ private: _private, ...entry }: JournalEntry): JournalEntry => entry

function* linesOf(
  manifest: Manifest,
  found: readonly { readonly journal: AuditedJournal; readonly bounds: Bounds }[],
): Generator<string> {
  yield `${JSON.stringify(manifest)}\n`
  for (const { journal, bounds } of found) {
    for (const entry of entriesWithin(journal, bounds)) {
      yield `${JSON.stringify(manifest.hasPersonalData ? entry : withoutPersonal(entry))}\n`
    }
  }
}

const makeManifest = (parts: ExportParts, extracts: readonly Extract[]): Manifest => {
  const { hubId, madeAt, softwareVersion, from, until, hasPersonalData, signer } = parts
  const { keyId, publicKey } = signer
  const about = { format: EXPORT_FORMAT, madeAt, softwareVersion, hubId, from, until, hasPersonalData }
  const facts = { ...about, extracts: [...extracts], keyId, publicKey }
  return { ...facts, signature: signer.sign(manifestText(facts)) }
}

/**
 * Writes the journals of a period with all that proves them: entries, anchors among them, keys, and the hub's word on
 * where they begin and end. Throws `AuditError` for a period without entries.
 */
export async function exportJournal(parts: ExportParts): Promise<Manifest> {
  const { connection, signer, target } = parts
  if (existsSync(target)) throw new AuditError(`${target} is there already; name a file that is not.`)
  const found = hubJournals(connection, new Set([signer.keyId])).flatMap((journal) => {
    const bounds = boundsOf(journal, parts)
    return bounds === undefined ? [] : [{ journal, bounds }]
  })
  if (found.length === 0) throw new AuditError('Nothing was written in that period.')
  const extracts = found.map(({ journal, bounds }): Extract => {
    const { deviceId, name, keyIds, mayFork } = journal
    const { startsAfter, endsAt, entryCount } = bounds
    return { deviceId, name, keyIds: [...keyIds], mayFork, startsAfter, endsAt, entryCount }
  })
  const manifest = makeManifest(parts, extracts)
  const part = `${target}.part`
  try {
    await pipeline(linesOf(manifest, found), createGzip(), createWriteStream(part, { mode: 0o600, flush: true }))
    renameSync(part, target)
  } finally {
    rmSync(part, { force: true })
  }
  return manifest
}
