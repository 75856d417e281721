import { diskFullBody } from '#kiosk/screens/disk-full.ts'
import { primaryKey, screenKey } from '#kiosk/screens/key-bar-keys.ts'
import { centred, largeDigits, panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, type Scene, type TillView } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'
import type { Area } from '#kiosk/ui/look.ts'

const askDate = (view: TillView, area: Area, businessDate: string): Scene => {
  const rows = panelRows(view, area)
  const { entry } = view.state
  rows
    .blank()
    .words(en.clockUntrusted, rows.theme.panelBad)
    .words(en.clockUntrustedHow)
    .blank()
    .pair(en.businessDate, businessDate, rows.theme.panelStrong)
    .blank()
    .digits(largeDigits(view, entry === '' ? ' ' : entry, rows.cells), rows.theme.panelTotal)
    .blank()
  return {
    body: centred(rows.framed(en.openShift), view, area),
    prompt: en.promptDate,
    keys: [
      { key: 'Y', label: en.yes, tone: entry === '' ? 'plain' : 'off' },
      screenKey(view, 'escape', entry === '' ? en.signOut : en.clear),
      primaryKey(view, 'enter', en.confirm),
    ],
  }
}

const askFloat = (view: TillView, area: Area, businessDate: string): Scene => {
  const { entry, policy } = view.state
  const rows = panelRows(view, area)
  rows
    .blank()
    .words(en.openShiftHow)
    .blank()
    .pair(en.businessDate, businessDate, rows.theme.panelStrong)
    .blank()
    .text(`${en.float} ${policy.currency}`, rows.theme.panelMuted)
    .digits(largeDigits(view, entry === '' ? '0' : entry, rows.cells), rows.theme.panelTotal)
    .blank()
  return {
    body: centred(rows.framed(en.openShift), view, area),
    prompt: en.promptFloat,
    keys: [screenKey(view, 'escape', entry === '' ? en.signOut : en.clear), primaryKey(view, 'enter', en.openShift)],
  }
}

/** A shift begins: the business date where the clock does not know it, then the float. */
export const openShiftScene: Paint = (view, area) => {
  const { screen } = view.state
  if (screen.name !== 'open_shift') return { prompt: en.promptFloat }
  if (view.state.isDiskFull) {
    return { body: diskFullBody(view, area), prompt: en.promptFloat, keys: [screenKey(view, 'escape', en.signOut)] }
  }
  const ask = screen.isDateConfirmed ? askFloat : askDate
  return ask(view, area, screen.businessDate)
}
