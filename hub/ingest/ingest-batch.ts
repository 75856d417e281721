import { assert } from '#core/errors/assert.ts'
import type { AnchorFault } from '#core/journal/anchor.ts'
import { hubEntryBodies, isEntryType, type EntryBodies } from '#core/journal/entry-bodies.ts'
import { GENESIS_HASH, type JournalEntry, type JournalPlace, type PrivatePart } from '#core/journal/entry.ts'
import { judgeEntry, type Verdict } from '#core/journal/replication.ts'
import { privateHash } from '#core/journal/seal.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { JournalBatch } from '#core/protocol/messages.ts'
import type { Tx } from '#hub/db/connection.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { isErased } from '#hub/erasure/project-erasure.ts'
import { faultOfAnchor } from '#hub/ingest/anchor-fault.ts'
import { isBodyOf } from '#hub/ingest/check-body.ts'
import {
  countQuarantined,
  findEntryHash,
  findStream,
  insertException,
  insertStream,
  keepToldHead,
  moveStreamHead,
  quarantineEntry,
  quarantineStream,
} from '#hub/ingest/entry-queries.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { noteFork } from '#hub/ingest/note-fork.ts'
import { storeEntry, type StreamPlace } from '#hub/ingest/store-entry.ts'

/** Why entries are kept apart: beside the verdicts on the chain, what a till may not say. */
type QuarantineReason =
  | Exclude<Verdict, 'next' | 'known' | 'gap'>
  | 'stream_of_another'
  | 'type_forbidden'
  | 'body_invalid'
  | 'device_wrong'
  | 'private_wrong'
  | AnchorFault

/** How far a stream is held after a batch, and why nothing more of it is taken, if so. */
export interface BatchResult {
  readonly stream: string
  readonly last: number
  readonly quarantined: string | undefined
  readonly storedCount: number
  /** The newest anchor of the stream, when the batch brought one. */
  readonly anchored: JournalPlace | undefined
}

/** Entries kept apart for one device: enough to see what happened; a forger does not fill the disk. */
const QUARANTINED_MAX = 1000

interface OpenStream {
  readonly number: number
  readonly last_seq: number
  readonly last_hash: string
}

/** A batch and all that taking it needs. */
export interface Ingest {
  readonly tx: Tx
  readonly device: Pick<EnrolledDevice, 'id' | 'deviceNumber'>
  readonly batch: JournalBatch
  readonly sha256: Sha256
  readonly receivedAt: string
  readonly changes: Changes
  readonly onFault: StreamPlace['onFault']
}

const keepApart = async (ingest: Ingest, entry: JournalEntry, why: string): Promise<void> => {
  const { tx, device, batch, receivedAt } = ingest
  const kept = await tx.one(countQuarantined, { deviceId: device.id })
  if ((kept?.count ?? 0) >= QUARANTINED_MAX) return
  const isNew = await tx.run(quarantineEntry, {
    deviceId: device.id,
    stream: batch.stream,
    seq: entry.seq,
    hash: entry.hash,
    why,
    entry: JSON.stringify(entry),
    receivedAt,
  })
  if (isNew === 0) return
  const detail = `device ${device.deviceNumber}, stream ${batch.stream}, entry ${entry.seq}`
  await tx.run(insertException, { kind: why, at: receivedAt, entryNumber: null, detail })
}

const isPrivateRight = (entry: JournalEntry, sha256: Sha256): boolean => {
  const promised = entry.body['privateHash']
  const part: PrivatePart | undefined = entry.private
  return promised === undefined ? part === undefined : part !== undefined && privateHash(part, sha256) === promised
}

const isDeviceRight = (entry: JournalEntry, { id, deviceNumber }: Ingest['device']): boolean =>
  entry.body['deviceId'] === id && entry.body['deviceNumber'] === deviceNumber

/** What speaks against an entry whose chain is right; unknown types of a newer till are kept and change nothing. */
const findFault = (entry: JournalEntry, { device, sha256 }: Ingest): QuarantineReason | undefined => {
  const { type } = entry
  if (Object.hasOwn(hubEntryBodies, type)) return 'type_forbidden'
  if (isEntryType(type) && !isBodyOf(type, entry.body)) return 'body_invalid'
  if (type === 'stream_opened' && !isDeviceRight(entry, device)) return 'device_wrong'
  return isPrivateRight(entry, sha256) ? undefined : 'private_wrong'
}

/** The same, by what the hub has in its tables: personal data that was erased by order, and keys. */
const findContentFault = async (entry: JournalEntry, ingest: Ingest): Promise<QuarantineReason | undefined> => {
  const { tx, device } = ingest
  const fault = findFault(entry, ingest)
  if (fault === 'private_wrong' && entry.private === undefined && (await isErased(tx, entry))) return undefined
  return fault === undefined && entry.type === 'anchor' ? faultOfAnchor(tx, device.id, entry) : fault
}

const heldHashOf = async (tx: Tx, stream: OpenStream | undefined, seq: number): Promise<string | undefined> => {
  if (stream === undefined || seq > stream.last_seq) return undefined
  return (await tx.one(findEntryHash, { streamNumber: stream.number, seq }))?.hash
}

const judge = async (
  ingest: Ingest,
  stream: OpenStream | undefined,
  entry: JournalEntry,
): Promise<{ readonly verdict: Verdict | QuarantineReason; readonly text: string }> => {
  const { tx, batch } = ingest
  // The judge hashes the entry's canonical text, which is what gets stored: it is made once.
  if (entry.stream !== batch.stream) return { verdict: 'hash_wrong', text: '' }
  let text = ''
  const capture: Sha256 = (hashed) => {
    text = hashed
    return ingest.sha256(hashed)
  }
  const held =
    stream === undefined || stream.last_seq === 0
      ? undefined
      : { stream: batch.stream, seq: stream.last_seq, hash: stream.last_hash }
  const verdict = judgeEntry(held, await heldHashOf(tx, stream, entry.seq), entry, capture)
  if (verdict !== 'next') return { verdict, text }
  return { verdict: (await findContentFault(entry, ingest)) ?? 'next', text }
}

const openStream = async ({ tx, batch, device }: Ingest): Promise<OpenStream> => {
  const row = { stream: batch.stream, deviceId: device.id, deviceNumber: device.deviceNumber, lastHash: GENESIS_HASH }
  await tx.run(insertStream, row)
  const made = await tx.one(findStream, { stream: batch.stream })
  assert(made !== undefined, 'A stream that was just made is there.')
  return made
}

/** Where a batch stands while its entries are taken one by one. */
interface Progress {
  stream: OpenStream | undefined
  quarantined: string | undefined
  storedCount: number
  anchored: JournalPlace | undefined
}

const noteOpening = async ({ tx, device, receivedAt }: Ingest, { stream, body }: JournalEntry): Promise<void> => {
  // The body was checked when the entry was judged.
  const { parent } = body as EntryBodies['stream_opened']
  await noteFork(tx, { deviceId: device.id, deviceNumber: device.deviceNumber, stream, parent, receivedAt })
}

const takeNext = async (ingest: Ingest, progress: Progress, entry: JournalEntry, text: string): Promise<void> => {
  if (entry.type === 'stream_opened') await noteOpening(ingest, entry)
  const stream = progress.stream ?? (await openStream(ingest))
  const { device, onFault } = ingest
  const place = { streamNumber: stream.number, deviceNumber: device.deviceNumber, ...(onFault && { onFault }) }
  await storeEntry(ingest.tx, place, { entry, text }, ingest.changes)
  progress.stream = { number: stream.number, last_seq: entry.seq, last_hash: entry.hash }
  progress.storedCount += 1
  if (entry.type === 'anchor') progress.anchored = { stream: entry.stream, seq: entry.seq, hash: entry.hash }
}

const startQuarantine = async (ingest: Ingest, progress: Progress, entry: JournalEntry, why: string): Promise<void> => {
  progress.stream ??= await openStream(ingest)
  progress.quarantined = why
  ingest.changes.isEntryNotApplied = true
  await ingest.tx.run(quarantineStream, { number: progress.stream.number, why })
  await keepApart(ingest, entry, why)
}

/** True for the first entry that the till still keeps, where the hub lacks some before it: it will not get them. */
const isAfterPruned = (
  { prunedTo }: JournalBatch,
  stream: OpenStream | undefined,
  { seq, prevHash }: JournalEntry,
): boolean =>
  prunedTo !== undefined &&
  (stream?.last_seq ?? 0) < prunedTo.seq &&
  seq === prunedTo.seq + 1 &&
  prevHash === prunedTo.hash

/** Goes on after what nobody has any more: the hub was put back further than tills keep. Somebody gets to know. */
const skipPruned = async (ingest: Ingest, progress: Progress): Promise<void> => {
  const { tx, device, batch, receivedAt } = ingest
  const { seq, hash } = batch.prunedTo ?? { seq: 0, hash: GENESIS_HASH }
  const stream = progress.stream ?? (await openStream(ingest))
  await tx.run(moveStreamHead, { number: stream.number, seq, hash })
  progress.stream = { number: stream.number, last_seq: seq, last_hash: hash }
  const detail = `device ${device.deviceNumber}, stream ${batch.stream}: entries ${stream.last_seq + 1} to ${seq} are gone`
  await tx.run(insertException, { kind: 'journal_entries_missing', at: receivedAt, entryNumber: null, detail })
}

/** True when the batch goes on after this entry, false at a gap. */
const takeEntry = async (ingest: Ingest, progress: Progress, entry: JournalEntry): Promise<boolean> => {
  if (progress.quarantined !== undefined) {
    if (entry.seq > (progress.stream?.last_seq ?? 0)) await keepApart(ingest, entry, progress.quarantined)
    return true
  }
  if (isAfterPruned(ingest.batch, progress.stream, entry)) await skipPruned(ingest, progress)
  const { verdict, text } = await judge(ingest, progress.stream, entry)
  if (verdict === 'gap') return false
  if (verdict === 'next') await takeNext(ingest, progress, entry, text)
  else if (verdict !== 'known') await startQuarantine(ingest, progress, entry, verdict)
  return true
}

/** What the device wrote beyond this batch may undo what is in it: nobody else gets anything back of it meanwhile. */
const noteHead = async ({ tx, device, batch: { stream, head, entries } }: Ingest): Promise<void> => {
  const isReached = head.stream === stream && entries.at(-1)?.seq === head.seq
  if (!isReached) await tx.run(keepToldHead, { deviceId: device.id, stream: head.stream, seq: head.seq })
}

/**
 * Takes a batch of one stream from an enrolled device, within a transaction: stores and applies what comes next, knows
 * what it has, stops at a gap, and keeps forks and forgeries apart with an alarm. The position it gives may be told to
 * the device after COMMIT only.
 */
export async function ingestBatch(ingest: Ingest): Promise<BatchResult> {
  const { stream, entries } = ingest.batch
  const found = await ingest.tx.one(findStream, { stream })
  if (found !== undefined && found.device_id !== ingest.device.id) {
    for (const entry of entries) await keepApart(ingest, entry, 'stream_of_another')
    return { stream, last: 0, quarantined: 'stream_of_another', storedCount: 0, anchored: undefined }
  }
  await noteHead(ingest)
  const quarantined = found?.quarantined_why ?? undefined
  const progress: Progress = { stream: found, quarantined, storedCount: 0, anchored: undefined }
  for (const entry of entries) if (!(await takeEntry(ingest, progress, entry))) break
  return {
    stream,
    last: progress.stream?.last_seq ?? 0,
    quarantined: progress.quarantined,
    storedCount: progress.storedCount,
    anchored: progress.anchored,
  }
}
