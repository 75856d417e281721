import type { Terminal } from '@xterm/headless'
import { type Instance, render } from 'ink'
import { createElement } from 'react'
import { headlessTerminal } from '#kiosk/gallery/headless-terminal.ts'
import { InkStdin } from '#kiosk/input/ink-stdin.ts'
import { Till } from '#kiosk/screens/till.tsx'
import type { TillView } from '#kiosk/screens/view.ts'
import { Screen } from '#kiosk/ui/screen.ts'

/** The till as a terminal shows it: state → Ink → Screen → xterm. For tests and pictures. */
export class MountedTill {
  readonly terminal: Terminal
  readonly screen: Screen
  readonly #ink: Instance

  constructor(view: TillView) {
    const { columns, rows, theme } = view.look
    this.terminal = headlessTerminal(columns, rows)
    const output = { write: () => true, once: () => undefined }
    this.screen = new Screen({ output, columns, rows, base: theme.canvas })
    this.screen.subscribe((bytes) => this.terminal.write(bytes))
    this.screen.enter()
    this.#ink = render(createElement(Till, { view }), {
      // Ink types the streams of a terminal; it writes frames to the one and never reads the other.
      stdout: this.screen as unknown as NodeJS.WriteStream,
      stdin: new InkStdin() as unknown as NodeJS.ReadStream,
      debug: true,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
    })
  }

  /** Draws another state; gives the bytes that it took. */
  show(view: TillView): number {
    const before = this.screen.counts.bytes
    this.#ink.rerender(createElement(Till, { view }))
    return this.screen.counts.bytes - before
  }

  /** Resolves when the terminal has taken in all that was sent. */
  async settled(): Promise<void> {
    return new Promise((resolve) => this.terminal.write('', resolve))
  }

  /** What a person reads, row by row. */
  async text(): Promise<string> {
    await this.settled()
    const line = (row: number): string => this.terminal.buffer.active.getLine(row)?.translateToString(true) ?? ''
    return Array.from({ length: this.terminal.rows }, (_, row) => line(row).trimEnd()).join('\n')
  }

  close(): void {
    this.#ink.unmount()
    this.terminal.dispose()
  }
}
