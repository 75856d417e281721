import type { ReactElement } from 'react'
import { wrapWords } from '#kiosk/text/fit.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { cell } from '#kiosk/ui/paint.ts'
import { Rows } from '#kiosk/ui/row.tsx'

/** What went wrong, so that nobody has to guess: what it is, and what to do. */
export interface FatalNotice {
  readonly title: string
  readonly sentences: readonly string[]
}

const MARGIN_CELLS = 4

/** The whole screen in words, when the till cannot go on. */
export function Fatal({ look, notice }: { readonly look: Look; readonly notice: FatalNotice }): ReactElement {
  const { theme, columns, rows } = look
  const margin = ' '.repeat(MARGIN_CELLS)
  const words = notice.sentences.flatMap((sentence) => [...wrapWords(sentence, columns - 2 * MARGIN_CELLS), ''])
  const lines = [
    cell(theme.fatal, `  ✖ ${notice.title}`, columns),
    cell(theme.canvas, '', columns),
    ...words.map((text) => cell(theme.strong, margin + text, columns)),
  ]
  return <Rows rows={Array.from({ length: rows }, (_, row) => lines[row] ?? '')} />
}
