import { hkdfSync } from 'node:crypto'
import { join } from 'node:path'
import type { RekeyRequest } from '#core/identity/rekey.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import { Announcements } from '#hub/broker/announcements.ts'
import type { BrokerRefusal } from '#hub/broker/broker-refusal.ts'
import { DeviceBroker } from '#hub/broker/device-broker.ts'
import { DeviceSession } from '#hub/broker/device-session.ts'
import { allStockLevels } from '#hub/broker/stock-queries.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { DeviceDirectory } from '#hub/devices/device-directory.ts'
import { DeviceListener } from '#hub/devices/device-listener.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { Enrolment, type EnrolmentRefusal } from '#hub/devices/enrolment.ts'
import { hubIdentity, type HubIdentity } from '#hub/devices/hub-identity.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { rekeyDevice, retirePreviousKey } from '#hub/devices/rekey.ts'
import type { FeedSigner } from '#hub/feed/feed-signer.ts'
import { SnapshotCache } from '#hub/feed/snapshot.ts'
import type { HubServer } from '#hub/http/server.ts'
import type { Changes } from '#hub/ingest/fact.ts'
import type { Journal } from '#hub/ingest/journal.ts'
import { signatures } from '#hub/ports/signatures.ts'

const SEALING_KEY_BYTES = 32

/** Why something was refused to a device or a stranger; each is counted. */
export type DeviceRefusal = BrokerRefusal | EnrolmentRefusal | 'key_missing' | 'message_invalid'

/** Who was refused and why, as far as it may stand in a log. */
interface RefusalDetail {
  readonly deviceNumber?: number
  readonly channel?: string
  readonly cause?: unknown
}

/** What the device side of a hub is made of. */
export interface DevicesParts {
  readonly database: HubDatabase
  readonly journal: Journal
  readonly clock: Clock
  readonly newId: NewId
  readonly storeId: string
  readonly feedSigner: FeedSigner
  /** Where the hub's key for devices lies. */
  readonly keyFolder: string
  /** The setting ENCRYPTION_KEY: a key of its own is derived from it. */
  readonly encryptionKey: string
  readonly host: string
  /** 0 takes a free port. */
  readonly mqttPort: number
  readonly httpsPort: number
  /** Names or addresses under which devices reach this hub, the likeliest first. */
  readonly hostNames: readonly string[]
  /** Fastify with the hub's limits and checks, without routes. */
  readonly makeServer: () => HubServer
  readonly onRefusal: (refusal: DeviceRefusal, detail: RefusalDetail) => void
}

const detailOf = (device: EnrolledDevice | undefined, cause?: unknown): RefusalDetail => ({
  ...(device === undefined ? {} : { deviceNumber: device.deviceNumber }),
  ...(cause === undefined ? {} : { cause }),
})

const addressOf = (host: string, port: number): string => (host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`)

/** All that devices meet of a hub: the broker, the HTTPS listener, enrolment, and what is announced to them. */
export interface Devices {
  readonly enrolment: Enrolment
  readonly directory: DeviceDirectory
  readonly hubPin: string
  readonly mqttPort: number
  readonly httpsPort: number
  /** Tells the tills what a commit changed: the journal's `onChanges`. */
  readonly announce: (changes: Changes) => void
  readonly close: () => Promise<void>
}

type OnKeyUsed = (device: EnrolledDevice, pin: string) => void

/** A new key that is used ends the old one's time. */
const retiring = (parts: Pick<DevicesParts, 'journal' | 'onRefusal'>, directory: DeviceDirectory): OnKeyUsed => {
  const retire = async (device: EnrolledDevice): Promise<void> => {
    try {
      await retirePreviousKey({ journal: parts.journal, directory }, device)
    } catch (cause) {
      // The next connection tries again; until then both keys are good.
      parts.onRefusal('message_failed', detailOf(device, cause))
    }
  }
  return (device, pin) => {
    if (device.previousPin !== undefined && pin === device.pin) void retire(device)
  }
}

const openBroker = async (
  parts: DevicesParts,
  directory: DeviceDirectory,
  { identity, onKeyUsed }: { readonly identity: HubIdentity; readonly onKeyUsed: OnKeyUsed },
): Promise<DeviceBroker> => {
  const { storeId, database, journal, clock, onRefusal } = parts
  const session = new DeviceSession({
    storeId,
    database,
    journal,
    nowIso: () => new Date(clock.nowMs()).toISOString(),
    send: (topic, payload, options) => broker.send(topic, payload, options),
    onInvalid: (device, channel) => onRefusal('message_invalid', { ...detailOf(device), channel }),
  })
  const broker = await DeviceBroker.listen(
    {
      storeId,
      identity,
      findDevice: (pin) => {
        const device = directory.findByPin(pin)
        if (device !== undefined) onKeyUsed(device, pin)
        return device
      },
      receive: (device, channel, payload) => session.receive(device, channel, payload),
      onRefusal: (refusal, device, cause) => onRefusal(refusal, detailOf(device, cause)),
    },
    parts.host,
    parts.mqttPort,
  )
  return broker
}

/** Opens the device side of a hub. Call `announce` with every change from then on. */
export const openDevices = async (parts: DevicesParts): Promise<Devices> => {
  const { database, journal, host, onRefusal, storeId, feedSigner } = parts
  const identity = hubIdentity(loadOrMakeKey(join(parts.keyFolder, 'devices.key')))
  const directory = await DeviceDirectory.load(database.read)
  const onKeyUsed = retiring(parts, directory)
  const broker = await openBroker(parts, directory, { identity, onKeyUsed })
  const enrolment = new Enrolment({
    journal,
    directory,
    clock: parts.clock,
    newId: parts.newId,
    sealingKey: new Uint8Array(hkdfSync('sha256', parts.encryptionKey, '', 'enrolment tokens', SEALING_KEY_BYTES)),
    hubPin: identity.pin,
    storeId,
    feedKey: feedSigner.publicKey,
    ports: () => ({ mqttPort: broker.port, httpsPort: listener.port }),
    addresses: () => parts.hostNames.map((name) => addressOf(name, listener.port)),
    onRevoked: (deviceId) => broker.drop(deviceId),
  })
  const routes = {
    identity,
    reader: database.read,
    directory,
    enrolment,
    rekey: async (device: EnrolledDevice, request: RekeyRequest) =>
      rekeyDevice({ journal, directory, signatures }, device, request),
    onKeyUsed,
    snapshots: new SnapshotCache(database.read, feedSigner),
    stockLevels: () => database.read.all(allStockLevels, {}),
    onRefusal: (refusal: DeviceRefusal) => onRefusal(refusal, {}),
  }
  const listener = await DeviceListener.listen(parts.makeServer(), routes, { host, port: parts.httpsPort })
  const announcements = await Announcements.start({
    storeId,
    reader: database.read,
    send: (topic, payload, options) => broker.send(topic, payload, options),
    onFailed: (cause) => onRefusal('send_failed', { cause }),
  })
  return {
    enrolment,
    directory,
    hubPin: identity.pin,
    mqttPort: broker.port,
    httpsPort: listener.port,
    announce: ({ catalogueRows, stockProductIds }) => {
      if (catalogueRows.length > 0) announcements.catalogueChanged()
      if (stockProductIds.size > 0) announcements.stockChanged(stockProductIds)
    },
    close: async () => {
      await listener.close()
      await broker.close()
    },
  }
}
