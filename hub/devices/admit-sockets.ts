import type { Server, Socket } from 'node:net'
import { SocketLimits } from '#hub/devices/socket-limits.ts'

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

/** Starts listening; port 0 takes a free one. */
export const listenOn = async (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
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
