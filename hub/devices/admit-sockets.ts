import type { Server, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { SocketPlaces } from '#hub/devices/socket-places.ts'
import { StartError } from '#hub/start-error.ts'

/** Why a socket was closed: too many of its address, or of its device, or one of a flood without a key. */
export type SocketRefusal = 'too_many_sockets_of_address' | 'too_many_sockets_of_device' | 'stranger_evicted'

/** The sockets of a listener. */
export interface AdmittedSockets {
  /** Those that are open, so that closing the server can end them. */
  readonly open: ReadonlySet<Socket>
  /** The connection proved that it is this device's. */
  readonly prove: (socket: TLSSocket, deviceId: string) => void
}

// A TLS socket does not name the socket below it; both name the other end.
const otherEnd = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress ?? ''} ${remotePort ?? 0}`

/** Holds a server to the limits on sockets. */
export const admitSockets = (server: Server, onRefusal: (refusal: SocketRefusal) => void): AdmittedSockets => {
  const places = new SocketPlaces<Socket>()
  const byOtherEnd = new Map<string, Socket>()
  const open = new Set<Socket>()
  const refuse = (socket: Socket | undefined, refusal: SocketRefusal): void => {
    if (socket === undefined) return
    onRefusal(refusal)
    socket.destroy()
  }
  server.on('connection', (socket: Socket) => {
    const { isTaken, evicted } = places.take(socket, socket.remoteAddress ?? '')
    if (!isTaken) return refuse(socket, 'too_many_sockets_of_address')
    refuse(evicted, 'stranger_evicted')
    const end = otherEnd(socket)
    open.add(socket)
    byOtherEnd.set(end, socket)
    socket.once('close', () => {
      open.delete(socket)
      if (byOtherEnd.get(end) === socket) byOtherEnd.delete(end)
      places.release(socket)
    })
  })
  return {
    open,
    prove: (tlsSocket, deviceId) => {
      const socket = byOtherEnd.get(otherEnd(tlsSocket))
      if (socket !== undefined) refuse(places.prove(socket, deviceId), 'too_many_sockets_of_device')
    },
  }
}

/** Where to listen; `setting` is the name of the setting that says the port, for whoever has to change it. */
export interface ListenPlace {
  readonly host: string
  readonly port: number
  readonly setting: string
}

/** Starts listening; port 0 takes a free one. Throws `StartError` when the port is taken. */
export const listenOn = async (server: Server, { host, port, setting }: ListenPlace): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = (error: Error & { code?: string }): void =>
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(`Port ${port} on ${host} is taken by another program. Set ${setting} to a free one.`, {
              cause: error,
            })
          : error,
      )
    server.once('error', fail)
    server.listen(port, host, () => {
      server.off('error', fail)
      resolve()
    })
  })

/** Stops listening and ends what is open. */
export const closeServer = async (server: Server, open: ReadonlySet<Socket>): Promise<void> => {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
  for (const socket of open) socket.destroy()
  await closed
}

/** The port that a server got. */
export const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}
