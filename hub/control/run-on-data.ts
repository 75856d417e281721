import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ServiceError } from '#core/errors/service-error.ts'
import { SOFTWARE_VERSION } from '#core/protocol/software-version.ts'
import { createDataCommands } from '#hub/control/hub-commands.ts'
import { openHubDatabase } from '#hub/db/hub-database.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { createPasswords } from '#hub/identity/passwords.ts'
import { openJournal } from '#hub/ingest/journal.ts'
import { newSalt } from '#hub/ports/new-salt.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { systemClock } from '#hub/ports/system-clock.ts'
import { StartError } from '#hub/start-error.ts'

const BCRYPT_COST = 12

/** Data that no hub is running on. */
export interface DataPlace {
  readonly dataFolder: string
  readonly databasePath: string
  readonly isDemo: boolean
}

/** Runs a command on data that no hub has open, holding the database's lock meanwhile. Throws `StartError` when one has. */
export async function runOnData(
  place: DataPlace,
  { command, params }: { readonly command: string; readonly params: Readonly<Record<string, unknown>> },
  say: (progress: string) => void,
): Promise<unknown> {
  const keyFolder = join(place.dataFolder, 'hub', 'keys')
  mkdirSync(keyFolder, { recursive: true, mode: 0o700 })
  // The command whose outcome is unknown fails as well, and says why.
  const database = openHubDatabase(place.databasePath, () => {})
  try {
    const ports = { clock: systemClock, newId: newUuid, newSalt, sha256, version: SOFTWARE_VERSION }
    const signer = feedSigner(loadOrMakeKey(join(keyFolder, 'feed.key')))
    const journal = await openJournal({ ...ports, database, feedSigner: signer, onChanges: () => {} })
    const passwords = createPasswords(BCRYPT_COST, () => new ServiceError('overloaded', 'passwords'))
    const settings = { isDemo: place.isDemo, isTest: false }
    const run = createDataCommands({ ...ports, settings, database, journal, passwords })[command]
    if (run === undefined) throw new StartError('This needs the running hub. Start it first.')
    return await run(params, say)
  } finally {
    await database.close()
  }
}
