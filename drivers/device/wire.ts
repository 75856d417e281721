import { setTimeout as sleep } from 'node:timers/promises'
import type { HealthRecord } from '#drivers/device/health-record.ts'
import { Backoff } from '#drivers/socket/backoff.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { Transport, TransportFactory } from '#drivers/transport/transport.ts'

/** A device on the same desk answers within milliseconds, a printer on a slow network within a few seconds. */
const OPEN_TIMEOUT_MS = 5000

/** Tries to open again after half a second, then less and less often; a hot-plug event ends the wait. */
const REOPEN_FIRST_MS = 500
const REOPEN_LAST_MS = 15_000

/** What a driver does with its wire. */
export interface WireOptions {
  readonly factory: TransportFactory
  readonly health: HealthRecord
  readonly random: () => number
  /** The plain sentence that the staff reads while the device is away. */
  readonly awayText: string
  /** Sets the device up, each time that the wire opens. */
  readonly onOpen?: () => Promise<void>
  readonly onBytes: (chunk: Uint8Array) => void
  readonly onLost?: () => void
}

/** Keeps the wire to one device open: opens it, reads it, and opens it again when it was lost, for ever. */
export class Wire implements AsyncDisposable {
  readonly #options: WireOptions
  readonly #backoff: Backoff
  readonly #stop = new AbortController()
  #transport: Transport | undefined
  #wasOpen = false
  #running: Promise<void> | undefined
  #wake: (() => void) | undefined

  constructor(options: WireOptions) {
    this.#options = options
    this.#backoff = new Backoff({ firstMs: REOPEN_FIRST_MS, lastMs: REOPEN_LAST_MS, random: options.random })
  }

  get isOpen(): boolean {
    return this.#transport !== undefined
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Rejects with a `DeviceError` when the wire is away or gets lost. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#transport === undefined) {
      throw new DeviceError('Offline', this.#options.health.current.name, this.#options.awayText)
    }
    await this.#transport.write(bytes)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    this.#wake?.()
    await this.#transport?.close()
    await this.#running
    this.#options.health.set({ state: 'closed', power: 'unknown', attention: undefined })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #run(): Promise<void> {
    const unsubscribe = this.#options.factory.onArrival?.(() => this.#wake?.())
    while (!this.#stop.signal.aborted) {
      const transport = await this.#open()
      if (transport !== undefined) await this.#use(transport)
      if (!this.#stop.signal.aborted) await this.#pause()
    }
    unsubscribe?.()
  }

  async #open(): Promise<Transport | undefined> {
    try {
      return await this.#options.factory.open(
        AbortSignal.any([this.#stop.signal, AbortSignal.timeout(OPEN_TIMEOUT_MS)]),
      )
    } catch (error) {
      if (!(error instanceof DeviceError)) throw error
      this.#away()
      return undefined
    }
  }

  async #use(transport: Transport): Promise<void> {
    const { health, onOpen, onBytes, onLost } = this.#options
    this.#transport = transport
    this.#backoff.reset()
    if (this.#wasOpen) health.countReconnect()
    this.#wasOpen = true
    health.set({ state: 'idle', power: 'online', attention: undefined })
    // The set-up reads answers, so it runs beside the reading; a wire lost meanwhile ends both.
    const ready = onOpen?.().catch((error: unknown) => {
      if (!(error instanceof DeviceError)) throw error
    })
    for await (const chunk of transport.readable) onBytes(chunk)
    this.#transport = undefined
    onLost?.()
    this.#away()
    await ready
  }

  #away(): void {
    if (this.#stop.signal.aborted) return
    this.#options.health.set({ state: 'searching', power: 'offline', attention: this.#options.awayText })
  }

  async #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const timer = new AbortController()
    await Promise.race([
      promise,
      sleep(this.#backoff.next(), undefined, { signal: timer.signal }).catch(() => undefined),
    ])
    timer.abort()
    this.#wake = undefined
  }
}
