import type { Currency } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { formatQuantity, lineAmountMinor } from '#core/quantity/quantity.ts'
import type { ReceiptBlock } from '#core/receipt/receipt-document.ts'
import { ownDiscounts, wholeDiscounts } from '#core/receipt/whole-discounts.ts'
import { discountReasonOf } from '#core/sale/discount-reason.ts'
import type { LineDiscount, Sale, SaleDiscount, SaleLine } from '#core/sale/sale.ts'

const row = (left: string, right: string): ReceiptBlock => ({ kind: 'columns', left, right })

const under = (text: string): ReceiptBlock => ({ kind: 'text', text: `  ${text}` })

/** What the price says: net where its tax comes on top (below the sums), else as the customer pays it. */
export const shownMinor = (line: SaleLine): number =>
  lineAmountMinor(line.quantity, line.unitPriceMinor) - line.discountMinor

/** The line under a name that says how an amount came about; nothing for a single piece. */
const detail = (line: SaleLine, currency: Currency): string | undefined => {
  const price = formatMinor(line.unitPriceMinor, currency)
  // A weight that was keyed must be marked (NIST HB 44 S.1.12); the operator cannot turn it off.
  const manual = line.quantitySource === 'manual_weight' ? 'MAN WT ' : ''
  if (line.quantity.unit === 'gram') return `${manual}${formatQuantity(line.quantity)} x ${price}/kg`
  return line.quantity.count === 1 ? undefined : `${line.quantity.count} x ${price}`
}

const discountWords: Readonly<Record<LineDiscount['source'], string>> = {
  line: 'Discount',
  order: 'Discount on sale',
  coupon: 'Coupon',
  promotion: 'Discount',
}

/** What took something off, as the receipt calls it: the promotion, the coupon, or why a person gave it. */
export function discountName(
  { source, id }: Omit<LineDiscount, 'amountMinor'>,
  sale: { readonly discounts?: readonly SaleDiscount[] },
  reason = '',
): string {
  const name = sale.discounts?.find((whole) => whole.source === source && whole.id === id)?.name ?? ''
  const own = source === 'line' ? reason : name
  const word = discountWords[source]
  if (own === '') return word
  return source === 'promotion' ? own : `${word} ${own}`
}

const discountRows = (line: SaleLine, sale: Sale, currency: Currency): ReceiptBlock[] => {
  if (line.discounts === undefined && line.discountMinor !== 0) {
    return [row('  Discount', formatMinor(-line.discountMinor, currency))]
  }
  return ownDiscounts(line).map((part) =>
    row(`  ${discountName(part, sale, discountReasonOf(line))}`, formatMinor(-part.amountMinor, currency)),
  )
}

/** What went off the whole sale: a row for each coupon, and one for the cashier's discount. */
export const wholeDiscountBlocks = (sale: Sale, currency: Currency): ReceiptBlock[] =>
  wholeDiscounts(sale.lines).map((whole) => row(discountName(whole, sale), formatMinor(-whole.amountMinor, currency)))

const attributeRows = ({ attributes }: SaleLine): ReceiptBlock[] => {
  const { serial, lot, expiryDate } = attributes ?? {}
  return [
    ...(serial === undefined ? [] : [under(`Serial no. ${serial}`)]),
    ...(lot === undefined ? [] : [under(`Lot ${lot}`)]),
    ...(expiryDate === undefined ? [] : [under(`Use by ${expiryDate}`)]),
  ]
}

/** A line of a sale: what it costs, how that came about, and what each offer took off it. */
export function lineBlocks(line: SaleLine, sale: Sale, currency: Currency): ReceiptBlock[] {
  const how = detail(line, currency)
  const was = line.originalPriceMinor
  return [
    row(
      line.depositOf === undefined ? line.name : `  ${line.name}`,
      formatMinor(shownMinor(line) + line.discountMinor, currency),
    ),
    ...(how === undefined ? [] : [under(how)]),
    ...(was === undefined ? [] : [under(`Price was ${formatMinor(was, currency)}`)]),
    ...attributeRows(line),
    ...discountRows(line, sale, currency),
  ]
}
