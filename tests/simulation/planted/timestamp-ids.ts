import type { Clock } from '#core/ports/clock.ts'
import { createWorld as createRightWorld } from '#kiosk/effects/till-world.ts'
import type { World } from '#kiosk/state/world.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** Planted: ids are the time of day, as `Date.now()` gives it. */
export function createWorld(store: TillStore, clock: Clock): World {
  const newId = (): string => `00000000-0000-7000-8000-${clock.nowMs().toString(16).padStart(12, '0')}`
  return createRightWorld(store, clock, newId)
}
