/** Rows `top` to `bottom` (from 0, both included) move up by `lines`, or down when negative. */
export interface Scroll {
  readonly top: number
  readonly bottom: number
  readonly lines: number
}

// Fewer moved rows are cheaper to repaint than to scroll.
const MOVED_ROWS_MIN = 3
// A page or less at a time; more is another screen.
const SCROLL_LINES_MAX = 40

interface Run {
  readonly first: number
  readonly length: number
  readonly moved: number
}

const emptyRun: Run = { first: 0, length: 0, moved: 0 }

/** The run of rows in `next` that stood `lines` further down in `last`, with the most rows that really moved. */
const bestRun = (last: readonly number[], next: readonly number[], lines: number): Run => {
  let best = emptyRun
  let run = emptyRun
  for (let row = 0; row < next.length; row += 1) {
    const isSame = next[row] === last[row + lines]
    const moved = run.moved + (next[row] === last[row] ? 0 : 1)
    run = isSame ? { first: row - run.length, length: run.length + 1, moved } : emptyRun
    if (run.moved > best.moved) best = run
  }
  return best
}

const scrollOf = (run: Run, lines: number): Scroll =>
  lines > 0
    ? { top: run.first, bottom: run.first + run.length - 1 + lines, lines }
    : { top: run.first + lines, bottom: run.first + run.length - 1, lines }

/** Takes in the changed rows next to the moved ones: a row that moved and lost its mark is still mostly the same. */
const widened = (last: readonly number[], next: readonly number[], { top, bottom, lines }: Scroll): Scroll => {
  const isChanged = (row: number): boolean => next[row] !== undefined && next[row] !== last[row]
  let first = top
  let end = bottom
  while (isChanged(first - 1)) first -= 1
  while (isChanged(end + 1)) end += 1
  return { top: first, bottom: end, lines }
}

/** Numbers for rows, the same for the same text: they are compared a thousand times. */
const numbered = (): ((text: string) => number) => {
  const numbers = new Map<string, number>()
  return (text) => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    numbers.set(text, numbers.size)
    return numbers.size - 1
  }
}

/** Finds rows that only moved, so that the terminal can move them itself: nothing, or a narrow and a wide region. */
export const findScrolls = (lastRows: readonly string[], nextRows: readonly string[]): readonly Scroll[] => {
  const number = numbered()
  const last = lastRows.map(number)
  const next = nextRows.map(number)
  const changed = next.filter((row, at) => row !== last[at]).length
  if (changed < MOVED_ROWS_MIN) return []
  let best: Run = { ...emptyRun, moved: MOVED_ROWS_MIN - 1 }
  let bestLines = 0
  const limit = Math.min(SCROLL_LINES_MAX, next.length - 1)
  // The nearest first: once most of the changed rows have moved together, no other move can have more.
  for (let distance = 1; distance <= limit && best.moved * 2 <= changed; distance += 1) {
    for (const lines of [distance, -distance]) {
      const run = bestRun(last, next, lines)
      if (run.moved <= best.moved) continue
      best = run
      bestLines = lines
    }
  }
  if (bestLines === 0) return []
  const narrow = scrollOf(best, bestLines)
  const wide = widened(last, next, narrow)
  return wide.top === narrow.top && wide.bottom === narrow.bottom ? [narrow] : [narrow, wide]
}

/** The rows after the scroll; `fill` makes what comes in at the edge. */
export const scrolledRows = <T>(rows: readonly T[], scroll: Scroll, fill: () => T): T[] =>
  rows.map((row, at) => {
    if (at < scroll.top || at > scroll.bottom) return row
    const from = at + scroll.lines
    return from >= scroll.top && from <= scroll.bottom ? (rows[from] ?? fill()) : fill()
  })
