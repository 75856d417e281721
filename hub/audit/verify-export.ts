import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { Check } from 'typebox/value'
import { journalEntrySchema, type JournalEntry } from '#core/journal/entry.ts'
import { AuditError, type AuditedJournal } from '#hub/audit/audited-journal.ts'
import { EXPORT_FORMAT, manifestSchema, manifestText, type Extract, type Manifest } from '#hub/audit/export-format.ts'
import { verifyAudited, type AuditVerdict } from '#hub/audit/verify-audited.ts'
import { signatures } from '#hub/ports/signatures.ts'

/** RFC 1952: what every gzip file begins with. */
const GZIP_MAGIC = 0x1f_8b

/** True for a file that is an extract, by its first bytes. */
export async function isExport(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer.readUInt16BE() === GZIP_MAGIC
  } finally {
    await file.close()
  }
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const manifestIn = (line: string | undefined): Manifest => {
  const manifest = parsed(line ?? '')
  const format = typeof manifest === 'object' && manifest !== null && 'format' in manifest ? manifest.format : undefined
  if (typeof format === 'number' && format > EXPORT_FORMAT) {
    throw new AuditError(`This extract is of format ${format}; this Vendly reads up to ${EXPORT_FORMAT}.`)
  }
  if (Check(manifestSchema, manifest)) return manifest
  throw new AuditError('This file is no extract of a journal.')
}

const isSignatureRight = ({ signature, ...facts }: Manifest): boolean =>
  signatures.keyIdOf(facts.publicKey) === facts.keyId &&
  signatures.isSigned(facts.publicKey, manifestText(facts), signature)

/** What came of checking an extract. */
export interface ExportVerdict {
  readonly manifest: Manifest
  /** False: what the manifest says was changed since the hub signed it. */
  readonly isManifestSigned: boolean
  readonly verdicts: readonly AuditVerdict[]
}

const entryIn = (line: string, { endsAt }: Extract): JournalEntry => {
  const entry = parsed(line)
  if (Check(journalEntrySchema, entry)) return entry
  throw new AuditError(`A line before entry ${endsAt.seq} of ${endsAt.stream} is no entry.`)
}

async function* take(lines: AsyncIterator<string>, extract: Extract): AsyncGenerator<JournalEntry> {
  for (let count = 0; count < extract.entryCount; count += 1) {
    const line = await lines.next()
    if (line.done === true) return
    yield entryIn(line.value, extract)
  }
}

const journalOf = (extract: Extract, lines: AsyncIterator<string>): AuditedJournal => {
  const { deviceId, name, keyIds, mayFork, startsAfter, endsAt } = extract
  return {
    deviceId,
    name,
    mayFork,
    keyIds: new Set(keyIds),
    startsAfter,
    witnesses: [endsAt],
    // The hub left it out, or it was erased before.
    isErased: () => true,
    entries: () => take(lines, extract),
  }
}

/** Checks an extract by itself: the hub's word, and under it every chain and anchor. Throws `AuditError`. */
export async function verifyExport(path: string, say: (progress: string) => void): Promise<ExportVerdict> {
  const source = createReadStream(path).pipe(createGunzip())
  const failed = new Promise<never>((_resolve, reject) => {
    source.once('error', (cause) => reject(new AuditError('This extract is damaged or cut off.', { cause })))
  })
  failed.catch(() => undefined)
  const reader = createInterface({ input: source, crlfDelay: Infinity })[Symbol.asyncIterator]()
  const lines: AsyncIterator<string> = { next: () => Promise.race([reader.next(), failed]) }
  const first = await lines.next()
  const manifest = manifestIn(first.done === true ? undefined : first.value)
  const verdicts: AuditVerdict[] = []
  for (const extract of manifest.extracts) {
    const verdict = await verifyAudited(journalOf(extract, lines), say)
    verdicts.push(verdict)
    // Where the lines of the next device begin is not known after a break.
    if (verdict.fault !== undefined) break
  }
  return { manifest, isManifestSigned: isSignatureRight(manifest), verdicts }
}
