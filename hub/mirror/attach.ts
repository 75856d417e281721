import { dirname } from 'node:path'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { addChanges, noChanges } from '#hub/ingest/fact.ts'
import { findHubFact, hubDeviceId, HUB_DEVICE_ID, keepHubFact } from '#hub/ingest/hub-facts.ts'
import type { LineSeal } from '#hub/mirror/line-seal.ts'
import { beginMirror, MirrorError, readMarker } from '#hub/mirror/mirror-marker.ts'
import { findEntryAt, listOwnEntries, newestEntryNumber } from '#hub/mirror/own-entry-queries.ts'
import { SegmentFiles } from '#hub/mirror/segment-files.ts'
import { takeOver, type TakenOver, type TakeOverParts } from '#hub/mirror/take-over.ts'

/** Entries written, or taken over, at once. */
export const ENTRIES_AT_ONCE = 200
/** The fact that this database has had a mirror. */
const HAD_MIRROR = 'had_mirror'

export interface AttachParts extends TakeOverParts {
  readonly folder: string
  readonly seal: LineSeal
  readonly database: HubDatabase
  readonly newId: NewId
}

/** A mirror that can be written: it holds all of the hub's own entries up to the one of that number. */
export interface Attached {
  readonly files: SegmentFiles
  readonly cursor: number
  readonly taken: TakenOver
}

const nothingTaken: TakenOver = { takenCount: 0, refusedCount: 0, changes: noChanges() }

/** An entry as a line of the mirror holds it: all of it, its personal data as well. */
const entryIn = (text: string): JournalEntry => JSON.parse(text) as JournalEntry

/** The line of an entry as the database has it. */
export const lineOf = (row: {
  readonly text: string
  readonly hash: string
  readonly private: string | null
}): string => `${row.text.slice(0, -1)},"hash":"${row.hash}"${row.private === null ? '' : `,"private":${row.private}`}}`

const findOrBegin = async ({ folder, seal, database, newId }: AttachParts): Promise<void> => {
  const { read, write, path } = database
  const marker = readMarker(folder, seal.check)
  const hubId = (await read.one(findHubFact, { name: HUB_DEVICE_ID }))?.value
  if (marker !== undefined && hubId !== undefined && marker.hubId !== hubId) {
    throw new MirrorError('The mirror is of another hub.')
  }
  if (marker === undefined) {
    const hadOne = (await read.one(findHubFact, { name: HAD_MIRROR })) !== undefined
    const ownId = hubId ?? (await write((tx) => hubDeviceId(tx, newId)))
    beginMirror(folder, { hubId: ownId, keyCheck: seal.check }, { dataFolder: dirname(path), hadOne })
  }
  await write((tx) => tx.run(keepHubFact, { name: HAD_MIRROR, value: 'true' }))
}

/** Takes over what the mirror has and the database has not; gives how far the mirror goes in each stream. */
const takeAll = async (parts: AttachParts, files: SegmentFiles) => {
  const heads = new Map<string, number>()
  const total = { takenCount: 0, refusedCount: 0, changes: noChanges() }
  let waiting: JournalEntry[] = []
  const flush = async (): Promise<void> => {
    const { takenCount, refusedCount, changes } = await takeOver(parts, waiting)
    total.takenCount += takenCount
    total.refusedCount += refusedCount
    addChanges(total.changes, changes)
    waiting = []
  }
  const onDamaged = (): void => {
    total.refusedCount += 1
  }
  for await (const text of files.texts(onDamaged)) {
    const entry = entryIn(text)
    heads.set(entry.stream, Math.max(entry.seq, heads.get(entry.stream) ?? 0))
    waiting.push(entry)
    if (waiting.length >= ENTRIES_AT_ONCE) await flush()
  }
  await flush()
  return { heads, total }
}

/** Writes what the database has and the mirror has not, wherever it stands. */
const appendMissing = async (
  { database: { read } }: AttachParts,
  files: SegmentFiles,
  heads: ReadonlyMap<string, number>,
): Promise<number> => {
  const newest = (await read.one(newestEntryNumber, {}))?.number ?? 0
  let after = 0
  for (;;) {
    const rows = await read.all(listOwnEntries, { after, rows: ENTRIES_AT_ONCE })
    const lines = rows.map(lineOf).filter((line) => {
      const { stream, seq } = entryIn(line)
      return seq > (heads.get(stream) ?? 0)
    })
    if (lines.length > 0) await files.append(lines)
    after = rows.at(-1)?.number ?? after
    if (rows.length < ENTRIES_AT_ONCE) return Math.max(newest, after)
  }
}

/**
 * Finds the mirror, or begins it, and makes it and the database equal in the hub's own entries: where the mirror is
 * ahead, the database was put back, and takes them over. Throws where there is no mirror to write to.
 */
export async function attachMirror(parts: AttachParts): Promise<Attached> {
  await findOrBegin(parts)
  const files = new SegmentFiles(parts.folder, parts.seal)
  if (files.lastText !== undefined) {
    const last = entryIn(files.lastText)
    const known = await parts.database.read.one(findEntryAt, last)
    if (known?.hash === last.hash) return { files, cursor: known.number, taken: nothingTaken }
  }
  const { heads, total } = await takeAll(parts, files)
  return { files, cursor: await appendMissing(parts, files, heads), taken: total }
}
