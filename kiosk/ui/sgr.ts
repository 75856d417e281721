/** The looks of a cell, as SGR parameters (ECMA-48, 8.3.117). An empty colour is the terminal's own. */
export interface CellStyle {
  readonly foreground: string
  readonly background: string
  /** On-codes in ascending order: 1 bold, 2 faint, 3 italic, 4 underlined, 7 inverse, 9 struck. */
  readonly marks: readonly number[]
}

export const plainStyle: CellStyle = { foreground: '', background: '', marks: [] }

const ESCAPE = '\u001b'

// Bold and faint share one off-code.
const offCode = (mark: number): number => (mark === 1 ? 22 : mark + 20)

const marksOff: Readonly<Record<number, readonly number[]>> = { 22: [1, 2], 23: [3], 24: [4], 27: [7], 29: [9] }
const marksOn = new Set([1, 2, 3, 4, 7, 9])

const withMark = (style: CellStyle, mark: number): CellStyle =>
  style.marks.includes(mark) ? style : { ...style, marks: [...style.marks, mark].toSorted((a, b) => a - b) }

const isColour = (code: number, base: number): boolean =>
  (code >= base && code <= base + 7) || (code >= base + 60 && code <= base + 67)

const applyOne = (style: CellStyle, code: number): CellStyle => {
  if (code === 0) return plainStyle
  if (marksOn.has(code)) return withMark(style, code)
  if (isColour(code, 30)) return { ...style, foreground: String(code) }
  if (isColour(code, 40)) return { ...style, background: String(code) }
  if (code === 39) return { ...style, foreground: '' }
  if (code === 49) return { ...style, background: '' }
  const off = marksOff[code] ?? []
  return { ...style, marks: style.marks.filter((mark) => !off.includes(mark)) }
}

/** `38;5;n` takes three numbers and `38;2;r;g;b` five. */
const longColourLength = (codes: readonly number[], at: number): number => {
  if (codes[at] !== 38 && codes[at] !== 48) return 0
  return codes[at + 1] === 2 ? 5 : 3
}

/** The style after one SGR sequence with these parameters (`1;38;5;252`). */
export const applySgr = (style: CellStyle, parameters: string): CellStyle => {
  const codes = parameters.split(/[;:]/).map(Number)
  let next = style
  for (let at = 0; at < codes.length; at += 1) {
    const length = longColourLength(codes, at)
    if (length === 0) next = applyOne(next, codes[at] ?? 0)
    else {
      const colour = codes.slice(at, at + length).join(';')
      next = codes[at] === 38 ? { ...next, foreground: colour } : { ...next, background: colour }
      at += length - 1
    }
  }
  return next
}

// Underlining, inverting and striking show on a space too.
const marksOnSpace = new Set([4, 7, 9])

const showsOnSpace = (style: CellStyle): boolean => style.marks.some((mark) => marksOnSpace.has(mark))

/** What of a style can be seen on a space: one look for all spaces on one background. */
export const spaceStyle = (style: CellStyle): CellStyle =>
  showsOnSpace(style) ? style : { ...plainStyle, background: style.background }

/** A space written in either style looks the same. */
export const isSameOnSpace = (a: CellStyle, b: CellStyle): boolean =>
  a.background === b.background && !showsOnSpace(a) && !showsOnSpace(b)

/** The shortest sequence that turns one style into the other. */
export const sgrBetween = (from: CellStyle, to: CellStyle): string => {
  if (from === to) return ''
  const lost = from.marks.filter((mark) => !to.marks.includes(mark))
  const offCodes = [...new Set(lost.map(offCode))]
  const cleared = offCodes.includes(22) ? [1, 2, ...lost] : lost
  const gained = to.marks.filter((mark) => !from.marks.includes(mark) || cleared.includes(mark))
  const codes: (number | string)[] = [...offCodes, ...gained]
  if (from.foreground !== to.foreground) codes.push(to.foreground || 39)
  if (from.background !== to.background) codes.push(to.background || 49)
  return codes.length === 0 ? '' : `${ESCAPE}[${codes.join(';')}m`
}
