import type { Server, Socket } from 'node:net'
import { SocketLimits } from '#hub/devices/socket-limits.ts'
import { StartError } from '#hub/start-error.ts'

/** Why a socket was closed before its first byte was read. */
export type SocketRefusal = 'too_many_sockets' | 'too_many_sockets_of_address'

/** Holds a server to the limits on sockets; gives those that are open, so that closing the server can end them. */
export const admitSockets = (server: Server, onRefusal: (refusal: SocketRefusal) => void): ReadonlySet<Socket> => {
  const limits = new SocketLimits()
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const place = limits.take(address)
    if (place !== 'taken') {
      onRefusal(place)
      socket.destroy()
      return
    }
    open.add(socket)
    socket.once('close', () => {
      open.delete(socket)
      limits.release(address)
    })
  })
  return open
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
