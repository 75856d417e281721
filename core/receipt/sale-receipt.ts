import type { Policy } from '#core/catalogue/policy.ts'
import type { Buyer } from '#core/customer/customer.ts'
import { currencyOf, type Currency } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { lineBlocks, shownMinor, wholeDiscountBlocks } from '#core/receipt/line-blocks.ts'
import type { ReceiptBlock, ReceiptDocument } from '#core/receipt/receipt-document.ts'
import { centred, receiptHead, type ReceiptHead } from '#core/receipt/receipt-head.ts'
import { taxRow, type TaxStanding } from '#core/receipt/tax-row.ts'
import { tenderBlocks } from '#core/receipt/tender-blocks.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { isExempt } from '#core/tax/tax-exemption.ts'

/** What a receipt says besides the sale. */
export interface ReceiptFacts extends ReceiptHead {
  /** The shop's local date and time of the sale, as printed. */
  readonly localTime: string
  /** Who buys, of a tax invoice; it stands beside the sale, not in it, and may have been erased there. */
  readonly buyer?: Buyer | 'erased'
  /** Of goods that came back in the same ticket: the number of their refund. */
  readonly exchangeLabel?: string
}

/** Tax that was in the price and that an exempt buyer does not pay. */
const exemptOf = (lines: readonly SaleLine[]): number => lines.reduce((sum, line) => sum + (line.exemptMinor ?? 0), 0)

const onTop = (line: SaleLine): boolean => shownMinor(line) - (line.exemptMinor ?? 0) !== line.grossMinor

const taxOf = ({ taxes }: SaleLine): number => taxes.reduce((sum, { taxMinor }) => sum + taxMinor, 0)

/** Lines whose tax is on top of their prices. A tax of nothing is in no price, unless the sale has others that are. */
const exclusiveOf = (lines: readonly SaleLine[]): SaleLine[] => {
  const hasIncluded = lines.some((line) => taxOf(line) !== 0 && !onTop(line))
  return lines.filter((line) => (taxOf(line) === 0 ? !hasIncluded : onTop(line)))
}

/** The taxes of some lines by rate. Those that the buyer is exempt from stand once, whatever the prices held of them. */
const taxBlocks = (sale: Sale, lines: readonly SaleLine[], standing: TaxStanding): ReceiptBlock[] => {
  const currency = currencyOf(sale.currency)
  return sale.taxes.flatMap(({ rateId, ratePpm, name }) => {
    if (isExempt({ id: rateId }, sale.exemption) !== (standing === 'exempt')) return []
    const shares = lines.flatMap((line) =>
      line.taxes
        .filter((tax) => tax.rateId === rateId && tax.ratePpm === ratePpm)
        .map(({ taxMinor }) => ({ taxMinor, netMinor: line.netMinor })),
    )
    if (shares.length === 0) return []
    const netMinor = shares.reduce((sum, share) => sum + share.netMinor, 0)
    const taxMinor = shares.reduce((sum, share) => sum + share.taxMinor, 0)
    return [taxRow({ name, ratePpm, netMinor, taxMinor }, standing, currency)]
  })
}

const saved = ({ totals }: Sale, currency: Currency): ReceiptBlock[] =>
  totals.discountMinor <= 0
    ? []
    : [{ kind: 'columns', left: 'You saved', right: formatMinor(totals.discountMinor, currency), isBold: true }]

/** What else the customer is told: by what certificate no tax is due, and what became of the points. */
const told = ({ exemption, loyalty }: Sale): ReceiptBlock[] => [
  ...(exemption === undefined ? [] : [{ kind: 'text', text: `Tax exempt by ${exemption.reference}` } as const]),
  ...(loyalty === undefined
    ? []
    : [{ kind: 'columns', left: 'Points earned', right: String(loyalty.pointsEarned) } as const]),
  ...(loyalty === undefined || loyalty.pointsBurned === 0
    ? []
    : [{ kind: 'columns', left: 'Points used', right: String(loyalty.pointsBurned) } as const]),
]

const sums = (sale: Sale, policy: Policy, currency: Currency): ReceiptBlock[] => {
  const { totalMinor } = sale.totals
  const money = (amountMinor: number): string => formatMinor(amountMinor, currency)
  const exclusive = exclusiveOf(sale.lines)
  const inclusive = sale.lines.filter((line) => !exclusive.includes(line))
  const exemptMinor = exemptOf(sale.lines)
  return [
    { kind: 'rule' },
    // The sum of the amounts above, so that a reader can add it up; then what comes on top of it.
    { kind: 'columns', left: 'Subtotal', right: money(sale.lines.reduce((sum, line) => sum + shownMinor(line), 0)) },
    ...(exemptMinor === 0 ? [] : [{ kind: 'columns', left: 'Tax exempt', right: money(-exemptMinor) } as const]),
    ...taxBlocks(sale, exclusive, 'on_top'),
    ...taxBlocks(sale, sale.lines, 'exempt'),
    { kind: 'columns', left: `TOTAL ${currency.code}`, right: money(totalMinor), isBold: true, isDouble: true },
    ...tenderBlocks(sale.tenders, policy, currency),
    ...taxBlocks(sale, inclusive, 'included'),
    ...saved(sale, currency),
    ...told(sale),
  ]
}

const buyerLines = (buyer: ReceiptFacts['buyer']): string[] => {
  if (buyer === 'erased') return ['Buyer: erased']
  return buyer === undefined ? [] : [buyer.name, ...buyer.address, `Tax id ${buyer.taxId}`]
}

/** A tax invoice bears a number of a series of its own, and who buys. */
export const invoiceBlocks = ({ invoiceLabel }: Sale, { buyer }: ReceiptFacts): ReceiptBlock[] => {
  if (invoiceLabel === undefined) return []
  return [
    { kind: 'text', text: 'TAX INVOICE', align: 'center', isBold: true },
    { kind: 'text', text: invoiceLabel, align: 'center' },
    ...buyerLines(buyer).map((text): ReceiptBlock => ({ kind: 'text', text })),
    { kind: 'rule' },
  ]
}

/** The customer's receipt for a sale. */
export function saleReceipt(sale: Sale, facts: ReceiptFacts): ReceiptDocument {
  const currency = currencyOf(sale.currency)
  const { exchangeLabel } = facts
  return [
    ...receiptHead(facts),
    ...invoiceBlocks(sale, facts),
    { kind: 'columns', left: sale.receiptLabel, right: facts.localTime },
    { kind: 'text', text: `Served by ${sale.operatorName}` },
    ...(exchangeLabel === undefined ? [] : [{ kind: 'text', text: `Exchanged for ${exchangeLabel}` } as const]),
    { kind: 'rule' },
    ...sale.lines.flatMap((line) => lineBlocks(line, sale, currency)),
    ...wholeDiscountBlocks(sale, currency),
    ...sums(sale, facts.policy, currency),
    { kind: 'rule' },
    ...facts.policy.receiptFooter.map(centred),
    { kind: 'barcode', symbology: 'code128', text: sale.receiptLabel },
    { kind: 'feed', lines: 2 },
    { kind: 'cut' },
  ]
}
