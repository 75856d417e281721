import { writeFault } from '#kiosk/screens/fault.ts'
import { keyFor } from '#kiosk/screens/key-bar-keys.ts'
import { centred, panelRows } from '#kiosk/screens/parts.ts'
import type { TillView } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import { diskFullWords } from '#kiosk/text/fault-texts.ts'
import type { Area } from '#kiosk/ui/look.ts'

/** The disk is full and nothing is open: what is safe, what cannot begin, and what to do. */
export const diskFullBody = (view: TillView, area: Area): string[] => {
  const rows = panelRows(view, area)
  const isShiftOpen = view.state.shift !== undefined
  const words = diskFullWords(isShiftOpen ? { key: keyFor(view, 'close_shift'), name: en.closeShift } : undefined)
  writeFault(rows, words)
  return centred(rows.framed(words.title), view, area)
}
