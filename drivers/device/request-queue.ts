import { DeviceError } from '#drivers/socket/device-error.ts'

/** A till asks a device for one thing at a time; a dozen waiting means that it no longer answers. */
const WAITING_MAX = 12

/** Runs one request to a device after the other, each with a deadline that counts from its arrival. */
export class RequestQueue {
  readonly #device: string
  #waiting = 0
  #tail: Promise<void> = Promise.resolve()

  constructor(device: string) {
    this.#device = device
  }

  /** Rejects with `Busy` when too many wait, with `Timeout` when the turn comes after the deadline. */
  async run<T>(task: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
    if (this.#waiting >= WAITING_MAX) {
      throw new DeviceError('Busy', this.#device, `${WAITING_MAX} requests wait for the ${this.#device} already.`)
    }
    this.#waiting += 1
    const signal = AbortSignal.timeout(timeoutMs)
    const done = this.#tail.then(async () => {
      this.#waiting -= 1
      if (signal.aborted) throw new DeviceError('Timeout', this.#device, `The ${this.#device} was busy for too long.`)
      return task(signal)
    })
    this.#tail = done.then(
      () => undefined,
      () => undefined,
    )
    return done
  }
}
