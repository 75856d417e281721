import type { DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { LinkError } from '#kiosk/link/link-error.ts'

/** What renewing a device's key needs. */
export interface KeyWatchParts {
  readonly isDue: () => boolean
  /** Replaces the key, with the hub's consent; throws `LinkError`. */
  readonly renew: () => Promise<DeviceIdentity>
  readonly onRenewed: () => void
  readonly onTrouble: (error: LinkError) => void
}

/**
 * Renews the device's key when it has served its time, while the hub is there. What is open goes on with the key that
 * opened it; the next start uses the new one.
 */
export class KeyWatch {
  readonly #parts: KeyWatchParts
  #isTried = false

  constructor(parts: KeyWatchParts) {
    this.#parts = parts
  }

  /** The hub is there; one attempt a start is enough. */
  async online(): Promise<void> {
    const { isDue, renew, onRenewed, onTrouble } = this.#parts
    if (this.#isTried || !isDue()) return
    this.#isTried = true
    try {
      await renew()
      onRenewed()
    } catch (error) {
      if (!(error instanceof LinkError)) throw error
      onTrouble(error)
    }
  }
}
