import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openControlServer } from '#hub/control/control-server.ts'
import { openHub } from '#hub/hub.ts'
import { createLog } from '#hub/log.ts'
import { makeSecret } from '#hub/make-secret.ts'
import { readSettings, type Settings } from '#hub/settings.ts'
import { StartError } from '#hub/start-error.ts'

const STANDARD_OUTPUT = 1
const EXIT_FATAL = 1
/** sysexits.h, EX_CONFIG. */
const EXIT_CONFIGURATION = 78

const runtimeFolderOf = ({ runtimeFolder }: Settings): string => {
  if (runtimeFolder !== undefined) {
    mkdirSync(runtimeFolder, { recursive: true, mode: 0o700 })
    return runtimeFolder
  }
  return mkdtempSync(join(process.env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'vendly-'))
}

const untilSignal = async (): Promise<NodeJS.Signals> =>
  new Promise((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended(signal))
  })

const run = async (settings: Settings): Promise<void> => {
  const logger = createLog({ level: settings.logLevel, file: settings.logFile ?? STANDARD_OUTPUT })
  const onFatal = (error: unknown): void => {
    logger.fatal(
      { err: error },
      'the outcome of this is unknown, or it is a bug; the next start looks at what there is',
    )
    process.exit(EXIT_FATAL)
  }
  process.on('uncaughtException', onFatal)
  process.on('unhandledRejection', onFatal)
  const stopped = untilSignal()
  const hub = await openHub({ settings, logger, onFatal })
  const control = await openControlServer({
    socketPath: join(runtimeFolderOf(settings), 'hub.sock'),
    dataFolder: join(settings.dataFolder, 'hub'),
    commands: hub.commands,
    onFailure: (command, error) => logger.error({ command, err: error }, 'a command failed'),
  })
  const { port } = hub
  const { host, databasePath, isDemo } = settings
  logger.info({ host, port, mqttPort: hub.devices.mqttPort, databasePath, isDemo }, 'the hub is up')
  const signal = await stopped
  logger.info({ signal }, 'the hub stops')
  await control[Symbol.asyncDispose]()
  await hub.close()
  logger.info('the hub has stopped')
}

// Everything that this program writes is for its own user alone.
process.umask(0o077)
try {
  await run(readSettings(process.env, makeSecret))
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  // Nothing that was half opened may keep it alive: whoever started it waits for the end to say why.
  process.exit(EXIT_CONFIGURATION)
}
