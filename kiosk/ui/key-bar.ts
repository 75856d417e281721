import { isWide, type Look } from '#kiosk/ui/look.ts'
import { cell, paint, space } from '#kiosk/ui/paint.ts'
import type { CellStyle } from '#kiosk/ui/sgr.ts'

/** One key of the bar: what it is called, what it does now, and why not when it does nothing. */
export interface BarKey {
  readonly key: string
  readonly label: string
  readonly tone: 'plain' | 'primary' | 'danger' | 'off'
  readonly reason?: string
}

/** Where a key stands in the bar; a touch finds it here too. */
interface KeyPlace {
  readonly column: number
  readonly cells: number
}

// A handful of keys would be stretched over a wide screen.
const KEY_CELLS_MAX = 20
const FUNCTION_KEYS = 12

/** Twelve keys share the width; fewer stand on the left, the last at the right end. */
export const keyPlaces = (columns: number, count: number): KeyPlace[] => {
  const slots = Math.max(count, Math.ceil(columns / KEY_CELLS_MAX))
  return Array.from({ length: count }, (_, at) => {
    const slot = at === count - 1 ? slots - 1 : at
    const column = Math.floor((slot * columns) / slots)
    const gap = slots >= FUNCTION_KEYS || slot === slots - 1 ? 0 : 1
    return { column, cells: Math.floor(((slot + 1) * columns) / slots) - column - gap }
  })
}

/** How many rows the bar takes. */
export const keyBarRows = (look: Look): number => (isWide(look) ? 3 : 2)

const styleOf = ({ theme }: Look, tone: BarKey['tone'], isStrong: boolean): CellStyle => {
  switch (tone) {
    case 'plain':
      return isStrong ? theme.keyStrong : theme.key
    case 'primary':
      return isStrong ? theme.keyPrimaryStrong : theme.keyPrimary
    case 'danger':
      return isStrong ? theme.keyDangerStrong : theme.keyDanger
    case 'off':
      return theme.keyOff
  }
}

const rowText = ({ key, label, reason }: BarKey, row: number): string => [key, label, reason ?? ''][row] ?? ''

/** The rows of the bar: the keys' names, what they do, and where there is room why one does nothing. */
export const keyBar = (look: Look, keys: readonly BarKey[]): string[] => {
  const places = keyPlaces(look.columns, keys.length)
  const { canvas, keyEdge } = look.theme
  return Array.from({ length: keyBarRows(look) }, (_, row) => {
    let text = ''
    let column = 0
    for (const [at, place] of places.entries()) {
      const key = keys[at]
      if (key === undefined) continue
      const style = styleOf(look, key.tone, row === 0)
      const edge = column > 0 && place.column === column ? keyEdge.text : ' '
      text += space(canvas, place.column - column)
      text += paint({ ...style, foreground: keyEdge.foreground }, edge)
      text += cell(style, rowText(key, row), place.cells - 1)
      column = place.column + place.cells
    }
    return text + space(canvas, look.columns - column)
  })
}
