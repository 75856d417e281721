import { bigDigits } from '#kiosk/ui/big-digits.ts'
import { BASKET_LINES, codeOf, nameOf, onKeys, priceOf } from '#tests/bench/programs/bench-size.ts'

// The floor: a painter that knows exactly which bytes a new line needs, and nothing else.
const { columns, rows } = process.stdout
const listTop = 3
const listBottom = rows - 8
let count = BASKET_LINES
let totalMinor = 0

const amount = (minor: number): string => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`

const row = (at: number): string => {
  const code = codeOf(at)
  const price = amount(priceOf(code))
  return `${String(at + 1).padStart(4)} ${nameOf(code).padEnd(columns - 38)}1${price.padStart(12)}${price.padStart(12)}`
}

const total = (): string => {
  const digits = bigDigits(amount(totalMinor))
  const width = digits[0]?.length ?? 0
  return digits.map((text, at) => `\u001b[${listBottom + 2 + at};${columns - width - 1}H${text}`).join('')
}

const scan = (): void => {
  totalMinor += priceOf(codeOf(count))
  const scrolled = `\u001b[${listTop};${listBottom}r\u001b[${listBottom}H\n\u001b[r\u001b[${listBottom}H`
  process.stdout.write(`\u001b[?2026h${scrolled}${row(count)}${total()}\u001b[?2026l`)
  count += 1
}

const reset = (): void => {
  count = BASKET_LINES
  totalMinor = 0
  process.stdout.write('\u001b[2J')
}

process.stdout.write('\u001b[?1049h\u001b[?25l\u001b[2J ready')
onKeys(scan, reset)
