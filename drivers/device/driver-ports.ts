import type { Clock } from '#core/ports/clock.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import type { TransportFactory } from '#drivers/transport/transport.ts'

/** What every driver is given: its name, its wire, the time, chance, and whom to tell. */
export interface DriverPorts {
  readonly name: string
  readonly factory: TransportFactory
  readonly clock: Clock
  /** A number from 0 to below 1; spreads reconnects. */
  readonly random: () => number
  readonly tell: (event: DeviceEvent) => void
}
