import { Box, Spacer, Text, render } from 'ink'
import { type ReactElement, useSyncExternalStore } from 'react'
import type { BasketLine } from '#core/basket/basket.ts'
import type { SaleTotals } from '#core/sale/sale.ts'
import { bigDigits, hugeDigits } from '#kiosk/ui/big-digits.ts'
import { onKeys } from '#tests/bench/programs/bench-size.ts'
import { BenchTill } from '#tests/bench/programs/bench-till.ts'

// The same scan and the same screen as a till built on Ink as its manual shows: boxes, texts and Ink's own output.
const { columns, rows } = process.stdout
const isWide = columns >= 120
const listRows = rows - (isWide ? 13 : 10)
const till = new BenchTill()
const amount = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`
const keys = ['Help', 'Find', 'Qty', 'Void', 'Disc', 'Hold', 'Held', 'Cash', 'Card', 'UPI', 'Drawr', 'TOTAL']

function Columns({ texts }: { readonly texts: readonly string[] }): ReactElement {
  const [number, code, name, quantity, price, sum] = texts
  return (
    <Box>
      <Box width={5} justifyContent="flex-end">
        <Text>{number} </Text>
      </Box>
      {isWide ? (
        <Box width={19}>
          <Text>{code}</Text>
        </Box>
      ) : null}
      <Box flexGrow={1}>
        <Text wrap="truncate">{name}</Text>
      </Box>
      <Box width={10} justifyContent="flex-end">
        <Text>{quantity}</Text>
      </Box>
      <Box width={12} justifyContent="flex-end">
        <Text>{price}</Text>
      </Box>
      <Box width={12} justifyContent="flex-end">
        <Text>{sum} </Text>
      </Box>
    </Box>
  )
}

function LineRow({ line }: { readonly line: BasketLine }): ReactElement {
  const price = amount(line.unitPriceMinor)
  return <Columns texts={[String(line.line), line.code, line.name, '1', price, price]} />
}

function TotalBand({ name, totals }: { readonly name: string; readonly totals: Partial<SaleTotals> }): ReactElement {
  const { totalMinor = 0, taxMinor = 0, itemCount = 0 } = totals
  const digits = isWide ? hugeDigits : bigDigits
  return (
    <Box backgroundColor="#19212b">
      <Box flexDirection="column">
        <Text> Items {itemCount}</Text>
        {isWide ? <Text> Tax {amount(taxMinor)}</Text> : null}
        {isWide ? <Text> {name}</Text> : null}
      </Box>
      <Spacer />
      <Box flexDirection="column">
        {digits(amount(totalMinor)).map((row, at) => (
          // eslint-disable-next-line react/no-array-index-key -- A row of digits is its place.
          <Text key={at} color="#ffaf00">
            {row}
          </Text>
        ))}
      </Box>
    </Box>
  )
}

function StockTill(): ReactElement {
  const { basket, priced } = useSyncExternalStore(till.subscribe, till.state)
  const lines = basket?.lines ?? []
  const name = lines.at(-1)?.name ?? ''
  return (
    <Box flexDirection="column" width={columns} height={rows} backgroundColor="#0d1117">
      <Box backgroundColor="#1558b0">
        <Text bold> Vendly </Text>
        <Text>Till 3 Asha Rao</Text>
        <Spacer />
        <Text>● online 14:32 </Text>
      </Box>
      <Columns texts={['#', 'Code', 'Item', 'Qty', 'Price', 'Amount']} />
      <Box flexDirection="column" flexGrow={1}>
        {lines.slice(-listRows).map((line) => (
          <LineRow key={line.line} line={line} />
        ))}
      </Box>
      <TotalBand name={name} totals={priced?.totals ?? {}} />
      <Text color="green"> ✔ {name} added</Text>
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

render(<StockTill />, { alternateScreen: true, exitOnCtrlC: false })
onKeys(till)
