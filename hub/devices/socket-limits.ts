import { isIPv4 } from 'node:net'

/** 200 tills, and room for those that come back before their old socket is given up. */
export const SOCKETS_MAX = 256

/** A till has one connection to the broker; the rest is for the moment in which an old one dies. */
export const SOCKETS_PER_ADDRESS_MAX = 4

const isLoopback = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')

const plain = (address: string): string => {
  const mapped = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  return isIPv4(mapped) ? mapped : address
}

/** Counts open sockets by address. The hub's own machine is no stranger: several of its tills may run there. */
export class SocketLimits {
  readonly #open = new Map<string, number>()
  #total = 0

  /** Takes a place for `address`, or says which limit is reached. */
  take(address: string): 'taken' | 'too_many_sockets' | 'too_many_sockets_of_address' {
    if (this.#total >= SOCKETS_MAX) return 'too_many_sockets'
    const key = plain(address)
    const open = this.#open.get(key) ?? 0
    if (open >= SOCKETS_PER_ADDRESS_MAX && !isLoopback(key)) return 'too_many_sockets_of_address'
    this.#open.set(key, open + 1)
    this.#total += 1
    return 'taken'
  }

  /** Gives a place back. */
  release(address: string): void {
    const key = plain(address)
    const open = this.#open.get(key) ?? 0
    if (open <= 1) this.#open.delete(key)
    else this.#open.set(key, open - 1)
    this.#total -= 1
  }
}
