import { render } from 'ink'
import { type ReactElement, useSyncExternalStore } from 'react'
import { galleryView } from '#kiosk/gallery/gallery-view.ts'
import { InkStdin } from '#kiosk/input/ink-stdin.ts'
import { Till } from '#kiosk/screens/till.tsx'
import { Screen } from '#kiosk/ui/screen.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'
import { onKeys } from '#tests/bench/programs/bench-size.ts'
import { BenchTill } from '#tests/bench/programs/bench-till.ts'

// The till itself, as kiosk/terminal.tsx draws it: scan → state → Ink → Screen → terminal.
const { stdout } = process
const { columns, rows } = stdout
const screen = new Screen({ output: stdout, columns, rows, base: darkTheme.canvas })
const look = { theme: darkTheme, columns, rows }
const till = new BenchTill()

function DrawnTill(): ReactElement {
  return <Till view={galleryView(useSyncExternalStore(till.subscribe, till.state), look)} />
}

screen.enter()
render(<DrawnTill />, {
  stdout: screen as unknown as NodeJS.WriteStream,
  stdin: new InkStdin() as unknown as NodeJS.ReadStream,
  debug: true,
  interactive: true,
  patchConsole: false,
  exitOnCtrlC: false,
})
onKeys(till)
