import type { Clock } from '#core/ports/clock.ts'
import type { DriverPorts } from '#drivers/device/driver-ports.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import type { TransportFactory } from '#drivers/transport/transport.ts'
import { waitUntil } from '#tests/support/wait-until.ts'

export const testClock: Clock = {
  nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5),
  monotonicMs: () => performance.now(),
  isTrusted: () => true,
}

type EventName = DeviceEvent['event']

/** Ports for a driver under test, and what it tells. */
export function makeBench(name: string, factory: TransportFactory, clock: Clock = testClock) {
  const events: DeviceEvent[] = []
  const ports: DriverPorts = { name, factory, clock, random: () => 0.5, tell: (event) => events.push(event) }
  const told = <Name extends EventName>(event: Name): Extract<DeviceEvent, { event: Name }>[] =>
    events.filter((one): one is Extract<DeviceEvent, { event: Name }> => one.event === event)
  return {
    ports,
    told,
    /** Waits until the device is in this state, as its health events say. */
    reaches: (state: string) =>
      waitUntil(
        () => told('health').at(-1)?.device.state === state,
        () => `${name} is ${told('health').at(-1)?.device.state}, not ${state}`,
      ),
  }
}
