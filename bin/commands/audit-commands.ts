import { existsSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command, CommandCall, Failure } from '#bin/commands/command-table.ts'
import { placeOf, type Place } from '#bin/commands/place.ts'
import { SOFTWARE_VERSION } from '#core/protocol/software-version.ts'
import { AuditError } from '#hub/audit/audited-journal.ts'
import { exportJournal } from '#hub/audit/export-journal.ts'
import { openCopy } from '#hub/audit/open-copy.ts'
import { verdictText, type AuditVerdict } from '#hub/audit/verify-audited.ts'
import { isExport, verifyExport } from '#hub/audit/verify-export.ts'
import { verifyFile } from '#hub/audit/verify-file.ts'
import type { Snapshot } from '#hub/backup/take-snapshot.ts'
import { askHub, AskHubError } from '#hub/control/ask-hub.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { systemClock } from '#hub/ports/system-clock.ts'

const EXIT_BROKEN = 1
const EXIT_UNCHECKED = 2
const DATE = /^\d{4}-\d{2}-\d{2}$/u
const KEY_ID = /^[0-9a-f]{64}$/u

const unchecked = (message: string): Failure => ({ message, exitCode: EXIT_UNCHECKED })

const audited =
  (run: Command): Command =>
  async (call) => {
    try {
      return await run(call)
    } catch (error) {
      if (error instanceof AuditError || error instanceof AskHubError) return unchecked(error.message)
      throw error
    }
  }

const tell = ({ say }: CommandCall, verdicts: readonly AuditVerdict[]): Failure | undefined => {
  const broken = verdicts.filter(({ fault }) => fault !== undefined)
  for (const verdict of verdicts) if (verdict.fault === undefined) say(verdictText(verdict))
  if (broken.length === 0) return undefined
  return { message: broken.map(verdictText).join('\n'), exitCode: EXIT_BROKEN }
}

/** A running hub writes on: it makes a copy of itself, and that is looked at. */
const withHubFile = async <T>(call: CommandCall, place: Place, use: (path: string) => Promise<T>): Promise<T> => {
  if (!existsSync(place.databasePath)) {
    throw new AuditError(`There is no hub's data in ${place.dataFolder}; --data DIR says where it is.`)
  }
  let snapshot: Snapshot | undefined
  try {
    snapshot = (await askHub(join(place.dataFolder, 'hub'), { command: 'snapshot' }, call.say)) as Snapshot
  } catch (error) {
    if (!(error instanceof AskHubError) || error.code !== 'away') throw error
  }
  try {
    return await use(snapshot?.path ?? place.databasePath)
  } finally {
    if (snapshot !== undefined) rmSync(snapshot.path, { force: true })
  }
}

const verifyExtract = async (
  call: CommandCall,
  path: string,
  keyIds: readonly string[],
): Promise<Failure | undefined> => {
  const { manifest, isManifestSigned, verdicts } = await verifyExport(path, call.say)
  const { from, until, hubId, keyId } = manifest
  call.say(`Extract of ${from} to ${until}, of the hub ${hubId}, signed with the key ${keyId}.`)
  if (!isManifestSigned) {
    return { message: 'The head of this extract was changed since the hub signed it.', exitCode: EXIT_BROKEN }
  }
  if (keyIds.length > 0 && !keyIds.includes(keyId)) {
    return { message: `It was signed with another key than ${keyIds.join(', ')}.`, exitCode: EXIT_BROKEN }
  }
  if (keyIds.length === 0) call.say('Compare that key with the one of your hub: --key ID does.')
  return tell(call, verdicts)
}

export const auditVerify: Command = audited(async (call) => {
  const { file, key, data } = call.flags
  if (typeof key === 'string' && !KEY_ID.test(key)) return unchecked('A key is named by 64 hexadecimal digits.')
  const keyIds = typeof key === 'string' ? [key] : []
  const place = placeOf(call)
  if (typeof file !== 'string') {
    const { databasePath: originalPath } = place
    return withHubFile(call, place, async (path) =>
      tell(call, await verifyFile({ path, originalPath, keyIds }, call.say)),
    )
  }
  const path = resolve(file)
  if (!existsSync(path)) return unchecked(`There is no ${path}.`)
  if (await isExport(path)) return verifyExtract(call, path, keyIds)
  if (typeof data !== 'string') return tell(call, await verifyFile({ path, keyIds }, call.say))
  return withHubFile(call, place, async (hubPath) => {
    const hubKeysPath = place.databasePath
    return tell(call, await verifyFile({ path, hubPath, hubKeysPath, keyIds }, call.say))
  })
})

export const auditExport: Command = audited(async (call) => {
  const { from, until, to, personal } = call.flags
  if (typeof from !== 'string' || typeof until !== 'string' || typeof to !== 'string') {
    return unchecked('Say which period, and where to: vendly audit export --from DATE --until DATE --to FILE')
  }
  if (!DATE.test(from) || !DATE.test(until) || from > until) return unchecked('A period is two dates, YYYY-MM-DD.')
  const place = placeOf(call)
  const keyPath = join(place.keyFolder, 'feed.key')
  if (!existsSync(keyPath)) return unchecked(`The hub's key is not in ${place.keyFolder}: nothing can be signed.`)
  return withHubFile(call, place, async (path) => {
    const copy = openCopy(path, place.databasePath)
    try {
      const hubId = copy.connection.prepare(`SELECT value FROM hub_facts WHERE name = 'hub_device_id'`).pluck().get()
      const { extracts, keyId } = await exportJournal({
        connection: copy.connection,
        signer: feedSigner(loadOrMakeKey(keyPath)),
        target: resolve(to),
        hubId: String(hubId),
        madeAt: new Date(systemClock.nowMs()).toISOString(),
        softwareVersion: SOFTWARE_VERSION,
        from,
        until,
        hasPersonalData: personal === true,
      })
      const entryCount = extracts.reduce((sum, extract) => sum + extract.entryCount, 0)
      call.say(`${entryCount} entries of ${extracts.length} devices: ${resolve(to)}`)
      call.say(`Signed with the key ${keyId}; give that to whoever checks it, another way than the file.`)
      return undefined
    } finally {
      copy.close()
    }
  })
})
