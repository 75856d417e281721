import { cellWidth } from '#kiosk/text/cell-width.ts'

// Rows of a few screens; cleared as a whole, since the next frame fills it again.
const REMEMBERED_MAX = 4000
const sequence = new RegExp(String.raw`\u001b\[[\d;:]*m`, 'g')
const remembered = new Map<string, number>()

/** Takes string-width's place in the bundle, so that Ink measures as the terminals do (see cell-width.ts). */
export default function stringWidth(text: string): number {
  const known = remembered.get(text)
  if (known !== undefined) return known
  if (remembered.size >= REMEMBERED_MAX) remembered.clear()
  const cells = cellWidth(text.replaceAll(sequence, ''))
  remembered.set(text, cells)
  return cells
}
