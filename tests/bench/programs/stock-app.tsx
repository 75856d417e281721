import { Box, Spacer, Text, render } from 'ink'
import type { ReactElement } from 'react'
import { bigDigits } from '#kiosk/ui/big-digits.ts'
import { BASKET_LINES, codeOf, nameOf, onKeys, priceOf } from '#tests/bench/programs/bench-size.ts'

// The same screen as a till built on Ink as its manual shows: boxes, texts and Ink's own output.
interface Line {
  readonly number: number
  readonly name: string
  readonly priceMinor: number
}

const lineOf = (at: number): Line => ({ number: at + 1, name: nameOf(codeOf(at)), priceMinor: priceOf(codeOf(at)) })
const amount = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`
const keys = ['Help', 'Find', 'Qty', 'Void', 'Disc', 'Hold', 'Held', 'Cash', 'Card', 'UPI', 'Drawr', 'TOTAL']

function LineRow({ line }: { readonly line: Line }): ReactElement {
  return (
    <Box>
      <Box width={5} justifyContent="flex-end">
        <Text>{line.number} </Text>
      </Box>
      <Box flexGrow={1}>
        <Text wrap="truncate">{line.name}</Text>
      </Box>
      <Box width={10} justifyContent="flex-end">
        <Text>1</Text>
      </Box>
      <Box width={12} justifyContent="flex-end">
        <Text>{amount(line.priceMinor)}</Text>
      </Box>
      <Box width={12} justifyContent="flex-end">
        <Text>{amount(line.priceMinor)} </Text>
      </Box>
    </Box>
  )
}

function StockTill({
  lines,
  columns,
  rows,
}: {
  readonly lines: readonly Line[]
  readonly columns: number
  readonly rows: number
}): ReactElement {
  const total = lines.reduce((sum, line) => sum + line.priceMinor, 0)
  return (
    <Box flexDirection="column" width={columns} height={rows} backgroundColor="#0d1117">
      <Box backgroundColor="#1558b0">
        <Text bold> Vendly </Text>
        <Text>Till 3 Asha Rao</Text>
        <Spacer />
        <Text>● online 14:32 </Text>
      </Box>
      <Box flexDirection="column" flexGrow={1}>
        {lines.slice(-(rows - 10)).map((line) => (
          <LineRow key={line.number} line={line} />
        ))}
      </Box>
      <Box backgroundColor="#19212b">
        <Text> Items {lines.length}</Text>
        <Spacer />
        <Box flexDirection="column">
          {bigDigits(amount(total)).map((row) => (
            <Text key={row} color="#ffaf00">
              {row}
            </Text>
          ))}
        </Box>
      </Box>
      <Text color="green"> ✔ Added</Text>
      <Text> Code › </Text>
      <Box>
        {keys.map((label, at) => (
          <Box key={label} flexDirection="column" width={Math.floor(columns / 12)} backgroundColor="#283544">
            <Text bold>F{at + 1}</Text>
            <Text>{label}</Text>
          </Box>
        ))}
      </Box>
    </Box>
  )
}

const { columns, rows } = process.stdout
const first = (): Line[] => Array.from({ length: BASKET_LINES }, (_, at) => lineOf(at))
let lines = first()
const ink = render(<StockTill lines={lines} columns={columns} rows={rows} />, {
  alternateScreen: true,
  exitOnCtrlC: false,
})
const draw = (): void => ink.rerender(<StockTill lines={lines} columns={columns} rows={rows} />)
onKeys(
  () => {
    lines = [...lines, lineOf(lines.length)]
    draw()
  },
  () => {
    lines = first()
    draw()
  },
)
