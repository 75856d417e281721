import { once } from 'node:events'
import { chmodSync, unlinkSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { ClientSession, type SessionNotes } from '#drivers/server/client-session.ts'
import type { MethodTable } from '#drivers/server/method-table.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import { PROTOCOL_VERSION } from '#drivers/socket/messages.ts'
import { checkSocketPath } from '#drivers/socket/socket-path.ts'

/** The till, its panel, a console and a test at once. */
const CLIENTS_MAX = 16

/** What the server needs. */
export interface DevicesServerOptions {
  readonly socketPath: string
  readonly table: MethodTable
  readonly isVirtual: boolean
  readonly notes: SessionNotes
}

/** The unix socket at which tills and panels reach the devices; every client hears every event. */
export class DevicesServer implements AsyncDisposable {
  readonly #options: DevicesServerOptions
  readonly #sessions = new Map<Socket, ClientSession>()
  readonly #server: Server

  constructor(options: DevicesServerOptions) {
    checkSocketPath(options.socketPath)
    this.#options = options
    this.#server = createServer((socket) => this.#welcome(socket))
    this.#server.maxConnections = CLIENTS_MAX
  }

  /** Rejects when another process serves this path; a socket that a killed one left behind is replaced. */
  async listen(): Promise<void> {
    const { socketPath } = this.#options
    await removeStale(socketPath)
    this.#server.listen(socketPath)
    await once(this.#server, 'listening')
    // Whoever may open it can print and open the drawer: the owner alone.
    chmodSync(socketPath, 0o600)
  }

  tell(event: DeviceEvent): void {
    for (const session of this.#sessions.values()) session.tell(event)
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sessions.keys()) socket.destroy()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #welcome(socket: Socket): void {
    const session = new ClientSession(socket, this.#options.table, this.#options.notes)
    this.#sessions.set(socket, session)
    socket.on('close', () => this.#sessions.delete(socket))
    session.tell({ event: 'hello', protocol: PROTOCOL_VERSION, isVirtual: this.#options.isVirtual })
  }
}

async function removeStale(socketPath: string): Promise<void> {
  const probe = createConnection(socketPath)
  try {
    await once(probe, 'connect')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    if (!hasCode(error, 'ECONNREFUSED')) throw error
    unlinkSync(socketPath)
    return
  } finally {
    probe.destroy()
  }
  throw new DeviceError('Claimed', 'devices', `Another devices process serves ${socketPath} already.`)
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
