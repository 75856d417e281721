import { isIPv4 } from 'node:net'

/** Connections that have not proved a known key yet: 200 tills that come back at once find room. */
export const STRANGERS_MAX = 256

/** Such connections of one address: a till has one to the broker and one to the feed, and may open each again. */
export const STRANGERS_PER_ADDRESS_MAX = 4

/** Connections of one device: one, and those that are dying while it comes back. */
export const SOCKETS_PER_DEVICE_MAX = 4

const isLoopback = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')

const plain = (address: string): string => {
  const mapped = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  return isIPv4(mapped) ? mapped : address
}

const oldestOf = <S>(sockets: ReadonlyMap<S, string>, name: string, most: number): S | undefined => {
  const own = [...sockets].filter(([, owner]) => owner === name)
  return own.length > most ? own[0]?.[0] : undefined
}

/**
 * Who has a place at a listener. Strangers share a few places, and a new one takes the oldest's, so that whoever holds
 * connections open without a key keeps no till out. A device that has proved its key has places of its own, whatever
 * address it shares with others.
 */
export class SocketPlaces<S> {
  readonly #strangers = new Map<S, string>()
  readonly #devices = new Map<S, string>()

  /**
   * Takes a place for a connection from `address`; gives the stranger that has to go for it, if any. The hub's own machine
   * is no stranger's address: several tills may run there.
   */
  take(socket: S, address: string): { readonly isTaken: boolean; readonly evicted: S | undefined } {
    const key = plain(address)
    const ofAddress = [...this.#strangers.values()].filter((other) => other === key).length
    if (ofAddress >= STRANGERS_PER_ADDRESS_MAX && !isLoopback(key)) return { isTaken: false, evicted: undefined }
    const evicted = this.#strangers.size < STRANGERS_MAX ? undefined : [...this.#strangers.keys()][0]
    if (evicted !== undefined) this.#strangers.delete(evicted)
    this.#strangers.set(socket, key)
    return { isTaken: true, evicted }
  }

  /** A connection proved to be this device's; gives the oldest of its connections where it has too many. */
  prove(socket: S, deviceId: string): S | undefined {
    this.#strangers.delete(socket)
    this.#devices.set(socket, deviceId)
    const evicted = oldestOf(this.#devices, deviceId, SOCKETS_PER_DEVICE_MAX)
    if (evicted !== undefined) this.#devices.delete(evicted)
    return evicted
  }

  /** Gives a place back. */
  release(socket: S): void {
    this.#strangers.delete(socket)
    this.#devices.delete(socket)
  }
}
