import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/**
 * What a network does to a link: `pass`; `slow` delays each piece; `deaf` lets nothing of the answers through and `mute`
 * nothing of what is asked, while both ends think that they are connected; `away` takes no connection.
 */
export type NetworkMood = 'pass' | 'slow' | 'deaf' | 'mute' | 'away'

const LISTENING_ON = '127.0.0.1'

/** Bytes are delivered late, in order. */
class Wire {
  readonly #from: Socket
  readonly #to: Socket
  readonly #holds: () => boolean
  readonly #delayMs: () => number
  readonly #held: Buffer[] = []
  readonly #timers = new Set<NodeJS.Timeout>()

  constructor(from: Socket, to: Socket, how: { readonly holds: () => boolean; readonly delayMs: () => number }) {
    this.#from = from
    this.#to = to
    this.#holds = how.holds
    this.#delayMs = how.delayMs
    from.on('data', (bytes: Buffer) => this.#take(bytes))
  }

  /** Delivers what was held, if it may be delivered now. */
  flush(): void {
    if (this.#holds()) return
    for (const bytes of this.#held.splice(0)) this.#to.write(bytes)
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#from.destroy()
    this.#to.destroy()
  }

  #take(bytes: Buffer): void {
    this.#held.push(bytes)
    const delayMs = this.#delayMs()
    if (delayMs === 0) return this.flush()
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.flush()
    }, delayMs)
    this.#timers.add(timer)
  }
}

/** A bad network between a till and its hub: delays, cuts and halves what goes through it. */
export class TcpProxy {
  readonly #server: Server
  readonly #targetPort: () => number
  readonly #wires = new Set<Wire>()
  #mood: NetworkMood = 'pass'
  #delayMs = 0

  private constructor(server: Server, targetPort: () => number) {
    this.#server = server
    this.#targetPort = targetPort
    server.on('connection', (socket) => this.#join(socket))
  }

  /** Listens on a free port and hands on to `targetPort`, asked at each connection. */
  static async listen(targetPort: () => number): Promise<TcpProxy> {
    const server = createServer()
    const proxy = new TcpProxy(server, targetPort)
    await new Promise<void>((resolve) => void server.listen(0, LISTENING_ON, resolve))
    return proxy
  }

  get port(): number {
    const address = this.#server.address() as AddressInfo
    return address.port
  }

  /** From now on the network is like this; `delayMs` counts while it is slow. */
  be(mood: NetworkMood, delayMs = 0): void {
    this.#mood = mood
    this.#delayMs = delayMs
    if (mood === 'away') this.cut()
    for (const wire of this.#wires) wire.flush()
  }

  /** Ends all connections as a pulled plug does: in the middle of what is said. */
  cut(): void {
    for (const wire of this.#wires) wire.close()
    this.#wires.clear()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()))
  }

  #join(socket: Socket): void {
    if (this.#mood === 'away') return void socket.destroy()
    const hub = connect(this.#targetPort(), LISTENING_ON)
    const delayMs = (): number => (this.#mood === 'slow' ? this.#delayMs : 0)
    const wires = [
      new Wire(socket, hub, { delayMs, holds: () => this.#mood === 'mute' }),
      new Wire(hub, socket, { delayMs, holds: () => this.#mood === 'deaf' }),
    ]
    for (const wire of wires) this.#wires.add(wire)
    const end = (): void => {
      for (const wire of wires) {
        wire.close()
        this.#wires.delete(wire)
      }
    }
    for (const side of [socket, hub]) side.on('error', end).on('close', end)
  }
}
