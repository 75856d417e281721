import type { AddressInfo, Socket } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { BrokerRefusal } from '#hub/broker/refusals.ts'
import { SocketLimits } from '#hub/broker/socket-limits.ts'
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
  readonly #limits = new SocketLimits()
  readonly #open = new Set<Socket>()

  constructor(parts: DeviceSocketsParts) {
    this.#parts = parts
    this.#server = createServer(deviceTlsOptions(parts.identity))
    this.#server.on('connection', (socket: Socket) => this.#admit(socket))
    this.#server.on('secureConnection', (socket) => this.#identify(socket))
    // A handshake that fails is a stranger's affair; nothing of it reached us.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy())
  }

  get port(): number {
    const address = this.#server.address() as AddressInfo
    return address.port
  }

  /** Starts listening; port 0 takes a free one. */
  async listen(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, host, resolve)
    })
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => void this.#server.close(() => resolve()))
    for (const socket of this.#open) socket.destroy()
    await closed
  }

  #admit(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const place = this.#limits.take(address)
    if (place !== 'taken') {
      this.#parts.onRefusal(place)
      socket.destroy()
      return
    }
    this.#open.add(socket)
    socket.once('close', () => {
      this.#open.delete(socket)
      this.#limits.release(address)
    })
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
    this.#parts.onDevice(socket, device)
  }
}
