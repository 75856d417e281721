import type { BasketLine } from '#core/basket/basket.ts'
import { bigDigits, hugeDigits } from '#kiosk/ui/big-digits.ts'
import { BASKET_LINES, onKeys } from '#tests/bench/programs/bench-size.ts'
import { BenchTill } from '#tests/bench/programs/bench-till.ts'

// The floor: the same scan, and a painter that knows exactly which bytes a new line needs, and lays nothing out. What it
// writes is what the till's screen changes: the list moves up by the new line, the last one loses its mark, and the sums,
// the total in large digits and the result change.
const { columns, rows } = process.stdout
const isWide = columns >= 120
const listTop = 3
const listBottom = rows - (isWide ? 12 : 8)
const till = new BenchTill()

const amount = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`
const at = (row: number, column: number): string => `\u001b[${row};${column}H`

const row = ({ line, code, name, unitPriceMinor }: BasketLine): string => {
  const price = amount(unitPriceMinor)
  const head = isWide ? `${String(line).padStart(5)}   ${code.padEnd(16)}` : `▸${String(line).padStart(3)} `
  const tail = `1 ${price.padStart(10)} ${price.padStart(10)}  `
  return head + name.padEnd(columns - head.length - tail.length) + tail
}

const totals = (): string => {
  const { totalMinor = 0, itemCount = 0, taxMinor = 0 } = till.state().priced?.totals ?? {}
  const digits = (isWide ? hugeDigits : bigDigits)(amount(totalMinor))
  const column = columns - (digits[0]?.length ?? 0) - 1
  const sums = at(listBottom + 2, 20) + itemCount + (isWide ? at(listBottom + 3, 20) + amount(taxMinor) : '')
  return sums + digits.map((text, index) => at(listBottom + 2 + index, column) + text).join('')
}

const draw = (): void => {
  const lines = till.state().basket?.lines ?? []
  const newest = lines.at(-1)
  if (newest === undefined) return
  if (lines.length === BASKET_LINES) {
    process.stdout.write('\u001b[2J')
    return
  }
  const scrolled = `\u001b[${listTop};${listBottom}r${at(listBottom, 1)}\n\u001b[r`
  const unmarked = isWide ? '' : `${at(listBottom - 1, 1)} `
  const last = isWide ? `${at(rows - 5, 34)}${newest.name}   1 × ${amount(newest.unitPriceMinor)}` : ''
  const result = `${at(rows - 3, 4)}${newest.name}`
  process.stdout.write(
    `\u001b[?2026h${scrolled}${unmarked}${at(listBottom, 1)}${row(newest)}${totals()}${last}${result}\u001b[?2026l`,
  )
}

process.stdout.write('\u001b[?1049h\u001b[?25l\u001b[2J ready')
till.subscribe(draw)
onKeys(till)
