import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'
import { DeviceError } from '#drivers/socket/device-error.ts'
import { ByteQueue } from '#drivers/transport/byte-queue.ts'
import type { Transport, TransportEnd, TransportFactory } from '#drivers/transport/transport.ts'

/** A device that does not close its side is cut off after this long. */
const CLOSE_TIMEOUT_MS = 1000

/** A device at a TCP port, such as a receipt printer at 9100. */
export function tcpTransport(host: string, port: number): TransportFactory {
  const id = `tcp://${host}:${port}`
  return { id, open: (signal) => open(id, host, port, signal) }
}

async function open(id: string, host: string, port: number, signal: AbortSignal): Promise<Transport> {
  // Nagle's algorithm held the answers of a printer back by 40 ms.
  const socket = createConnection({ host, port, noDelay: true, keepAlive: true, allowHalfOpen: false })
  try {
    await once(socket, 'connect', { signal })
  } catch (cause) {
    socket.destroy()
    const code = signal.aborted ? 'Timeout' : 'Offline'
    throw new DeviceError(code, id, `Nothing answers at ${id}.`, { cause })
  }
  return new TcpTransport(id, socket)
}

class TcpTransport implements Transport {
  readonly readable = new ByteQueue()
  readonly ended: Promise<TransportEnd>
  readonly #id: string
  readonly #socket: Socket
  #isClosing = false

  constructor(id: string, socket: Socket) {
    this.#id = id
    this.#socket = socket
    const { promise, resolve } = Promise.withResolvers<TransportEnd>()
    this.ended = promise
    let error: Error | undefined
    socket.on('error', (cause) => {
      error = cause
    })
    socket.on('data', (chunk) => {
      socket.pause()
      void this.readable.push(chunk).then(() => socket.resume())
    })
    socket.on('close', () => {
      this.readable.end()
      if (this.#isClosing) resolve({ reason: 'local' })
      else resolve(error === undefined ? { reason: 'unplugged' } : { reason: 'error', error })
    })
  }

  readonly write = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      this.#socket.write(bytes, (cause) => {
        if (cause === undefined || cause === null) resolve()
        else reject(new DeviceError('Offline', this.#id, `The connection to ${this.#id} was lost.`, { cause }))
      })
    })

  // destroy() with unread input sends RST, and the device throws away what it has not processed: end, then wait.
  readonly close = async (): Promise<void> => {
    this.#isClosing = true
    this.#socket.end()
    const timer = setTimeout(() => this.#socket.destroy(), CLOSE_TIMEOUT_MS)
    await this.ended
    clearTimeout(timer)
  }
}
