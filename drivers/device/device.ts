import type { DeviceHealth } from '#drivers/socket/device-health.ts'

/** What all drivers have in common; each class of device adds its own verbs. */
export interface Device extends AsyncDisposable {
  readonly health: () => DeviceHealth
  /** Starts looking for the device, and goes on for ever. */
  readonly start: () => void
  readonly close: () => Promise<void>
}
