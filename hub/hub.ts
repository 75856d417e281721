import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { ServiceError } from '#core/errors/service-error.ts'
import { SOFTWARE_VERSION } from '#core/protocol/software-version.ts'
import { createApp } from '#hub/app.ts'
import { archiveFolderOf } from '#hub/archive/archive-files.ts'
import { keepArchived } from '#hub/archive/keep-archived.ts'
import type { ControlCommand } from '#hub/control/control-server.ts'
import { createHubCommands } from '#hub/control/hub-commands.ts'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import { fullAtStart } from '#hub/db/storage-fault.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { openDevices, type Devices } from '#hub/devices/open-devices.ts'
import { ownNames } from '#hub/devices/own-names.ts'
import { feedSigner, type FeedSigner } from '#hub/feed/feed-signer.ts'
import { createAlarms, type Alarms } from '#hub/health/alarms.ts'
import { createBaseServer, createServerCounters, type ServerCounters } from '#hub/http/base-server.ts'
import type { HubServer } from '#hub/http/server.ts'
import { createPasswords, type Passwords } from '#hub/identity/passwords.ts'
import { refuseDemoAccount } from '#hub/identity/refuse-demo-account.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import { openJournal, type Journal } from '#hub/ingest/journal.ts'
import { keepAnchored } from '#hub/ingest/keep-anchored.ts'
import { registerHubMetrics } from '#hub/metrics/hub-metrics.ts'
import { MetricsRegistry } from '#hub/metrics/registry.ts'
import { openSafekeeping, takeOverKeys } from '#hub/mirror/safekeeping.ts'
import { newSalt } from '#hub/ports/new-salt.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { systemClock } from '#hub/ports/system-clock.ts'
import { judgeAtStart } from '#hub/quarantine/judge-at-start.ts'
import { watchQuarantine } from '#hub/quarantine/watch-quarantine.ts'
import type { Settings } from '#hub/settings.ts'
import { StartError } from '#hub/start-error.ts'
import { resetForTests } from '#hub/testing/testing-routes.ts'

/** NIST asks for what takes a noticeable part of a second; tests sign in all the time. */
const BCRYPT_COST = 12
const BCRYPT_COST_IN_TESTS = 4
const RETRY_AFTER_MS = 2000
const DISK_FULL = 'The disk of the hub is full: nothing is taken until there is room. The tills keep what they have.'
const LOOPBACK = '127.0.0.1'

export interface HubParts {
  readonly settings: Settings
  readonly logger: Logger
  /** Ends the process: after an error whose outcome is unknown, or a bug, the next start looks at what is on the disk. */
  readonly onFatal: (error: unknown) => void
}

/** A running hub. */
export interface Hub {
  readonly server: HubServer
  readonly database: HubDatabase
  readonly journal: Journal
  readonly devices: Devices
  readonly port: number
  readonly commands: Readonly<Record<string, ControlCommand>>
  readonly close: () => Promise<void>
}

const listen = async (server: HubServer, host: string, port: number): Promise<number> => {
  try {
    await server.listen({ host, port })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      const remedy = 'Set PORT (npm start: --port N) to a free one.'
      throw new StartError(`Port ${port} on ${host} is taken by another program. ${remedy}`, { cause: error })
    }
    throw error
  }
  const address = server.server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

const keyFolderOf = ({ dataFolder }: Settings): string => join(dataFolder, 'hub', 'keys')

const safePlaceOf = (settings: Settings) => {
  const { mirrorFolder, encryptionKey } = settings
  return { mirrorFolder, encryptionKey, keyFolder: keyFolderOf(settings) }
}

const archiveParts = ({ archiveAfterMonths: keepMonths }: Settings, database: HubDatabase, signer: FeedSigner) => {
  const { path, archive: files } = database
  return { database, folder: archiveFolderOf(path), files, signer, sha256, keepMonths, nowMs: systemClock.nowMs }
}

const hostNamesOf = ({ hubNames, isDemo, isTest }: Settings): readonly string[] => {
  if (hubNames.length > 0) return hubNames
  return isDemo || isTest ? [LOOPBACK] : ownNames()
}

const ports = { clock: systemClock, newId: newUuid, newSalt, sha256, version: SOFTWARE_VERSION }

interface DeviceSideParts extends HubParts {
  readonly database: HubDatabase
  readonly journal: Journal
  readonly signer: FeedSigner
  readonly metrics: MetricsRegistry
  readonly counters: ServerCounters
}

const openDeviceSide = (parts: DeviceSideParts): Promise<Devices> => {
  const { settings, logger, onFatal, database, journal, signer, metrics, counters } = parts
  const refusals = metrics.counter('device_refusals_total', 'What was refused to devices, by reason.')
  const base = { logger, newId: newUuid, metrics, corsOrigins: [], onBug: onFatal, checksAnswers: settings.isTest }
  return openDevices({
    ...ports,
    database,
    journal,
    feedSigner: signer,
    storeId: settings.storeId,
    keyFolder: keyFolderOf(settings),
    encryptionKey: settings.encryptionKey,
    host: settings.deviceHost,
    mqttPort: settings.mqttPort,
    httpsPort: settings.devicePort,
    hostNames: hostNamesOf(settings),
    makeServer: () => createBaseServer(base, counters).server,
    onRefusal: (reason, detail) => {
      refusals.add({ reason })
      logger.warn({ reason, ...detail }, 'refused to a device')
    },
  })
}

const createHubPasswords = ({ isTest }: Settings): Passwords =>
  createPasswords(
    isTest ? BCRYPT_COST_IN_TESTS : BCRYPT_COST,
    () => new ServiceError('overloaded', 'passwords', RETRY_AFTER_MS),
  )

interface OpenedParts extends HubParts {
  readonly database: HubDatabase
  readonly metrics: MetricsRegistry
  readonly alarms: Alarms
}

const openParts = async (parts: OpenedParts, closing: (() => Promise<void>)[]): Promise<Hub> => {
  const { settings, logger, onFatal, database, metrics, alarms } = parts
  const counters = createServerCounters(metrics)
  const signer = feedSigner(loadOrMakeKey(join(keyFolderOf(settings), 'feed.key')))
  let announce: (changes: Changes) => void = () => {}
  const onChanges = (changes: Changes): void => {
    announce(changes)
    if (changes.isEntryNotApplied) void watchQuarantine(database.read, alarms)
  }
  const keeping = { ...ports, ...safePlaceOf(settings), database, feedSigner: signer, alarms, logger, onChanges }
  const { afterOwn, close: closeSafekeeping } = await openSafekeeping(keeping)
  closing.push(closeSafekeeping)
  const journal = await openJournal({ ...ports, database, feedSigner: signer, onChanges, afterOwn })
  closing.push(keepAnchored(journal, onFatal))
  closing.push(keepArchived(archiveParts(settings, database, signer), logger))
  await judgeAtStart({ ...ports, read: database.read, journal, nowMs: ports.clock.nowMs })
  await watchQuarantine(database.read, alarms)
  const passwords = createHubPasswords(settings)
  if (!settings.isDemo && !settings.isTest) await refuseDemoAccount(database.read, passwords)
  if (settings.isTest) await resetForTests({ ...ports, journal, passwords })

  const devices = await openDeviceSide({ ...parts, journal, signer, counters })
  closing.push(() => devices.close())
  announce = devices.announce
  registerHubMetrics(metrics, { database, devices })

  const shared = { ...ports, settings, database, journal, passwords }
  const { server } = await createApp({
    ...shared,
    logger,
    metrics,
    alarms,
    counters,
    onBug: onFatal,
    isBrokerUp: () => devices.mqttPort > 0,
    enrolment: devices.enrolment,
  })
  closing.push(() => server.close())
  const port = await listen(server, settings.host, settings.port)
  const commands = createHubCommands({ ...shared, devices, alarms, port })
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).toReversed()) await step()
  }
  return { server, database, journal, devices, port, commands, close }
}

/** Opens everything a hub is: database, journal, broker and listener for devices, API. Closes again what it opened when it fails. */
export async function openHub(parts: HubParts): Promise<Hub> {
  const { settings, logger, onFatal } = parts
  mkdirSync(keyFolderOf(settings), { recursive: true, mode: 0o700 })
  const takenKeys = takeOverKeys(safePlaceOf(settings))
  if (takenKeys.length > 0) logger.warn({ takenKeys }, 'keys that were missing came from the mirror')
  const metrics = new MetricsRegistry()
  const alarms = createAlarms(logger, metrics)
  const onRoom = (hasRoom: boolean): void => {
    if (hasRoom) alarms.clear('disk_full')
    else alarms.raise('disk_full', DISK_FULL)
  }
  const database = openHubDatabase(settings.databasePath, onFatal, { onRoom })
  const closing: (() => Promise<void>)[] = [() => database.close()]
  try {
    const hub = await openParts({ ...parts, database, metrics, alarms }, closing)
    database.guardRoom()
    return hub
  } catch (error) {
    for (const step of closing.splice(0).toReversed()) await step()
    if (error instanceof ServiceError && error.code === 'disk_full') throw fullAtStart(error)
    throw error
  }
}
