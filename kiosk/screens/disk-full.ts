import { keyFor } from '#kiosk/screens/key-bar-keys.ts'
import { centred, panelRows } from '#kiosk/screens/parts.ts'
import type { TillView } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { faultTexts } from '#kiosk/text/fault-texts.ts'
import type { Area } from '#kiosk/ui/look.ts'

/** The disk is full and nothing is open: what is safe, what cannot begin, and what to do. */
export const diskFullBody = (view: TillView, area: Area): string[] => {
  const rows = panelRows(view, area)
  const { title, safe, stopped } = faultTexts.diskFull
  const isShiftOpen = view.state.shift !== undefined
  rows.blank().words(safe, rows.theme.panelStrong).blank().words(stopped).blank()
  const steps = [
    ...(isShiftOpen ? [faultTexts.diskFull.closeShift(keyFor(view, 'close_shift'), en.closeShift)] : []),
    faultTexts.diskFull.makeRoom,
    faultTexts.diskFull.byItself,
  ]
  for (const [index, words] of steps.entries()) rows.words(`${index + 1}. ${words}`, rows.theme.panel)
  rows.blank()
  return centred(rows.framed(title), view, area)
}
