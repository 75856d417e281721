import type { Clock } from '#core/ports/clock.ts'
import type { DeviceHealth, DeviceKind } from '#drivers/socket/device-health.ts'

/** What may change in a device's health; `attention: undefined` says that nothing is to be done any more. */
export interface HealthChange {
  readonly state?: DeviceHealth['state']
  readonly power?: DeviceHealth['power']
  readonly attention?: string | undefined
}

/** Who a device is, and who hears of its health. */
export interface HealthRecordOptions {
  readonly name: string
  readonly kind: DeviceKind
  readonly clock: Clock
  readonly onChange: (health: DeviceHealth) => void
}

/** How one device fares, told on every change. */
export class HealthRecord {
  readonly #clock: Clock
  readonly #onChange: (health: DeviceHealth) => void
  #health: DeviceHealth

  constructor(options: HealthRecordOptions) {
    this.#clock = options.clock
    this.#onChange = options.onChange
    this.#health = {
      name: options.name,
      kind: options.kind,
      state: 'searching',
      power: 'unknown',
      since: new Date(options.clock.nowMs()).toISOString(),
      reconnects: 0,
    }
  }

  get current(): DeviceHealth {
    return this.#health
  }

  set(change: HealthChange): void {
    const { attention, ...rest } = this.#health
    const next = { ...rest, ...change }
    const text = 'attention' in change ? change.attention : attention
    const isSame =
      next.state === this.#health.state && next.power === this.#health.power && text === this.#health.attention
    if (isSame) return
    const since = next.state === this.#health.state ? this.#health.since : this.#nowIso()
    const { attention: _, ...plain } = { ...next, since }
    this.#health = text === undefined ? plain : { ...plain, attention: text }
    this.#onChange(this.#health)
  }

  countReconnect(): void {
    this.#health = { ...this.#health, reconnects: this.#health.reconnects + 1 }
  }

  #nowIso(): string {
    return new Date(this.#clock.nowMs()).toISOString()
  }
}
