import type { EventEmitter } from 'node:events'
import { Aedes, type AedesOptions, type Client, type ConnectPacket, type PublishPacket } from 'aedes'
import { deviceTopics } from '#core/protocol/topics.ts'
import type { BrokerRefusal } from '#hub/broker/broker-refusal.ts'
import { DeviceSockets } from '#hub/broker/device-sockets.ts'
import { GuardedStream } from '#hub/broker/guarded-stream.ts'
import { maySubscribe, upChannel, type UpChannel } from '#hub/broker/topic-permissions.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import type { HubIdentity } from '#hub/devices/hub-identity.ts'

// Every option of the library is said here, so that an update cannot change one in silence.
const aedesOptions: AedesOptions = {
  concurrency: 100,
  connectTimeout: 5_000,
  drainTimeout: 10_000, // a till that takes nothing for so long comes back when it can
  heartbeatInterval: 60_000,
  keepaliveLimit: 120, // seconds
  maxTopicLevels: 8, // ours have seven
  maxInflightInbound: 1, // QoS 2 is refused before it gets here
  queueLimit: 42,
}

/** What the broker has to know, and whom it tells. */
export interface BrokerParts {
  readonly storeId: string
  readonly identity: HubIdentity
  readonly findDevice: (pin: string) => EnrolledDevice | undefined
  /** Called before PUBACK is written: what it has committed when it resolves is safe before the device hears of it. */
  readonly receive: (device: EnrolledDevice, channel: UpChannel, payload: Buffer) => Promise<void>
  readonly onRefusal: (refusal: BrokerRefusal, device: EnrolledDevice | undefined, cause?: unknown) => void
}

/** How a message goes out. */
export interface SendOptions {
  readonly qos: 0 | 1
  readonly retain: boolean
}

const deviceOf = (client: Client | null): EnrolledDevice | undefined =>
  client?.conn instanceof GuardedStream ? client.conn.device : undefined

/**
 * The MQTT broker inside the hub, for devices only. It is trusted with nothing: every message is committed, or answered
 * from, before aedes acknowledges it, and nothing that must last lives here.
 */
export class DeviceBroker {
  readonly #parts: BrokerParts
  readonly #sockets: DeviceSockets
  readonly #aedes: Aedes
  readonly #streams = new Set<GuardedStream>()

  private constructor(parts: BrokerParts, aedes: Aedes) {
    this.#parts = parts
    this.#aedes = aedes
    this.#sockets = new DeviceSockets({
      identity: parts.identity,
      findDevice: parts.findDevice,
      onDevice: (socket, device) => {
        const stream = new GuardedStream(socket, device, (fault) => this.#refuse(fault, device))
        this.#streams.add(stream)
        stream.once('close', () => this.#streams.delete(stream))
        aedes.handle(stream)
      },
      onRefusal: (refusal) => this.#refuse(refusal, undefined),
    })
    this.#setRules(aedes)
  }

  /** Starts listening; port 0 takes a free one. */
  static async listen(parts: BrokerParts, host: string, port: number): Promise<DeviceBroker> {
    const broker = new DeviceBroker(parts, await Aedes.createBroker(aedesOptions))
    try {
      await broker.#sockets.listen(host, port)
    } catch (error) {
      await broker.#closeAedes()
      throw error
    }
    return broker
  }

  get port(): number {
    return this.#sockets.port
  }

  /** Sends to whoever listens, in order. Nobody waits for it: a till that takes nothing must not hold up the others. */
  send(topic: string, payload: string, options: SendOptions): void {
    const packet: PublishPacket = { cmd: 'publish', topic, payload, dup: false, ...options }
    this.#aedes.publish(packet, (error) => {
      if (error) this.#refuse('send_failed', undefined, error)
    })
  }

  /** Closes the connections of a device at once: it was revoked. */
  drop(deviceId: string): void {
    for (const stream of this.#streams) if (stream.device.id === deviceId) stream.destroy()
  }

  async close(): Promise<void> {
    await this.#closeAedes()
    await this.#sockets.close()
  }

  async #closeAedes(): Promise<void> {
    await new Promise<void>((resolve) => this.#aedes.close(() => resolve()))
  }

  #setRules(aedes: Aedes): void {
    aedes.preConnect = (client, packet, done) => {
      const refusal = this.#judgeConnect(deviceOf(client), packet)
      if (refusal === undefined) done(null, true)
      else done(this.#refuse(refusal, deviceOf(client)), false)
    }
    aedes.authenticate = (client, _name, _password, done) => {
      if (client.conn instanceof GuardedStream) client.conn.guard.raiseLimit()
      done(null, true)
    }
    aedes.authorizePublish = (client, packet, done) => {
      const answer = async (): Promise<void> => done(await this.#receive(deviceOf(client), packet))
      void answer()
    }
    aedes.authorizeSubscribe = (client, subscription, done) => {
      const device = deviceOf(client)
      const isAllowed = device !== undefined && maySubscribe(this.#parts.storeId, device.id, subscription.topic)
      if (!isAllowed) this.#refuse('subscription_forbidden', device)
      done(null, isAllowed ? subscription : null)
    }
    aedes.on('clientError', (client) => this.#refuse('protocol_error', deviceOf(client)))
    aedes.on('connectionError', (client) => this.#refuse('protocol_error', deviceOf(client)))
    // What goes wrong inside the library must not end the hub: nothing that lasts is in there.
    const events: EventEmitter = aedes
    events.on('error', (error: unknown) => this.#refuse('send_failed', undefined, error))
  }

  #judgeConnect(device: EnrolledDevice | undefined, packet: ConnectPacket): BrokerRefusal | undefined {
    if (device === undefined || packet.clientId !== device.id) return 'client_id_wrong'
    // A session kept here would be lost at the next start; the position on `down/` replaces it.
    if (packet.clean !== true) return 'session_not_clean'
    const { will } = packet
    const isWillRight =
      will === undefined ||
      (will.topic === deviceTopics(this.#parts.storeId, device.id).state && will.retain !== true && will.qos !== 2)
    return isWillRight ? undefined : 'will_wrong'
  }

  #judgePublish(device: EnrolledDevice | undefined, packet: PublishPacket): BrokerRefusal | undefined {
    if (device === undefined) return 'topic_forbidden'
    if (upChannel(this.#parts.storeId, device.id, packet.topic) === undefined) return 'topic_forbidden'
    if (packet.retain) return 'retain_forbidden'
    return packet.qos === 2 ? 'qos_forbidden' : undefined
  }

  /** An error makes aedes close the connection; a message that we cannot take is no reason for that. */
  async #receive(device: EnrolledDevice | undefined, packet: PublishPacket): Promise<Error | null> {
    const refusal = this.#judgePublish(device, packet)
    const channel = device && upChannel(this.#parts.storeId, device.id, packet.topic)
    if (refusal !== undefined || device === undefined || channel === undefined) {
      return this.#refuse(refusal ?? 'topic_forbidden', device)
    }
    try {
      await this.#parts.receive(device, channel, Buffer.from(packet.payload))
    } catch (error) {
      this.#refuse('message_failed', device, error)
    }
    return null
  }

  #refuse(refusal: BrokerRefusal, device: EnrolledDevice | undefined, cause?: unknown): Error {
    this.#parts.onRefusal(refusal, device, cause)
    return new Error(refusal)
  }
}
