import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnrolmentCode } from '#core/identity/enrolment-code.ts'
import type { Clock } from '#core/ports/clock.ts'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { openDevices, type DeviceRefusal, type Devices } from '#hub/devices/open-devices.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { createServer } from '#hub/http/server.ts'
import { openJournal, type Journal } from '#hub/ingest/journal.ts'
import { createLog } from '#hub/log.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { systemClock } from '#hub/ports/system-clock.ts'

/** A hub's device side with real files and sockets on the loopback address. */
export interface RunningHub {
  readonly folder: string
  readonly database: HubDatabase
  readonly journal: Journal
  readonly devices: Devices
  readonly refusals: DeviceRefusal[]
  /** Ends it and leaves its data where it is. */
  readonly stop: () => Promise<void>
}

export interface HubOptions {
  readonly folder: string
  readonly clock?: Clock
  /** Ports of an earlier start, so that tills find it again. */
  readonly ports?: { readonly mqttPort: number; readonly httpsPort: number }
  /** Called when a batch has come over the wire, before anything is done with it. */
  readonly onBatch?: () => void
}

export const newFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'vendly-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export const startHub = async ({ folder, clock = systemClock, ports, onBatch }: HubOptions): Promise<RunningHub> => {
  const database = openHubDatabase(join(folder, 'hub.sqlite'), (error) => {
    throw error
  })
  const signer = feedSigner(loadOrMakeKey(join(folder, 'feed.key')))
  const log = createLog({ level: 'silent', file: 1 })
  const refusals: DeviceRefusal[] = []
  let devices: Devices | undefined
  const journal = await openJournal({
    database,
    feedSigner: signer,
    clock,
    newId: newUuid,
    sha256,
    version: 'test',
    onChanges: (changes) => devices?.announce(changes),
  })
  const receive: Journal['receive'] = async (device, batch) => {
    onBatch?.()
    return journal.receive(device, batch)
  }
  devices = await openDevices({
    database,
    journal: { ...journal, receive },
    clock,
    newId: newUuid,
    storeId: 'main',
    feedSigner: signer,
    keyFolder: folder,
    encryptionKey: 'a key for tests that is long enough',
    host: '127.0.0.1',
    mqttPort: ports?.mqttPort ?? 0,
    httpsPort: ports?.httpsPort ?? 0,
    hostNames: ['127.0.0.1'],
    makeServer: () => createServer({ logger: log, newId: newUuid, onUnknownFields: () => {}, checksAnswers: true }),
    onRefusal: (refusal) => refusals.push(refusal),
  })
  const running = devices
  return {
    folder,
    database,
    journal,
    devices: running,
    refusals,
    stop: async () => {
      await running.close()
      await database.close()
    },
  }
}

/** A fresh token for a device, as the device reads it. */
export const newCode = async (hub: RunningHub, name: string, lifetimeMs = 600_000) => {
  const code = parseEnrolmentCode((await hub.devices.enrolment.makeToken(name, lifetimeMs, null)).code)
  if (code === undefined) throw new Error('The hub made a code that nobody can read.')
  return code
}
