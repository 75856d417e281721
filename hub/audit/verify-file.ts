import type Sqlite from 'better-sqlite3'
import { AuditError, type AuditedJournal } from '#hub/audit/audited-journal.ts'
import { headsOf, hubJournals, keyIdsAtHub } from '#hub/audit/hub-journals.ts'
import { hubKeyIdsBeside, hubKeyIdsOfEnrolment, tillKeyIdsBeside } from '#hub/audit/known-keys.ts'
import { openCopy, type OpenedCopy } from '#hub/audit/open-copy.ts'
import { tillJournal } from '#hub/audit/till-journal.ts'
import { verifyAudited, type AuditVerdict } from '#hub/audit/verify-audited.ts'

/** What is to be checked, and with what. */
export interface FileAudit {
  /** A database of a hub or of a till. */
  readonly path: string
  /** Where it lay, when `path` is a copy: keys are looked for beside it. */
  readonly originalPath?: string
  /** The database of a hub that is a witness for a till's. */
  readonly hubPath?: string
  /** Where that lay, when `hubPath` is a copy. */
  readonly hubKeysPath?: string
  /** Keys that are known otherwise: SHA-256 of each public key. */
  readonly keyIds: readonly string[]
}

const tablesIn = (connection: Sqlite.Database): ReadonlySet<unknown> =>
  new Set(connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all())

/** What kind of database it is. Throws `AuditError` for one that holds no journal of ours. */
const kindOf = (connection: Sqlite.Database, path: string): 'hub' | 'till' => {
  const tables = tablesIn(connection)
  if (tables.has('entries') && tables.has('device_keys')) return 'hub'
  if (tables.has('journal') && tables.has('print_jobs')) return 'till'
  if (tables.has('entries')) throw new AuditError(`${path} is of an older Vendly: vendly hub migrate brings it up.`)
  throw new AuditError(`${path} is a database, but neither a hub's nor a till's.`)
}

const journalOfTill = (
  { path, originalPath = path, hubPath, hubKeysPath = hubPath, keyIds }: FileAudit,
  connection: Sqlite.Database,
  hub: Sqlite.Database | undefined,
): AuditedJournal => {
  const hubKeyIds = [
    ...hubKeyIdsOfEnrolment(originalPath),
    ...(hubKeysPath === undefined ? [] : hubKeyIdsBeside(hubKeysPath)),
  ]
  return tillJournal(connection, {
    keyIds: (deviceId) =>
      // The hub knows every key that the till ever had; the file beside it only the newest.
      new Set([...keyIds, ...(hub === undefined ? tillKeyIdsBeside(originalPath) : keyIdsAtHub(hub, deviceId))]),
    hubHeads: (deviceId) => (hub === undefined ? [] : headsOf(hub, deviceId)),
    hubKeyIds: new Set([...keyIds, ...hubKeyIds]),
  })
}

const refuseKeyless = ({ keyIds, name }: AuditedJournal, { fault }: AuditVerdict): void => {
  if (keyIds.size > 0 || fault?.why !== 'anchor_key_unknown') return
  throw new AuditError(
    `No key is known that the journal of ${name} was signed with. Name the hub's data with --data, or the key with --key.`,
  )
}

/** Checks journals one after the other. */
async function verifyAll(
  journals: readonly AuditedJournal[],
  say: (progress: string) => void,
): Promise<AuditVerdict[]> {
  const verdicts: AuditVerdict[] = []
  for (const journal of journals) {
    const verdict = await verifyAudited(journal, say)
    refuseKeyless(journal, verdict)
    verdicts.push(verdict)
  }
  return verdicts
}

/** Checks every journal in a database file, without touching it. Throws `AuditError` where it cannot be checked. */
export async function verifyFile(audit: FileAudit, say: (progress: string) => void): Promise<AuditVerdict[]> {
  const { path, originalPath = path, hubPath, hubKeysPath, keyIds } = audit
  const copies: OpenedCopy[] = []
  const open = (file: string, original: string): Sqlite.Database => {
    const copy = openCopy(file, original)
    copies.push(copy)
    return copy.connection
  }
  try {
    const connection = open(path, originalPath)
    if (kindOf(connection, path) === 'hub') {
      const ownKeyIds = new Set([...keyIds, ...hubKeyIdsBeside(originalPath)])
      return await verifyAll(hubJournals(connection, ownKeyIds), say)
    }
    const hub = hubPath === undefined ? undefined : open(hubPath, hubKeysPath ?? hubPath)
    if (hub !== undefined && kindOf(hub, hubPath ?? '') !== 'hub') {
      throw new AuditError(`${hubPath ?? ''} is no hub's database.`)
    }
    return await verifyAll([journalOfTill(audit, connection, hub)], say)
  } finally {
    for (const copy of copies) copy.close()
  }
}
