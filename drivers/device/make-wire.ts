import type { DriverPorts } from '#drivers/device/driver-ports.ts'
import { HealthRecord } from '#drivers/device/health-record.ts'
import { Wire, type WireOptions } from '#drivers/device/wire.ts'
import type { DeviceKind } from '#drivers/socket/device-health.ts'

/** What differs between the wires of drivers. */
export interface WireUse extends Pick<WireOptions, 'awayText' | 'onBytes' | 'onOpen' | 'onLost'> {
  readonly kind: DeviceKind
}

/** The wire of a driver, with the health record that it keeps up to date; not started yet. */
export function makeWire(ports: DriverPorts, use: WireUse): { readonly wire: Wire; readonly health: HealthRecord } {
  const health = new HealthRecord({
    name: ports.name,
    kind: use.kind,
    clock: ports.clock,
    onChange: (device) => ports.tell({ event: 'health', device }),
  })
  return { wire: new Wire({ ...use, factory: ports.factory, health, random: ports.random }), health }
}
