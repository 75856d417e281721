import { Box, render, type Instance } from 'ink'
import { useSyncExternalStore, type ReactElement } from 'react'
import type { TillRunner } from '#kiosk/effects/till-runner.ts'
import { InkStdin } from '#kiosk/input/ink-stdin.ts'
import { defaultKeyMap, keyPressed } from '#kiosk/input/key-map.ts'
import type { TerminalEvent } from '#kiosk/input/terminal-event.ts'
import { TerminalInput, type StartTimer } from '#kiosk/input/terminal-input.ts'
import { PANEL_COLUMNS } from '#kiosk/panel/paint-panel.ts'
import type { PanelRunner } from '#kiosk/panel/panel-runner.ts'
import { Panel } from '#kiosk/panel/panel.tsx'
import { Till } from '#kiosk/screens/till.tsx'
import type { TillView } from '#kiosk/screens/view.ts'
import type { KeyPressed } from '#kiosk/state/till-event.ts'
import { SMALLEST, type Area, type Look } from '#kiosk/ui/look.ts'
import { Screen } from '#kiosk/ui/screen.ts'

/** From this width on, panel and till stand side by side. */
const SIDE_BY_SIDE_COLUMNS = SMALLEST.columns + PANEL_COLUMNS

/** What the terminal shows and whom it tells. */
export interface TerminalParts {
  readonly runner: TillRunner
  /** The panel of virtual devices; in the demo only. */
  readonly panel: PanelRunner | undefined
  readonly view: Omit<TillView, 'state' | 'look' | 'keys'> & { readonly theme: Look['theme'] }
  readonly output: NodeJS.WriteStream
  readonly startTimer: StartTimer
  /** Ctrl-Q, in the demo. */
  readonly onQuit: () => void
}

/** Which half has the keys, and how large the terminal is: the only things that the drawing knows beside the state. */
interface Stage {
  readonly hasPanelKeys: boolean
  readonly size: Area
}

const isTooSmall = ({ columns, rows }: Area): boolean => columns < SMALLEST.columns || rows < SMALLEST.rows

/** The person's side of a till: draws the state on a terminal, and turns its bytes into events. */
export class TillTerminal {
  readonly #parts: TerminalParts
  readonly #screen: Screen
  readonly #input: TerminalInput
  readonly #listeners = new Set<() => void>()
  #stage: Stage
  #pressed: KeyPressed[] = []
  #ink: Instance | undefined

  constructor(parts: TerminalParts) {
    const { output, startTimer, view } = parts
    this.#parts = parts
    const { columns, rows } = output
    this.#stage = { hasPanelKeys: false, size: { columns, rows } }
    this.#screen = new Screen({ output, columns, rows, base: view.theme.canvas })
    this.#input = new TerminalInput(startTimer, (event) => this.#take(event))
    output.on('resize', this.#resize)
  }

  /** Takes the terminal over. */
  open(): void {
    this.#screen.enter()
    this.#ink = render(<Stages terminal={this} parts={this.#parts} />, {
      // Ink needs a stream with a size, which Screen is; it asks for no more of a terminal in debug mode.
      stdout: this.#screen as unknown as NodeJS.WriteStream,
      stdin: new InkStdin() as unknown as NodeJS.ReadStream,
      debug: true,
      // Said here, since Ink would guess it from the environment and then hear of no new size.
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    })
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.#parts.output.off('resize', this.#resize)
    this.#input.close()
    this.#ink?.unmount()
    this.#screen.leave()
  }

  /** Bytes from the keyboard: all keys in them are one batch, drawn once. */
  push(bytes: Uint8Array): void {
    this.#input.push(bytes)
    this.#flush()
  }

  readonly stage = (): Stage => this.#stage

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #take(event: TerminalEvent): void {
    const key = event.type === 'key' ? event.key : undefined
    if (this.#parts.panel !== undefined && this.#takeDemoKey(key)) return undefined
    // Nobody types blind: what is not shown is not taken.
    if (isTooSmall(this.#stage.size)) return undefined
    if (this.#stage.hasPanelKeys) return this.#parts.panel?.input(event)
    const pressed = keyPressed(defaultKeyMap, event)
    if (pressed !== undefined) this.#pressed.push(pressed)
    // An Esc comes alone, from its timer, when no chunk ends the batch.
    if (key === 'Escape') this.#flush()
  }

  /** The keys that only the demo has; true when it was one of them. */
  #takeDemoKey(key: string | undefined): boolean {
    if (key === 'Ctrl+Q') this.#parts.onQuit()
    if (key === 'Ctrl+O') this.#switchKeys()
    return key === 'Ctrl+Q' || key === 'Ctrl+O'
  }

  #flush(): void {
    const pressed = this.#pressed
    this.#pressed = []
    if (pressed.length > 0) this.#parts.runner.dispatch(...pressed)
  }

  #switchKeys(): void {
    this.#flush()
    this.#setStage({ ...this.#stage, hasPanelKeys: !this.#stage.hasPanelKeys })
  }

  readonly #resize = (): void => {
    const { columns, rows } = this.#parts.output
    this.#screen.resize(columns, rows)
    this.#setStage({ ...this.#stage, size: { columns, rows } })
  }

  #setStage(stage: Stage): void {
    this.#stage = stage
    for (const listener of this.#listeners) listener()
  }
}

function TillPart({ parts, size }: { readonly parts: TerminalParts; readonly size: Area }): ReactElement {
  const state = useSyncExternalStore(parts.runner.subscribe, parts.runner.state)
  const { theme, ...rest } = parts.view
  return <Till view={{ ...rest, state, keys: defaultKeyMap, look: { theme, ...size } }} />
}

function PanelPart(props: {
  readonly panel: PanelRunner
  readonly look: Look
  readonly isFocused: boolean
}): ReactElement {
  const state = useSyncExternalStore(props.panel.subscribe, props.panel.state)
  return <Panel state={state} look={props.look} isFocused={props.isFocused} />
}

function Stages({ terminal, parts }: { readonly terminal: TillTerminal; readonly parts: TerminalParts }): ReactElement {
  const { hasPanelKeys, size } = useSyncExternalStore(terminal.subscribe, terminal.stage)
  const { panel } = parts
  const { theme } = parts.view
  if (panel === undefined) return <TillPart parts={parts} size={size} />
  if (size.columns < SIDE_BY_SIDE_COLUMNS) {
    return hasPanelKeys ? (
      <PanelPart panel={panel} look={{ theme, ...size }} isFocused />
    ) : (
      <TillPart parts={parts} size={size} />
    )
  }
  const { rows } = size
  return (
    <Box flexShrink={0} width={size.columns} height={rows}>
      <Box flexShrink={0} width={size.columns - PANEL_COLUMNS}>
        <TillPart parts={parts} size={{ columns: size.columns - PANEL_COLUMNS, rows }} />
      </Box>
      <PanelPart panel={panel} look={{ theme, columns: PANEL_COLUMNS, rows }} isFocused={hasPanelKeys} />
    </Box>
  )
}
