import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command, CommandCall } from '#bin/commands/command-table.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { BackupError } from '#hub/backup/backup-error.ts'
import { askHub, AskHubError } from '#hub/control/ask-hub.ts'
import { MirrorError } from '#hub/mirror/mirror-marker.ts'
import { databasePathOf } from '#hub/settings.ts'
import { StartError } from '#hub/start-error.ts'

/** Where the hub keeps its data, and where the demo does, when nobody says so. */
const HUB_FOLDER = '.local/hub'
const DEMO_FOLDER = '.local/demo'

/** Where a hub's data is, when nobody says so. Throws `StartError` where there are two, so that no command takes the wrong one. */
const onlyFolder = (): string => {
  const found = [HUB_FOLDER, DEMO_FOLDER].filter((folder) => existsSync(join(folder, 'hub')))
  if (found.length > 1) {
    throw new StartError(
      `There are two hubs' data here: say --data ${HUB_FOLDER}, or --data ${DEMO_FOLDER} for the demo's.`,
    )
  }
  return found[0] ?? HUB_FOLDER
}

/** The hub's data that a command is about. */
export interface Place {
  readonly dataFolder: string
  readonly databasePath: string
  readonly keyFolder: string
  readonly isDemo: boolean
}

export const placeOf = ({ flags, environment }: CommandCall): Place => {
  const given = typeof flags['data'] === 'string' ? flags['data'] : environment['VENDLY_DATA']
  const dataFolder = resolve(given ?? onlyFolder())
  return {
    dataFolder,
    databasePath: databasePathOf(environment['DATABASE_URL'] ?? '', dataFolder),
    keyFolder: join(dataFolder, 'hub', 'keys'),
    isDemo: environment['VENDLY_DEMO'] === 'true' || existsSync(join(dataFolder, 'vendly-demo')),
  }
}

/** The setting ENCRYPTION_KEY, or the one that the demo made for itself. Throws `BackupError`. */
export const secretOf = ({ environment }: CommandCall, { keyFolder }: Place): string => {
  const given = environment['ENCRYPTION_KEY'] ?? ''
  if (given !== '') return given
  const made = join(keyFolder, 'encryption_key.secret')
  if (existsSync(made)) return readFileSync(made, 'utf8')
  throw new BackupError('key_missing', 'ENCRYPTION_KEY is missing: set it as the hub has it, in .env.')
}

const isAway = (error: unknown): boolean => error instanceof AskHubError && error.code === 'away'

const inWords = (error: unknown): string => {
  const kinds = [AskHubError, StartError, DomainError, BackupError, MirrorError]
  if (error instanceof Error && kinds.some((kind) => error instanceof kind)) return error.message
  throw error
}

/** Asks the running hub; where none runs, works on the data itself under the database's lock. */
export const askOrRun = async (call: CommandCall, command: string, params: object = {}): Promise<unknown> => {
  const place = placeOf(call)
  const request = { command, params: { ...params } }
  try {
    return await askHub(join(place.dataFolder, 'hub'), request, call.say)
  } catch (error) {
    if (!isAway(error)) throw error
    const { runOnData } = await import('#hub/control/run-on-data.ts')
    return runOnData(place, request, call.say)
  }
}

/** Says what went wrong where a person can mend it; what is a bug is thrown on. */
export const guarded =
  (run: Command): Command =>
  async (call) => {
    try {
      return await run(call)
    } catch (error) {
      return inWords(error)
    }
  }
