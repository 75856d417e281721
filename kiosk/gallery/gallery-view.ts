import { defaultKeyMap } from '#kiosk/input/key-map.ts'
import type { DemoStaff, TillView } from '#kiosk/screens/view.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { Look } from '#kiosk/ui/look.ts'

const demoStaff: readonly DemoStaff[] = [
  { number: 12, name: 'Asha Rao', role: 'clerk', pin: '1234' },
  { number: 14, name: 'Ben Okafor', role: 'clerk', pin: '2468' },
  { number: 20, name: 'Chloé Martin', role: 'manager', pin: '9731' },
]

// The gallery's shop keeps its time in UTC, so that pictures are the same everywhere.
const isoOf = (ms: number): string => new Date(ms).toISOString()

/** A story as the till draws it. */
export const galleryView = (state: TillState, look: Look): TillView => ({
  state,
  look,
  keys: defaultKeyMap,
  demoStaff,
  clockText: (nowMs) => isoOf(nowMs).slice(11, 16),
  localTime: (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`,
})
