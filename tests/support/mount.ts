import { Terminal } from '@xterm/headless'
import { render } from 'ink'
import { createElement } from 'react'
import { InkStdin } from '#kiosk/input/ink-stdin.ts'
import { Till } from '#kiosk/screens/till.tsx'
import type { TillView } from '#kiosk/screens/view.ts'
import { Screen } from '#kiosk/ui/screen.ts'

/** The till as a terminal shows it: state → Ink → Screen → xterm. */
export function mount(first: TillView) {
  const { columns, rows, theme } = first.look
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true })
  const sent: string[] = []
  const screen = new Screen({
    output: { write: (bytes) => sent.push(bytes) > 0, once: () => undefined },
    columns,
    rows,
    base: theme.canvas,
  })
  screen.subscribe((bytes) => terminal.write(bytes))
  screen.enter()
  const ink = render(createElement(Till, { view: first }), {
    // Ink types the streams of a terminal; it writes to the one and never reads the other.
    stdout: screen as unknown as NodeJS.WriteStream,
    stdin: new InkStdin() as unknown as NodeJS.ReadStream,
    debug: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
  })
  const settled = async (): Promise<void> => new Promise((resolve) => terminal.write('', resolve))
  return {
    terminal,
    screen,
    /** Draws another state; gives the bytes that it took. */
    show: (view: TillView): number => {
      const before = screen.counts.bytes
      ink.rerender(createElement(Till, { view }))
      return screen.counts.bytes - before
    },
    resize: (size: { readonly columns: number; readonly rows: number }): void => {
      terminal.resize(size.columns, size.rows)
      screen.resize(size.columns, size.rows)
    },
    /** What a person reads, row by row. */
    text: async (): Promise<string> => {
      await settled()
      const line = (row: number): string => terminal.buffer.active.getLine(row)?.translateToString(true) ?? ''
      return Array.from({ length: terminal.rows }, (_, row) => line(row).trimEnd())
        .join('\n')
        .trimEnd()
    },
    settled,
    sent,
    close: (): void => {
      ink.unmount()
      terminal.dispose()
    },
  }
}
