import { generateKeyPairSync } from 'node:crypto'
import { connect, type TLSSocket } from 'node:tls'
import { connect as openMqtt, type IClientOptions, type MqttClient } from 'mqtt'
import type { BrokerRefusal } from '#hub/broker/broker-refusal.ts'
import { DeviceBroker, type BrokerParts } from '#hub/broker/device-broker.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { hubIdentity, type HubIdentity } from '#hub/devices/hub-identity.ts'
import { deviceIdentity, type DeviceIdentity } from '#kiosk/link/device-identity.ts'

/** A device with its key, as the broker knows it. */
export interface KnownDevice {
  readonly device: EnrolledDevice
  readonly identity: DeviceIdentity
}

/** What a broker under test was told. */
export interface BrokerUnderTest {
  readonly broker: DeviceBroker
  readonly identity: HubIdentity
  readonly received: { deviceId: string; channel: unknown; text: string }[]
  readonly refusals: BrokerRefusal[]
  readonly close: () => Promise<void>
}

const ids = ['11111111-1111-7111-8111-111111111111', '22222222-2222-7222-8222-222222222222'] as const

export const newIdentity = (): DeviceIdentity => deviceIdentity(generateKeyPairSync('ed25519').privateKey)

export const knownDevices = (): readonly [KnownDevice, KnownDevice] => {
  const make = (at: 0 | 1): KnownDevice => {
    const identity = newIdentity()
    return {
      identity,
      device: { id: ids[at], name: `T${at + 1}`, generation: 1, deviceNumber: at + 1, pin: identity.pin },
    }
  }
  return [make(0), make(1)]
}

export const startBroker = async (
  known: readonly KnownDevice[],
  more: Partial<BrokerParts> = {},
): Promise<BrokerUnderTest> => {
  const received: BrokerUnderTest['received'] = []
  const refusals: BrokerRefusal[] = []
  const identity = hubIdentity(generateKeyPairSync('ed25519').privateKey)
  const broker = await DeviceBroker.listen(
    {
      storeId: 'main',
      identity,
      findDevice: (pin) => known.find(({ device }) => device.pin === pin)?.device,
      receive: async ({ id }, channel, payload) => {
        received.push({ deviceId: id, channel, text: payload.toString() })
      },
      onRefusal: (refusal) => refusals.push(refusal),
      ...more,
    },
    '127.0.0.1',
    0,
  )
  return { broker, identity, received, refusals, close: () => broker.close() }
}

const tlsOptions = (identity: DeviceIdentity | undefined, port: number) => ({
  host: '127.0.0.1',
  port,
  rejectUnauthorized: false,
  ...(identity === undefined ? {} : { key: identity.keyPem, cert: identity.certificatePem }),
})

export const connectRaw = (identity: DeviceIdentity | undefined, port: number): TLSSocket => {
  const socket = connect(tlsOptions(identity, port))
  socket.on('error', () => {})
  return socket
}

/** Connects with mqtt.js as some device might, rules or not. */
export const connectMqtt = async (
  known: KnownDevice | { readonly identity: DeviceIdentity | undefined; readonly device: { readonly id: string } },
  port: number,
  more: IClientOptions = {},
): Promise<MqttClient> => {
  const client = openMqtt({
    protocol: 'mqtts',
    ...tlsOptions(known.identity, port),
    clientId: known.device.id,
    protocolVersion: 4,
    reconnectPeriod: 0,
    keepalive: 30,
    connectTimeout: 3000,
    ...more,
  })
  client.on('error', () => {})
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve(client))
    client.once('close', () => reject(new Error('The broker closed the connection.')))
  })
}

/** Resolves when the connection has ended. */
export const closed = async (client: MqttClient | TLSSocket): Promise<'closed'> =>
  new Promise((resolve) => void client.once('close', () => resolve('closed')))
