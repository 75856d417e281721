import { setTimeout as sleep } from 'node:timers/promises'
import { DeviceError } from '#drivers/socket/device-error.ts'
import { ByteQueue } from '#drivers/transport/byte-queue.ts'
import type { Transport, TransportEnd, TransportFactory } from '#drivers/transport/transport.ts'

/** What can be wrong with a cable. */
export interface CableFaults {
  /** Bytes arrive in pieces of at most this many. */
  readonly pieceBytesMax?: number
  /** Each piece takes this long. */
  readonly delayMs?: number
  /** The plug slips out after this many more bytes towards the device. */
  readonly unplugAfterBytes?: number
}

/**
 * A cable inside this process. The driver opens it as its factory; the device at the other end is told of each
 * connection with an end of its own. It can be pulled, put back, and given faults.
 */
export class MemoryCable implements TransportFactory {
  readonly id: string
  #isPlugged = true
  #faults: CableFaults = {}
  #bytesUntilUnplug = Infinity
  #ends: readonly [CableEnd, CableEnd] | undefined
  readonly #devices = new Set<(end: Transport) => void>()
  readonly #arrivals = new Set<() => void>()

  constructor(id: string) {
    this.id = id
  }

  get isPlugged(): boolean {
    return this.#isPlugged
  }

  setFaults(faults: CableFaults): void {
    this.#faults = faults
    this.#bytesUntilUnplug = faults.unplugAfterBytes ?? Infinity
  }

  /** The device: called with its end of each connection. */
  onConnect(device: (end: Transport) => void): void {
    this.#devices.add(device)
  }

  readonly onArrival = (listener: () => void): (() => void) => {
    this.#arrivals.add(listener)
    return () => this.#arrivals.delete(listener)
  }

  readonly open = async (): Promise<Transport> => {
    if (!this.#isPlugged) throw new DeviceError('NoHardware', this.id, `Nothing is plugged in at ${this.id}.`)
    if (this.#ends !== undefined) throw new DeviceError('Claimed', this.id, `${this.id} is open already.`)
    const toDevice = (bytes: Uint8Array, into: ByteQueue): Promise<void> => this.#carry(this.#count(bytes), into)
    const toDriver = (bytes: Uint8Array, into: ByteQueue): Promise<void> => this.#carry(bytes, into)
    const driverInbox = new ByteQueue()
    const deviceInbox = new ByteQueue()
    const close = (): void => this.#disconnect('local')
    const driverEnd = new CableEnd(this.id, driverInbox, (bytes) => toDevice(bytes, deviceInbox), close)
    const deviceEnd = new CableEnd(this.id, deviceInbox, (bytes) => toDriver(bytes, driverInbox), close)
    this.#ends = [driverEnd, deviceEnd]
    for (const device of this.#devices) device(deviceEnd)
    return driverEnd
  }

  /** Pulls the plug: both ends see it at once, bytes under way are lost. */
  unplug(): void {
    this.#isPlugged = false
    this.#disconnect('unplugged')
  }

  plug(): void {
    if (this.#isPlugged) return
    this.#isPlugged = true
    for (const listener of this.#arrivals) listener()
  }

  /** How much of the bytes still passes before the plug slips out. */
  #count(bytes: Uint8Array): Uint8Array {
    const passing = bytes.subarray(0, Math.min(bytes.length, this.#bytesUntilUnplug))
    this.#bytesUntilUnplug -= passing.length
    return passing
  }

  async #carry(bytes: Uint8Array, into: ByteQueue): Promise<void> {
    const { pieceBytesMax = Infinity, delayMs = 0 } = this.#faults
    for (let from = 0; from < bytes.length; from += pieceBytesMax) {
      if (delayMs > 0) await sleep(delayMs)
      await into.push(bytes.slice(from, Math.min(from + pieceBytesMax, bytes.length)))
    }
    if (this.#bytesUntilUnplug <= 0) {
      this.#bytesUntilUnplug = Infinity
      this.unplug()
    }
  }

  #disconnect(reason: TransportEnd['reason']): void {
    const ends = this.#ends
    this.#ends = undefined
    for (const end of ends ?? []) end.finish(reason)
  }
}

class CableEnd implements Transport {
  readonly readable: ByteQueue
  readonly ended: Promise<TransportEnd>
  readonly finish: (reason: TransportEnd['reason']) => void
  readonly #id: string
  readonly #send: (bytes: Uint8Array) => Promise<void>
  readonly #close: () => void
  #isOpen = true
  #tail: Promise<void> = Promise.resolve()

  constructor(id: string, readable: ByteQueue, send: (bytes: Uint8Array) => Promise<void>, close: () => void) {
    this.#id = id
    this.readable = readable
    this.#send = send
    this.#close = close
    const { promise, resolve } = Promise.withResolvers<TransportEnd>()
    this.ended = promise
    this.finish = (reason) => {
      this.#isOpen = false
      readable.end()
      resolve({ reason })
    }
  }

  readonly write = async (bytes: Uint8Array): Promise<void> => {
    const written = this.#tail.then(async () => {
      if (this.#isOpen) await this.#send(bytes)
      if (!this.#isOpen) throw new DeviceError('Offline', this.#id, `The wire ${this.#id} was lost.`)
    })
    this.#tail = written.catch(() => undefined)
    await written
  }

  readonly close = async (): Promise<void> => {
    this.#close()
  }
}
