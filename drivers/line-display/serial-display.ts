import type { Device } from '#drivers/device/device.ts'
import type { DriverPorts } from '#drivers/device/driver-ports.ts'
import type { HealthRecord } from '#drivers/device/health-record.ts'
import { makeWire } from '#drivers/device/make-wire.ts'
import type { Wire } from '#drivers/device/wire.ts'
import { encodeLines, initialise } from '#drivers/line-display/cd5220.ts'
import type { DeviceHealth } from '#drivers/socket/device-health.ts'
import type { Params } from '#drivers/socket/methods.ts'

/** A customer display on a serial line; it only listens, so its health is that of the port. */
export class SerialDisplay implements Device {
  readonly #wire: Wire
  readonly #health: HealthRecord
  #wanted: Params<'display.show'> = { upper: '', lower: '' }
  #isWriting = false
  #isStale = false

  constructor(ports: DriverPorts) {
    const { wire, health } = makeWire(ports, {
      kind: 'line-display',
      awayText: 'The customer display is not connected. Check its cable.',
      onOpen: () => this.#setUp(),
      onBytes: () => undefined,
    })
    this.#wire = wire
    this.#health = health
  }

  health(): DeviceHealth {
    return this.#health.current
  }

  start(): void {
    this.#wire.start()
  }

  async close(): Promise<void> {
    await this.#wire.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** Shows two lines. Texts that come faster than the line can carry are skipped, never queued; the newest one stays. */
  async show(lines: Params<'display.show'>): Promise<void> {
    this.#wanted = lines
    this.#isStale = true
    if (this.#isWriting || !this.#wire.isOpen) return
    this.#isWriting = true
    try {
      while (this.#isStale) {
        this.#isStale = false
        await this.#wire.write(encodeLines(this.#wanted.upper, this.#wanted.lower))
      }
    } finally {
      this.#isWriting = false
    }
  }

  async #setUp(): Promise<void> {
    await this.#wire.write(initialise)
    await this.show(this.#wanted)
  }
}
