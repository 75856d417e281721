import type { MqttClient } from 'mqtt'
import type { DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import { connectPinned, type HubEndpoint } from '#kiosk/link/pinned-connection.ts'

const KEEP_ALIVE_SECONDS = 30
const CONNACK_TIMEOUT_MS = 5_000

/** What a connection is made of, and what it tells. */
export interface MqttConnectionParts {
  readonly endpoint: HubEndpoint
  readonly identity: DeviceIdentity
  readonly deviceId: string
  readonly will: { readonly topic: string; readonly payload: string }
  readonly onMessage: (topic: string, payload: Uint8Array) => void
  readonly onClose: () => void
}

// The library listens to its own events too, so only our own listeners may be taken off again.
const connected = async (client: MqttClient): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      client.off('connect', succeed).off('close', fail).off('error', fail)
      end()
    }
    const succeed = (): void => settle(resolve)
    const fail = (cause?: unknown): void =>
      settle(() => {
        client.on('error', () => {})
        client.end(true)
        reject(new LinkError('hub_refused', 'The hub did not accept the connection.', { cause }))
      })
    client.once('connect', succeed).once('close', fail).once('error', fail)
  })

/** One connection to the hub's broker; when it ends it is over, and the link makes a new one. */
export class MqttConnection {
  readonly #client: MqttClient

  private constructor(client: MqttClient) {
    this.#client = client
  }

  /** Resolves when CONNACK has come; throws `LinkError`. */
  static async open(parts: MqttConnectionParts): Promise<MqttConnection> {
    // Loaded when it is first needed: a till shows its first screen 60 ms of CPU sooner.
    const mqtt = await import('mqtt')
    const { socket } = await connectPinned(parts.endpoint, parts.identity)
    const client = new mqtt.MqttClient(() => socket, {
      protocolId: 'MQTT',
      protocolVersion: 4,
      clientId: parts.deviceId,
      clean: true,
      keepalive: KEEP_ALIVE_SECONDS,
      connectTimeout: CONNACK_TIMEOUT_MS,
      // The link waits and tries again by its own rules; the library's queues must not send anything behind its back.
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      timerVariant: 'native',
      will: { topic: parts.will.topic, payload: Buffer.from(parts.will.payload), qos: 1, retain: false },
    })
    await connected(client)
    client.on('message', (topic, payload) => parts.onMessage(topic, payload))
    client.on('close', parts.onClose)
    // What goes wrong closes the connection, and that is all the link has to know.
    client.on('error', () => client.end(true))
    return new MqttConnection(client)
  }

  /** Resolves when the hub has confirmed every subscription; throws when it grants one not. */
  async subscribe(topics: readonly string[]): Promise<void> {
    const refused = (cause: unknown): LinkError =>
      new LinkError('hub_refused', 'The hub refused a subscription.', { cause })
    await new Promise<void>((resolve, reject) => {
      this.#client.subscribe([...topics], { qos: 1 }, (error) => (error === null ? resolve() : reject(refused(error))))
    })
  }

  /** Sends at QoS 1. The broker's PUBACK is no news: only `down/position` tells what is durable. */
  publish(topic: string, payload: string): void {
    this.#client.publish(topic, payload, { qos: 1, retain: false }, () => {})
  }

  /** Ends at once without DISCONNECT, so that the broker sends the last will; or politely. */
  async close(how: 'politely' | 'at_once'): Promise<void> {
    await this.#client.endAsync(how === 'at_once')
  }
}
