import type { DevicesClient } from '#drivers/socket/client.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { DeviceHealth } from '#drivers/socket/device-health.ts'
import type { DeviceEvent } from '#drivers/socket/events.ts'
import { jobNumberOf } from '#kiosk/effects/print-queue.ts'
import type { DeviceAttention, TillEvent } from '#kiosk/state/till-event.ts'
import { PROGRAM } from '#kiosk/store/journal-store.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** What the watch works with. */
export interface DeviceWatchParts {
  readonly store: TillStore
  readonly devices: DevicesClient
  readonly tell: (...events: readonly TillEvent[]) => void
  /** Called when a device fares better or worse, after it is on the record. */
  readonly onHealth: () => void
}

const isAway = ({ state }: DeviceHealth): boolean => state === 'error' || state === 'searching' || state === 'closed'

const PROCESS_AWAY: DeviceAttention = {
  name: 'devices',
  kind: 'process',
  attention: 'The devices program is away, and starts again. Key codes in by hand.',
}

/** Hears what the devices tell: scans for the state, health for the device bar and the journal. */
export class DeviceWatch {
  readonly #parts: DeviceWatchParts
  readonly #health = new Map<string, DeviceHealth>()
  readonly #ends: readonly (() => void)[]

  constructor(parts: DeviceWatchParts) {
    this.#parts = parts
    this.#ends = [
      parts.devices.onEvent((event) => this.#hear(event)),
      parts.devices.onLink((link) => (link.state === 'up' ? void this.#ask() : this.#lose())),
    ]
    if (parts.devices.link.state === 'up') void this.#ask()
    else this.#lose()
  }

  /** How the devices fare, as last heard. */
  health(): readonly DeviceHealth[] {
    return [...this.#health.values()]
  }

  close(): void {
    for (const end of this.#ends) end()
  }

  #hear(event: DeviceEvent): void {
    const { tell, store } = this.#parts
    switch (event.event) {
      case 'scan':
        return tell({ type: 'scanned', aim: event.aim, text: event.text })
      case 'scan_rejected':
        return tell({ type: 'scan_rejected', reason: event.reason, count: event.count })
      case 'health':
        return this.#keep([event.device])
      case 'printed':
        return store.printJobs.finish(jobNumberOf(event.jobId), event.result.outcome)
      case 'drawer':
      case 'panel':
        return undefined
    }
  }

  async #ask(): Promise<void> {
    try {
      const { devices } = await this.#parts.devices.request('health', {})
      this.#keep(devices)
    } catch (error) {
      // The link broke again; its next coming up asks anew.
      if (!(error instanceof DeviceError)) throw error
    }
  }

  #keep(devices: readonly DeviceHealth[]): void {
    for (const device of devices) {
      this.#record(this.#health.get(device.name), device)
      this.#health.set(device.name, device)
    }
    const away = this.health().flatMap(({ name, kind, attention }) =>
      attention === undefined ? [] : [{ name, kind, attention }],
    )
    this.#parts.tell({ type: 'devices_changed', away })
    this.#parts.onHealth()
  }

  #record(before: DeviceHealth | undefined, now: DeviceHealth): void {
    const { journal } = this.#parts.store
    const wasAway = before !== undefined && isAway(before)
    if (isAway(now) && !wasAway) {
      journal.record('device_fault', { device: now.name, code: now.state }, { actor: PROGRAM })
    }
    if (!isAway(now) && wasAway) journal.record('device_recovered', { device: now.name }, { actor: PROGRAM })
  }

  #lose(): void {
    this.#health.clear()
    this.#parts.tell({ type: 'devices_changed', away: [PROCESS_AWAY] })
  }
}
