import { DeviceError } from '#drivers/socket/device-error.ts'

interface Expectation<Frame> {
  readonly matches: (frame: Frame) => boolean
  readonly take: (frame: Frame) => void
  readonly fail: (error: DeviceError) => void
}

/** Hands what a device sent to whoever waits for it. */
export class ReplyWaiter<Frame> {
  readonly #device: string
  readonly #expectations = new Set<Expectation<Frame>>()

  constructor(device: string) {
    this.#device = device
  }

  /** The next frame that matches; rejects with `Timeout` when the signal ends, or with the wire's loss. */
  next(matches: (frame: Frame) => boolean, signal: AbortSignal): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        this.#expectations.delete(expectation)
        signal.removeEventListener('abort', onAbort)
        settle()
      }
      const onAbort = (): void =>
        finish(() => reject(new DeviceError('Timeout', this.#device, `The ${this.#device} did not answer in time.`)))
      const expectation: Expectation<Frame> = {
        matches,
        take: (frame) => finish(() => resolve(frame)),
        fail: (error) => finish(() => reject(error)),
      }
      this.#expectations.add(expectation)
      signal.addEventListener('abort', onAbort)
      if (signal.aborted) onAbort()
    })
  }

  /** Gives the frame to everyone who waits for one like it; says whether anybody did. */
  offer(frame: Frame): boolean {
    const takers = [...this.#expectations].filter((expectation) => expectation.matches(frame))
    for (const taker of takers) taker.take(frame)
    return takers.length > 0
  }

  /** The wire is lost: nobody gets an answer. */
  failAll(): void {
    const error = new DeviceError('Offline', this.#device, `The ${this.#device} went away.`)
    for (const expectation of this.#expectations) expectation.fail(error)
  }
}
