import { createServer, type Server } from 'node:https'
import {
  admitSockets,
  closeServer,
  listenOn,
  portOf,
  type AdmittedSockets,
  type SocketRefusal,
} from '#hub/devices/admit-sockets.ts'
import { deviceLinkRoutes, type DeviceLinkParts } from '#hub/devices/device-link-routes.ts'
import { deviceTlsOptions, peerPin } from '#hub/devices/device-tls.ts'
import type { HubIdentity } from '#hub/devices/hub-identity.ts'
import type { HubServer } from '#hub/http/server.ts'

const HEADERS_TIMEOUT_MS = 8_000
const REQUEST_TIMEOUT_MS = 10_000
const KEEP_ALIVE_TIMEOUT_MS = 5_000

/** What the listener needs, and whom it tells of a refusal. */
export interface DeviceListenerParts extends Omit<DeviceLinkParts, 'onRefusal'> {
  readonly identity: HubIdentity
  readonly onRefusal: (refusal: SocketRefusal | Parameters<DeviceLinkParts['onRefusal']>[0]) => void
}

/** The HTTPS listener for devices: its own port, its own server, mutual TLS. */
export class DeviceListener {
  readonly #fastify: HubServer
  readonly #server: Server
  readonly #admitted: AdmittedSockets

  private constructor(fastify: HubServer, { identity, directory, onRefusal }: DeviceListenerParts) {
    this.#fastify = fastify
    this.#server = createServer(
      {
        ...deviceTlsOptions(identity),
        headersTimeout: HEADERS_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      },
      (request, response) => fastify.routing(request, response),
    )
    this.#admitted = admitSockets(this.#server, onRefusal)
    this.#server.on('secureConnection', (socket) => {
      const pin = peerPin(socket)
      const device = pin === undefined ? undefined : directory.findByPin(pin)
      if (device !== undefined) this.#admitted.prove(socket, device.id)
    })
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy())
  }

  /** Puts the routes for devices on a fresh Fastify and listens; port 0 takes a free one. */
  static async listen(
    fastify: HubServer,
    parts: DeviceListenerParts,
    place: { readonly host: string; readonly port: number },
  ): Promise<DeviceListener> {
    // Not as a plugin of its own: its hook has to guard what is not found, too.
    await deviceLinkRoutes(fastify, parts)
    await fastify.ready()
    const listener = new DeviceListener(fastify, parts)
    await listenOn(listener.#server, { ...place, setting: 'DEVICE_PORT' })
    return listener
  }

  get port(): number {
    return portOf(this.#server)
  }

  async close(): Promise<void> {
    await closeServer(this.#server, this.#admitted.open)
    await this.#fastify.close()
  }
}
