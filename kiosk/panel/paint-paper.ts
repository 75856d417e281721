import type { PanelState as DevicesState } from '#drivers/socket/panel-messages.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { cell, space } from '#kiosk/ui/paint.ts'

/** The virtual printer's paper is 36 characters wide, with one of margin on both sides. */
const PAPER_CELLS = 38

/** The newest paper, as if it came out of the printer at the bottom. */
export function paperRows(devices: DevicesState | undefined, { theme, columns, rows }: Look): string[] {
  const margin = Math.max(0, Math.floor((columns - PAPER_CELLS) / 2))
  const printed = devices?.printer.paperRows.slice(-Math.max(0, rows - 1)) ?? []
  const blanks = Math.max(0, rows - 1 - printed.length)
  const paper = printed.map(
    (text) =>
      space(theme.canvas, margin) +
      cell(theme.paper, ` ${text}`, Math.min(PAPER_CELLS, columns)) +
      space(theme.canvas, columns - margin - PAPER_CELLS),
  )
  const slot = cell(theme.heading, slotText(devices), columns)
  return [...Array.from({ length: blanks }, () => space(theme.canvas, columns)), ...paper, slot].slice(-rows)
}

function slotText(devices: DevicesState | undefined): string {
  const waiting = devices?.printer.bufferedBytes ?? 0
  return waiting === 0 ? ' ▔▔ Printer' : ` ▔▔ Printer · ${waiting} bytes wait inside`
}
