import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from '#bin/commands/command-table.ts'
import { askOrRun, guarded, placeOf, secretOf } from '#bin/commands/place.ts'
import { SOFTWARE_VERSION } from '#core/protocol/software-version.ts'
import { applyMirror, type Applied } from '#hub/backup/apply-mirror.ts'
import { restoreHub, type Restored } from '#hub/backup/restore-hub.ts'
import type { Snapshot } from '#hub/backup/take-snapshot.ts'
import { writeBackup } from '#hub/backup/write-backup.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { systemClock } from '#hub/ports/system-clock.ts'

const KILOBYTE_BYTES = 1000

const pathOf = (value: string | boolean | undefined): string | undefined =>
  typeof value === 'string' ? resolve(value) : undefined

const kilobytes = (bytes: number): string => `${Math.ceil(bytes / KILOBYTE_BYTES).toLocaleString('en')} kB`

export const hubBackup: Command = guarded(async (call) => {
  const target = pathOf(call.flags['to'])
  if (target === undefined) return 'Say where to: vendly hub backup --to FILE'
  const place = placeOf(call)
  if (!existsSync(place.databasePath))
    return `There is no hub's data in ${place.dataFolder}; --data DIR says where it is.`
  const secret = secretOf(call, place)
  if (existsSync(target)) return `${target} is there already; name a file that is not.`
  const { path: snapshotPath, schema, hubId } = (await askOrRun(call, 'snapshot')) as Snapshot
  const madeAt = new Date(systemClock.nowMs()).toISOString()
  const facts = { madeAt, softwareVersion: SOFTWARE_VERSION, schema, hubId }
  const { keyFolder } = place
  const made = await writeBackup({ snapshotPath, keyFolder, target, secret, facts, sha256, say: call.say })
  call.say(
    `${made.entryCount} entries in ${made.streamCount} streams, verified, ${kilobytes(made.sizeBytes)}: ${target}`,
  )
  call.say('It opens under ENCRYPTION_KEY only. Keep that elsewhere too.')
  return undefined
})

const tellRestored = (say: (text: string) => void, { header, entryCount, putAside }: Restored): void => {
  say(`Restored ${entryCount} entries, as they were at ${header.madeAt}.`)
  if (putAside !== undefined) say(`What was there is in ${putAside}`)
}

const tellApplied = (say: (text: string) => void, { takenCount, refusedCount, deviceCount }: Applied): void => {
  if (takenCount > 0) say(`${takenCount} newer entries of the hub's own came from the mirror.`)
  if (deviceCount > 0) say(`${deviceCount} devices were put right by their record.`)
  if (refusedCount > 0) say(`${refusedCount} lines of the mirror do not go on from this database; they stay there.`)
  say('Start the hub: the tills send what is missing by themselves, and refunds wait until each has.')
}

export const hubRestore: Command = guarded(async (call) => {
  const from = pathOf(call.flags['from'])
  const mirrorFolder = pathOf(call.flags['mirror'] ?? call.environment['MIRROR_DIR'])
  if (from === undefined && mirrorFolder === undefined) {
    return 'Say from what: vendly hub restore --from FILE [--mirror DIR]'
  }
  if (from !== undefined && !existsSync(from)) return `There is no ${from}.`
  const place = placeOf(call)
  const isForced = call.flags['force'] === true
  if (from === undefined && existsSync(place.databasePath)) {
    return `There is a hub's database in ${place.dataFolder}: start the hub with MIRROR_DIR, and it takes over what it lacks.`
  }
  const common = { ...place, mirrorFolder, secret: secretOf(call, place), sha256, say: call.say }
  if (from !== undefined) {
    tellRestored(call.say, await restoreHub({ ...common, from, isForced, nowMs: systemClock.nowMs }))
  }
  tellApplied(call.say, await applyMirror({ ...common, newId: newUuid }))
  return undefined
})
