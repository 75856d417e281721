import { expect, test } from 'vitest'
import { FaultScreen } from '#kiosk/fault-screen.ts'
import { headlessTerminal } from '#kiosk/gallery/headless-terminal.ts'
import {
  dataNewer,
  diskFailing,
  noRoomToStart,
  rebuilding,
  stopsAgain,
  type FaultWords,
} from '#kiosk/text/fault-texts.ts'
import { darkTheme } from '#kiosk/ui/theme.ts'

const kept = 'till-damaged-20261125T160444Z.sqlite'
const faults: Readonly<Record<string, FaultWords>> = {
  'fault-no-room': noRoomToStart,
  'fault-disk-failing': diskFailing('disk I/O error (SQLITE_IOERR_FSYNC)'),
  'fault-stops-again': stopsAgain('The store and the state agree on what is allowed.'),
  'fault-data-newer': dataNewer(
    'The till’s data is of a newer Vendly (schema 9; this one knows 5). Start that one again.',
  ),
  'fault-rebuilding': rebuilding(kept, false),
  'fault-rebuilding-alone': rebuilding(kept, true),
  'fault-rebuilding-gone': rebuilding(undefined, true),
}
const sizes = [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
]
const frames = Object.entries(faults).flatMap(([name, words]) => sizes.map((size) => ({ name, words, size })))

test.for(frames)('$name at $size.columns×$size.rows', async ({ name, words, size }) => {
  const terminal = headlessTerminal(size.columns, size.rows)
  const written: string[] = []
  const output = { ...size, write: (bytes: string) => written.push(bytes), on: () => undefined, off: () => undefined }
  const screen = new FaultScreen(output, darkTheme)
  screen.show(words)
  await new Promise<void>((resolve) => terminal.write(written.join(''), resolve))
  const line = (row: number): string => terminal.buffer.active.getLine(row)?.translateToString(true) ?? ''
  const text = Array.from({ length: size.rows }, (_, row) => line(row).trimEnd()).join('\n')
  screen.close()
  expect(text).not.toContain('…')
  await expect(`${text}\n`).toMatchFileSnapshot(`frames/${name}.${size.columns}x${size.rows}.txt`)
})
