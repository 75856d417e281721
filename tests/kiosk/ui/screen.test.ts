import { Terminal } from '@xterm/headless'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Screen, type ScreenOutput } from '#kiosk/ui/screen.ts'

const COLUMNS = 24
const ROWS = 8

const settled = async (terminal: Terminal): Promise<void> => new Promise((resolve) => terminal.write('', resolve))

const cellsOf = (terminal: Terminal): string[] =>
  Array.from({ length: terminal.rows }, (_, row) => {
    const line = terminal.buffer.active.getLine(row)
    return Array.from({ length: terminal.cols }, (__, column) => {
      const cell = line?.getCell(column)
      if (cell === undefined) return ''
      const glyph = cell.getChars() || (cell.getWidth() === 0 ? '' : ' ')
      const colour = glyph === ' ' && cell.isInverse() === 0 ? '' : `${cell.getFgColor()} ${cell.isBold()}`
      return `${glyph}|${colour}|${cell.getBgColor()}|${cell.isInverse()}`
    }).join('\n')
  })

const openScreen = (columns = COLUMNS, rows = ROWS) => {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true })
  const sent: string[] = []
  const output: ScreenOutput = { write: (bytes) => sent.push(bytes) > 0, once: () => undefined }
  const base = { foreground: '37', background: '44', marks: [] }
  const screen = new Screen({ output, columns, rows, base })
  screen.subscribe((bytes) => terminal.write(bytes))
  screen.enter()
  return { terminal, screen, sent }
}

const red = (text: string): string => `\u001b[1m\u001b[38;5;196m${text}\u001b[39m\u001b[22m`
const line = fc.oneof(
  fc.string({ maxLength: COLUMNS + 4 }).map((text) => text.replaceAll(/\p{Control}/gu, '')),
  fc.string({ maxLength: 10 }).map((text) => red(text.replaceAll(/\p{Control}/gu, ''))),
  fc.constantFrom('', 'Milk', 'Bread  2.50', '日本語のお茶', '  x  ', 'e\u0301clair'),
)

test('shows the same cells by differences as in one full painting', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(line, { minLength: ROWS, maxLength: ROWS }), { minLength: 1 }),
      async (frames) => {
        const changed = openScreen()
        for (const frame of frames) changed.screen.write(frame.join('\n'))
        const full = openScreen()
        full.screen.write((frames.at(-1) ?? []).join('\n'))
        await settled(changed.terminal)
        await settled(full.terminal)
        expect(cellsOf(changed.terminal)).toEqual(cellsOf(full.terminal))
      },
    ),
    { numRuns: 60 },
  )
})

test('shows moved rows rightly and lets the terminal move them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), async (from, to) => {
      const page = (first: number): string =>
        ['Head', ...Array.from({ length: ROWS - 2 }, (_, at) => `${first + at} product`), 'Foot'].join('\n')
      const { screen, terminal } = openScreen()
      screen.write(page(from))
      screen.write(page(to))
      const full = openScreen()
      full.screen.write(page(to))
      await settled(terminal)
      await settled(full.terminal)
      expect(cellsOf(terminal)).toEqual(cellsOf(full.terminal))
    }),
    { numRuns: 60 },
  )
  const { screen, sent } = openScreen(80, 24)
  const page = (first: number): string =>
    Array.from({ length: 20 }, (_, at) => `${first + at}  Some long product name in row ${first + at}`).join('\n')
  screen.write(page(10))
  screen.write(page(11))
  expect(sent.at(-1)).toMatch(/\d+;\d+r.*M/)
  expect(sent.at(-1)?.length).toBeLessThan(100)
})

test('sends nothing when nothing changed', () => {
  const { screen, sent } = openScreen()
  screen.write('Milk')
  const before = sent.length
  screen.write('Milk')
  expect(sent).toHaveLength(before)
  expect(screen.counts.frames).toBe(1)
})

test('lets no control character through', () => {
  const { screen, sent } = openScreen()
  screen.write('Mi\u001b]0;pwned\u0007lk\u001b[2J\u009b1m')
  expect(screen.counts.droppedControls).toBe(4)
  for (const harmful of ['\u001b]', '\u0007', '\u009b']) expect(sent.join('')).not.toContain(harmful)
  expect(screen.text[0]).toBe('Mi]0;pwnedlk[2J1m')
})

test('enters and leaves the terminal, and comes back with the frame', async () => {
  const { screen, terminal, sent } = openScreen()
  screen.write('Milk')
  screen.leave()
  expect(sent.at(-1)).toContain('\u001b[?1049l')
  screen.write('Bread')
  screen.enter()
  await settled(terminal)
  expect(terminal.buffer.active.getLine(0)?.translateToString(true).trimEnd()).toBe('Bread')
})

test('tells Ink of a new size', () => {
  const { screen } = openScreen()
  let heard = 0
  screen.on('resize', () => (heard += 1))
  screen.resize(100, 30)
  expect([heard, screen.columns, screen.rows]).toEqual([1, 100, 30])
})

test('skips frames that a slow terminal has no time for', () => {
  let drain = (): void => undefined
  const sent: string[] = []
  let isFast = true
  const output: ScreenOutput = {
    write: (bytes) => sent.push(bytes) > 0 && isFast,
    once: (_, listener) => (drain = listener),
  }
  const screen = new Screen({ output, columns: 20, rows: 2 })
  screen.enter()
  isFast = false
  for (const frame of ['one', 'two', 'three']) screen.write(frame)
  expect(sent.join('')).not.toContain('three')
  isFast = true
  drain()
  expect(screen.text[0]).toBe('three')
  expect(sent.join('')).not.toContain('two')
})
