import { formatQuantity } from '#core/quantity/quantity.ts'
import type { SaleTotals } from '#core/sale/sale.ts'
import { paidMinor } from '#core/tender/tendering.ts'
import { type TillView, money, plainMoney } from '#kiosk/screens/view.ts'
import { exchangeMinor, exchangeWorthMinor } from '#kiosk/state/refund-exchange.ts'
import { stillDueMinor } from '#kiosk/state/take-tender.ts'
import { cellWidth } from '#kiosk/text/cell-width.ts'
import { en } from '#kiosk/text/en.ts'
import { refundWords } from '#kiosk/text/refund-words.ts'
import { bigDigits, hugeDigits } from '#kiosk/ui/big-digits.ts'
import { type Area, isWide } from '#kiosk/ui/look.ts'
import { cell, paint, space } from '#kiosk/ui/paint.ts'
import { type Span, labelled } from '#kiosk/ui/panel.ts'

const LABEL_CELLS = 26
const WIDE_LABEL_CELLS = 32
const MARGIN_CELLS = 2
// 99999.99
const DIGIT_CELLS = 31
const WIDE_DIGIT_CELLS = 62

/** How many rows the band takes: an edge, and the digits; with room an empty row below. */
export const bandRows = (view: TillView): number => (isWide(view.look) ? 7 : 4)

/** How many rows there are above the band: what stands in front of a sale leaves its total to be seen. */
export const rowsAboveTotal = (view: TillView, area: Area): number => area.rows - bandRows(view)

const noTotals: SaleTotals = { subtotalMinor: 0, discountMinor: 0, taxMinor: 0, totalMinor: 0, itemCount: 0 }

const totalsOf = (view: TillView): SaleTotals => view.state.priced?.totals ?? noTotals

type Sum = readonly [label: string, value: string]

const NOTHING: Sum = ['', '']

/** Of what the sum is: what points paid of returned goods pays for nothing, and money is no returned goods. */
const givenWord = (broughtMinor: number, moneyMinor: number): string => {
  if (moneyMinor === 0) return refundWords.exchanged
  return broughtMinor === 0 ? en.paid : refundWords.exchangedAndPaid
}

/** What was paid already, when the till went back from paying to selling. */
const paid = (view: TillView): Sum[] => {
  const { tenders, basket } = view.state
  const say = money(view)
  if (basket?.exchange !== undefined) {
    const broughtMinor = exchangeWorthMinor(view.state)
    const dueMinor = stillDueMinor(view.state) - (broughtMinor - exchangeMinor(view.state))
    return [
      [givenWord(broughtMinor, paidMinor(tenders)), say(broughtMinor + paidMinor(tenders))],
      [dueMinor < 0 ? refundWords.goesOut : en.stillDue, say(Math.abs(dueMinor))],
    ]
  }
  if (tenders.length === 0) return []
  return [
    [en.paid, say(paidMinor(tenders))],
    [en.stillDue, say(stillDueMinor(view.state))],
  ]
}

const sums = (view: TillView): Sum[] => {
  const { itemCount, taxMinor, discountMinor } = totalsOf(view)
  const say = money(view)
  const items: Sum = [en.items, String(itemCount)]
  const tax: Sum = [en.tax, say(taxMinor)]
  // Always in the same row, whatever else is said.
  const saved: Sum = discountMinor === 0 ? NOTHING : [en.youSave, say(discountMinor)]
  const [given = NOTHING, due = NOTHING] = paid(view)
  if (isWide(view.look)) return [items, tax, saved, given, due]
  return [given === NOTHING ? items : given, saved, due]
}

const nextItem = (view: TillView): Span => {
  const { nextQuantity, isQuantityRefused } = view.state
  const quantity = nextQuantity === undefined ? '' : formatQuantity(nextQuantity.quantity)
  const waiting = isQuantityRefused ? '?' : quantity
  const text = waiting === '' ? '' : en.nextQuantity(waiting)
  return { style: view.look.theme.panelAccent, text }
}

const lastItem = (view: TillView): Span => {
  const last = view.state.priced?.lines.at(-1)
  const price = last === undefined ? '' : `${formatQuantity(last.quantity)} × ${money(view)(last.unitPriceMinor)}`
  return { style: view.look.theme.panel, text: last === undefined ? '' : `${last.name}   ${price}` }
}

/** The sums of the sale and its total in large digits. */
export const totalBand = (view: TillView): string[] => {
  const { theme, columns } = view.look
  const totalText = plainMoney(view, totalsOf(view).totalMinor)
  const digits = isWide(view.look) ? hugeDigits(totalText) : bigDigits(totalText)
  const labelCells = isWide(view.look) ? WIDE_LABEL_CELLS : LABEL_CELLS
  const title = `${en.total} ${view.state.policy.currency}`
  // The title keeps its place however long the total grows.
  const digitCells = Math.max(cellWidth(digits[0] ?? ''), isWide(view.look) ? WIDE_DIGIT_CELLS : DIGIT_CELLS)
  const middleCells = columns - labelCells - cellWidth(title) - digitCells - MARGIN_CELLS
  const next = nextItem(view)
  const labels = sums(view)
  const row = (at: number): string => {
    const [label, value] = labels[at] ?? ['', '']
    return [
      labelled({ style: theme.panelMuted, text: `  ${label}` }, { style: theme.panelTotal, text: value }, labelCells),
      cell(next.style, at === 0 ? `  ${next.text}` : '', middleCells),
      cell(theme.panelMuted, at === 0 ? title : '', cellWidth(title)),
      cell(theme.panelTotal, digits[at] ?? '', digitCells, 'right'),
      space(theme.panel, MARGIN_CELLS),
    ].join('')
  }
  // The last item stands below the digits: one row holds one colour less, and a scan fewer bytes.
  const last = lastItem(view)
  const below = isWide(view.look)
    ? [space(theme.panel, labelCells) + cell(last.style, `  ${last.text}`, columns - labelCells)]
    : []
  const rows = [...digits.map((_, at) => row(at)), ...below]
  return [paint(theme.edge, '▄'.repeat(columns)), ...rows]
}
