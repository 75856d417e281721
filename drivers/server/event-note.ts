import type { DeviceEvent } from '#drivers/socket/events.ts'

/** What the log keeps of an event: never what was scanned or printed. `undefined` for what is not worth a line. */
export function eventNote(event: DeviceEvent): Readonly<Record<string, unknown>> | undefined {
  switch (event.event) {
    case 'scan':
      return { device: event.device, aim: event.aim, characters: event.text.length }
    case 'scan_rejected':
      return { device: event.device, reason: event.reason, count: event.count }
    case 'health':
      return { device: event.device.name, state: event.device.state, power: event.device.power }
    case 'drawer':
      return { device: event.device, isOpen: event.isOpen }
    case 'printed':
      return { jobId: event.jobId, ...event.result }
    case 'panel':
      return undefined
  }
}
