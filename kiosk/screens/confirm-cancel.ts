import { panelRows } from '#kiosk/screens/parts.ts'
import { type Paint, money } from '#kiosk/screens/view.ts'
import { en } from '#kiosk/text/en.ts'

/** Throwing a sale away asks, and takes no Enter, which may have been typed ahead. */
export const confirmCancelScene: Paint = (view, area) => {
  const rows = panelRows(view, area)
  const { priced } = view.state
  rows
    .blank()
    .pair(en.lines, String(priced?.lines.length ?? 0), rows.theme.panelStrong)
    .pair(en.total, money(view)(priced?.totals.totalMinor ?? 0), rows.theme.panelStrong)
    .blank()
    .words(en.confirmCancelHow, rows.theme.panelBad)
    .blank()
  return {
    modal: rows.framed(en.confirmCancel),
    prompt: en.promptYesNo,
    keys: [
      { key: 'Y', label: en.yes, tone: 'danger' },
      { key: 'N', label: en.no, tone: 'primary' },
    ],
  }
}
