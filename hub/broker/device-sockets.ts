import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { BrokerRefusal } from '#hub/broker/broker-refusal.ts'
import { admitSockets, closeServer, listenOn, portOf, type AdmittedSockets } from '#hub/devices/admit-sockets.ts'
import { deviceTlsOptions, peerPin } from '#hub/devices/device-tls.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import type { HubIdentity } from '#hub/devices/hub-identity.ts'

/** Who may come in, and what happens then. */
export interface DeviceSocketsParts {
  readonly identity: HubIdentity
  readonly findDevice: (pin: string) => EnrolledDevice | undefined
  readonly onDevice: (socket: TLSSocket, device: EnrolledDevice) => void
  readonly onRefusal: (refusal: BrokerRefusal) => void
}

/** Takes TLS connections of enrolled devices; no byte of anybody else is ever read. */
export class DeviceSockets {
  readonly #parts: DeviceSocketsParts
  readonly #server: Server
  readonly #admitted: AdmittedSockets

  constructor(parts: DeviceSocketsParts) {
    this.#parts = parts
    this.#server = createServer(deviceTlsOptions(parts.identity))
    this.#admitted = admitSockets(this.#server, parts.onRefusal)
    this.#server.on('secureConnection', (socket) => this.#identify(socket))
    // A handshake that fails is a stranger's affair; nothing of it reached us.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy())
  }

  get port(): number {
    return portOf(this.#server)
  }

  async listen(host: string, port: number): Promise<void> {
    await listenOn(this.#server, { host, port, setting: 'MQTT_PORT' })
  }

  async close(): Promise<void> {
    await closeServer(this.#server, this.#admitted.open)
  }

  #identify(socket: TLSSocket): void {
    const pin = peerPin(socket)
    const device = pin === undefined ? undefined : this.#parts.findDevice(pin)
    if (device === undefined) {
      this.#parts.onRefusal('key_unknown')
      socket.on('error', () => socket.destroy())
      socket.destroy()
      return
    }
    this.#admitted.prove(socket, device.id)
    this.#parts.onDevice(socket, device)
  }
}
