import { cellWidth } from '#kiosk/text/cell-width.ts'
import { fit } from '#kiosk/text/fit.ts'
import type { Look } from '#kiosk/ui/look.ts'
import { cell, paint } from '#kiosk/ui/paint.ts'

export interface Status {
  readonly product: string
  /** Who and where: till, operator, shop. */
  readonly places: readonly string[]
  readonly link: { readonly text: string; readonly isGood: boolean }
  readonly clock: string
}

/** The top row: where we are, who sells, and how the till fares. */
export const statusBar = ({ theme, columns }: Look, { product, places, link, clock }: Status): string => {
  const sign = link.isGood ? '●' : '○'
  const linkText = `${sign} ${link.text}  `
  const clockText = `${clock} `
  const right = cellWidth(linkText) + cellWidth(clockText)
  const name = ` ${product}  `
  const room = columns - right - cellWidth(name)
  return (
    paint(theme.barStrong, name) +
    cell(theme.bar, places.join('  '), room) +
    paint(link.isGood ? theme.barGood : theme.barWarn, linkText) +
    paint(theme.bar, fit(clockText, cellWidth(clockText)))
  )
}
