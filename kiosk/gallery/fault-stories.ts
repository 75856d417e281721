import { selling } from '#kiosk/gallery/stories.ts'
import { bad } from '#kiosk/state/notice.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** A till on a disk that is full: with a sale open, and with nothing that may still be finished but the shift. */
export const faultStories: Readonly<Record<string, TillState>> = {
  'disk-full-selling': selling(5, { isDiskFull: true, notice: bad('disk_full') }),
  'disk-full': selling(1, { isDiskFull: true, notice: bad('disk_full'), basket: undefined, priced: undefined }),
  'disk-full-no-shift': selling(1, {
    isDiskFull: true,
    basket: undefined,
    priced: undefined,
    shift: undefined,
    shiftTotals: undefined,
    notice: bad('disk_full'),
    screen: { name: 'open_shift', businessDate: '2026-03-15', isDateConfirmed: true },
  }),
}
