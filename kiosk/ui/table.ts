import { type Align, fit } from '#kiosk/text/fit.ts'

/** A column of a table: its width in cells, with one empty cell behind it. */
export interface Column {
  readonly cells: number
  readonly align: Align
}

/** The cells of a row, each in its column's width. */
export const tableRow = (columns: readonly Column[], texts: readonly string[]): string =>
  columns.map(({ cells, align }, at) => `${fit(texts[at] ?? '', cells, align)} `).join('')

/** Columns of which the one without a width takes what the others leave. */
export const tableColumns = (
  columns: number,
  widths: readonly (readonly [cells: number, align: Align] | 'rest')[],
): Column[] => {
  const taken = widths.reduce((sum, width) => sum + (width === 'rest' ? 1 : width[0] + 1), 0)
  return widths.map((width) =>
    width === 'rest' ? { cells: Math.max(0, columns - taken), align: 'left' } : { cells: width[0], align: width[1] },
  )
}
