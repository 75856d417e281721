import type { Policy } from '#core/catalogue/policy.ts'
import { currencyOf, type Currency } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { formatQuantity, lineAmountMinor } from '#core/quantity/quantity.ts'
import type { ReceiptBlock, ReceiptDocument } from '#core/receipt/receipt-document.ts'
import type { Sale, SaleLine } from '#core/sale/sale.ts'
import { formatRate } from '#core/tax/format-rate.ts'
import type { Tender } from '#core/tender/tender.ts'
import { changeMinor } from '#core/tender/tendering.ts'

/** What a receipt says besides the sale. */
export interface ReceiptFacts {
  readonly policy: Policy
  /** The shop's local date and time of the sale, as printed. */
  readonly localTime: string
  /** Printed again: marked, so that nobody takes two receipts for two sales. */
  readonly isCopy: boolean
}

const centred = (text: string): ReceiptBlock => ({ kind: 'text', text, align: 'center' })

const head = ({ policy, isCopy }: ReceiptFacts): ReceiptBlock[] => [
  { kind: 'text', text: policy.shopName, align: 'center', isBold: true, isDouble: true },
  ...policy.shopAddress.map(centred),
  ...(policy.taxNumber === null ? [] : [centred(`Tax no. ${policy.taxNumber}`)]),
  ...policy.receiptHeader.map(centred),
  ...(isCopy ? [{ kind: 'text', text: '*** COPY ***', align: 'center', isBold: true } as const] : []),
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

const item = (line: SaleLine, currency: Currency): ReceiptBlock[] => {
  const under = detail(line, currency)
  // What the price says: net where its tax comes on top (below the sums), else as the customer pays it.
  const shownMinor = lineAmountMinor(line.quantity, line.unitPriceMinor) - line.discountMinor
  const amount: ReceiptBlock = { kind: 'columns', left: line.name, right: formatMinor(shownMinor, currency) }
  return under === undefined ? [amount] : [amount, { kind: 'text', text: under }]
}

const tenderBlocks = (tender: Tender, currency: Currency): ReceiptBlock[] => {
  switch (tender.kind) {
    case 'cash':
      return [{ kind: 'columns', left: 'Cash', right: formatMinor(tender.givenMinor, currency) }]
    case 'card':
      return [
        {
          kind: 'columns',
          left: `Card ${tender.scheme} ****${tender.last4}`,
          right: formatMinor(tender.amountMinor, currency),
        },
        { kind: 'text', text: `  Approval ${tender.approvalCode}` },
      ]
    case 'other':
      return [{ kind: 'columns', left: tender.method, right: formatMinor(tender.amountMinor, currency) }]
  }
}

const sums = (sale: Sale, currency: Currency): ReceiptBlock[] => {
  const { subtotalMinor, discountMinor, totalMinor } = sale.totals
  const money = (amountMinor: number): string => formatMinor(amountMinor, currency)
  return [
    { kind: 'rule' },
    { kind: 'columns', left: 'Subtotal', right: money(subtotalMinor) },
    ...(discountMinor === 0 ? [] : [{ kind: 'columns', left: 'Discount', right: money(-discountMinor) } as const]),
    ...sale.taxes.map(
      (tax) =>
        ({
          kind: 'columns',
          left: `${tax.name} ${formatRate(tax.ratePpm)} on ${money(tax.netMinor)}`,
          right: money(tax.taxMinor),
        }) as const,
    ),
    { kind: 'columns', left: `TOTAL ${currency.code}`, right: money(totalMinor), isBold: true, isDouble: true },
    ...sale.tenders.flatMap((tender) => tenderBlocks(tender, currency)),
    ...(sale.tenders.some((tender) => tender.kind === 'cash')
      ? [{ kind: 'columns', left: 'Change', right: money(changeMinor(sale.tenders)), isBold: true } as const]
      : []),
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
    ...sums(sale, currency),
    { kind: 'rule' },
    ...facts.policy.receiptFooter.map(centred),
    { kind: 'barcode', symbology: 'code128', text: sale.receiptLabel },
    { kind: 'feed', lines: 2 },
    { kind: 'cut' },
  ]
}
