import { en } from '#kiosk/text/en.ts'
import type { FaultWords } from '#kiosk/text/fault-texts.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { isWide } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'
import { PanelRows } from '#kiosk/ui/panel.ts'

const COLUMNS = 64
const WIDE_COLUMNS = 84

/** The words of a fault, row by row: what is safe, what does not go on, what to do. */
export const writeFault = (rows: PanelRows, { safe, stopped, steps }: FaultWords): void => {
  rows.blank().words(safe, rows.theme.panelStrong).blank().words(stopped).blank()
  for (const [index, words] of steps.entries()) rows.words(`${index + 1}. ${words}`, rows.theme.panel)
  rows.blank()
}

/** A whole terminal that only says what is wrong: there is no till behind it. */
export const faultRows = (look: Look, words: FaultWords): string[] => {
  const { theme, columns, rows: height } = look
  const rows = new PanelRows(theme, Math.min(columns - 4, isWide(look) ? WIDE_COLUMNS : COLUMNS))
  writeFault(rows, words)
  const framed = rows.framed(words.title)
  const left = Math.max(0, Math.floor((columns - framed.columns) / 2))
  const top = Math.max(1, Math.floor((height - framed.rows.length) / 2))
  return Array.from({ length: height }, (_, row) => {
    if (row === 0) return cell(theme.barStrong, ` ${en.product}`, columns)
    if (row === height - 1)
      return cell(theme.muted, ` ${words.goesOn === true ? en.faultGoesOn : en.faultKeys}`, columns)
    const inner = framed.rows[row - top]
    if (inner === undefined) return cell(theme.canvas, '', columns)
    return cell(theme.canvas, '', left) + inner + cell(theme.canvas, '', columns - left - framed.columns)
  })
}
