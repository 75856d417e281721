import type { Policy } from '#core/catalogue/policy.ts'
import { currencyOf, type Currency } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { formatQuantity, lineAmountMinor } from '#core/quantity/quantity.ts'
import type { ReceiptBlock, ReceiptDocument } from '#core/receipt/receipt-document.ts'
import { tenderBlocks } from '#core/receipt/tender-blocks.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { formatRate } from '#core/tax/format-rate.ts'

/** What a receipt says besides the sale. */
export interface ReceiptFacts {
  readonly policy: Policy
  /** The shop's local date and time of the sale, as printed. */
  readonly localTime: string
  /** Printed again: marked, so that nobody takes two receipts for two sales. */
  readonly isCopy: boolean
  /** Undone since: it is no proof of a purchase any more. */
  readonly isVoided?: boolean
}

const centred = (text: string): ReceiptBlock => ({ kind: 'text', text, align: 'center' })

const mark = (text: string): ReceiptBlock => ({ kind: 'text', text: `*** ${text} ***`, align: 'center', isBold: true })

const head = ({ policy, isCopy, isVoided = false }: ReceiptFacts): ReceiptBlock[] => [
  { kind: 'text', text: policy.shopName, align: 'center', isBold: true, isDouble: true },
  ...policy.shopAddress.map(centred),
  ...(policy.taxNumber === null ? [] : [centred(`Tax no. ${policy.taxNumber}`)]),
  ...policy.receiptHeader.map(centred),
  ...(isCopy ? [mark('COPY')] : []),
  ...(isVoided ? [mark('VOIDED')] : []),
  { kind: 'rule' },
]

/** The line under a name that says how an amount came about; nothing for a single piece. */
const detail = (line: SaleLine, currency: Currency): string | undefined => {
  const price = formatMinor(line.unitPriceMinor, currency)
  // A weight that was keyed must be marked (NIST HB 44 S.1.12); the operator cannot turn it off.
  const manual = line.quantitySource === 'manual_weight' ? 'MAN WT ' : ''
  if (line.quantity.unit === 'gram') return `  ${manual}${formatQuantity(line.quantity)} x ${price}/kg`
  return line.quantity.count === 1 ? undefined : `  ${line.quantity.count} x ${price}`
}

/** What the price says: net where its tax comes on top (below the sums), else as the customer pays it. */
const shownMinor = (line: SaleLine): number => lineAmountMinor(line.quantity, line.unitPriceMinor) - line.discountMinor

const item = (line: SaleLine, currency: Currency): ReceiptBlock[] => {
  const under = detail(line, currency)
  const money = (amountMinor: number): string => formatMinor(amountMinor, currency)
  return [
    { kind: 'columns', left: line.name, right: money(shownMinor(line) + line.discountMinor) },
    ...(under === undefined ? [] : [{ kind: 'text', text: under } as const]),
    ...(line.discountMinor === 0
      ? []
      : [{ kind: 'columns', left: '  Discount', right: money(-line.discountMinor) } as const]),
  ]
}

const onTop = (line: SaleLine): boolean => shownMinor(line) !== line.grossMinor

/** The taxes of some lines by rate, under `word`. */
const taxBlocks = (sale: Sale, lines: readonly SaleLine[], word: string): ReceiptBlock[] => {
  const currency = currencyOf(sale.currency)
  return sale.taxes.flatMap(({ rateId, ratePpm, name }) => {
    const shares = lines.flatMap((line) =>
      line.taxes
        .filter((tax) => tax.rateId === rateId && tax.ratePpm === ratePpm)
        .map(({ taxMinor }) => ({ taxMinor, netMinor: line.netMinor })),
    )
    if (shares.length === 0) return []
    const netMinor = shares.reduce((sum, share) => sum + share.netMinor, 0)
    const taxMinor = shares.reduce((sum, share) => sum + share.taxMinor, 0)
    const left = `${word}${name} ${formatRate(ratePpm)} on ${formatMinor(netMinor, currency)}`
    return [{ kind: 'columns', left, right: formatMinor(taxMinor, currency) }]
  })
}

const sums = (sale: Sale, policy: Policy, currency: Currency): ReceiptBlock[] => {
  const { totalMinor } = sale.totals
  const money = (amountMinor: number): string => formatMinor(amountMinor, currency)
  const exclusive = sale.lines.filter(onTop)
  const inclusive = sale.lines.filter((line) => !onTop(line))
  return [
    { kind: 'rule' },
    // The sum of the amounts above, so that a reader can add it up; then what comes on top of it.
    { kind: 'columns', left: 'Subtotal', right: money(sale.lines.reduce((sum, line) => sum + shownMinor(line), 0)) },
    ...taxBlocks(sale, exclusive, ''),
    { kind: 'columns', left: `TOTAL ${currency.code}`, right: money(totalMinor), isBold: true, isDouble: true },
    ...tenderBlocks(sale.tenders, policy, currency),
    ...taxBlocks(sale, inclusive, 'incl. '),
  ]
}

/** The customer's receipt for a sale. */
export function saleReceipt(sale: Sale, facts: ReceiptFacts): ReceiptDocument {
  const currency = currencyOf(sale.currency)
  return [
    ...head(facts),
    { kind: 'columns', left: sale.receiptLabel, right: facts.localTime },
    { kind: 'text', text: `Served by ${sale.operatorName}` },
    { kind: 'rule' },
    ...sale.lines.flatMap((line) => item(line, currency)),
    ...sums(sale, facts.policy, currency),
    { kind: 'rule' },
    ...facts.policy.receiptFooter.map(centred),
    { kind: 'barcode', symbology: 'code128', text: sale.receiptLabel },
    { kind: 'feed', lines: 2 },
    { kind: 'cut' },
  ]
}
