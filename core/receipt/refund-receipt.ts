import type { Policy } from '#core/catalogue/policy.ts'
import { currencyOf, type Currency } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import { formatQuantity } from '#core/quantity/quantity.ts'
import type { ReceiptBlock, ReceiptDocument } from '#core/receipt/receipt-document.ts'
import { centred, receiptHead, type ReceiptHead } from '#core/receipt/receipt-head.ts'
import { taxRow } from '#core/receipt/tax-row.ts'
import type { Refund, RefundLine, RefundTender } from '#core/refund/refund.ts'
import { methodName, methodOf } from '#core/tender/tender-method.ts'

/** What the receipt of a refund says besides the refund. */
export interface RefundReceiptFacts extends Pick<ReceiptHead, 'policy' | 'isCopy'> {
  /** The shop's local date and time of the refund, as printed. */
  readonly localTime: string
  /** Of an exchange: the number of the receipt that was made with it. */
  readonly exchangeLabel?: string
}

const row = (left: string, right: string): ReceiptBlock => ({ kind: 'columns', left, right })

const titles = { refund: 'REFUND', return: 'RETURN', void: 'VOID' } as const satisfies Record<Refund['kind'], string>

const lineBlocks = (line: RefundLine, currency: Currency): ReceiptBlock[] => {
  const { name, quantity, grossMinor, reason } = line
  const isOne = quantity.unit === 'piece' && quantity.count === 1
  return [
    row(name, formatMinor(-grossMinor, currency)),
    { kind: 'text', text: isOne ? `  ${reason}` : `  ${formatQuantity(quantity)}, ${reason}` },
  ]
}

/** Words of one way that the money went, and what was handed out. */
const tenderBlocks = (tender: RefundTender, policy: Policy, currency: Currency): ReceiptBlock[] => {
  const name = methodName(methodOf(tender), policy)
  switch (tender.kind) {
    case 'cash': {
      const { amountMinor, roundingMinor = 0 } = tender
      return [
        ...(roundingMinor === 0 ? [] : [row('Rounding', formatMinor(roundingMinor, currency))]),
        row('Paid out in cash', formatMinor(amountMinor + roundingMinor, currency)),
      ]
    }
    case 'card':
      return [
        row(`To card ${tender.scheme} ****${tender.last4}`, formatMinor(tender.amountMinor, currency)),
        { kind: 'text', text: `  Approval ${tender.approvalCode}` },
      ]
    case 'other':
      return [
        row(`As ${name.toLowerCase()}`, formatMinor(tender.amountMinor, currency)),
        ...(tender.reference === null ? [] : [{ kind: 'text', text: `  No. ${tender.reference}` } as const]),
      ]
    case 'exchange':
      return [row('Kept for other goods', formatMinor(tender.amountMinor, currency))]
  }
}

const pointBlocks = ({ pointsTakenBack = 0, pointsGivenBack = 0 }: Refund): ReceiptBlock[] => [
  ...(pointsTakenBack === 0 ? [] : [row('Points taken back', String(pointsTakenBack))]),
  ...(pointsGivenBack === 0 ? [] : [row('Points given back', String(pointsGivenBack))]),
]

/** A tax that comes to nothing is in no price: its buyer was exempt. */
const taxBlocks = ({ taxes }: Refund, currency: Currency): ReceiptBlock[] =>
  taxes.map((tax) => taxRow(tax, tax.taxMinor === 0 && tax.ratePpm > 0 ? 'on_top' : 'included', currency))

/** What was refunded of which sale, by whom, and for what other receipt. */
const facing = (refund: Refund, { localTime, exchangeLabel }: RefundReceiptFacts): ReceiptBlock[] => {
  const of = refund.originalReceiptLabel === null ? 'Without a receipt' : `Of receipt ${refund.originalReceiptLabel}`
  return [
    { kind: 'text', text: titles[refund.kind], align: 'center', isBold: true, isDouble: true },
    row(refund.refundLabel, localTime),
    { kind: 'text', text: of },
    ...(exchangeLabel === undefined ? [] : [{ kind: 'text', text: `Exchanged for ${exchangeLabel}` } as const]),
    { kind: 'text', text: `Served by ${refund.operatorName}` },
    { kind: 'rule' },
  ]
}

/** The customer's receipt for a refund, a return or a void. */
export function refundReceipt(refund: Refund, facts: RefundReceiptFacts): ReceiptDocument {
  const currency = currencyOf(refund.currency)
  return [
    ...receiptHead(facts),
    ...facing(refund, facts),
    ...refund.lines.flatMap((line) => lineBlocks(line, currency)),
    { kind: 'rule' },
    {
      kind: 'columns',
      left: `TOTAL ${currency.code}`,
      right: formatMinor(-refund.totals.totalMinor, currency),
      isBold: true,
      isDouble: true,
    },
    ...refund.tenders.flatMap((tender) => tenderBlocks(tender, facts.policy, currency)),
    ...taxBlocks(refund, currency),
    ...pointBlocks(refund),
    { kind: 'rule' },
    ...facts.policy.receiptFooter.map(centred),
    { kind: 'barcode', symbology: 'code128', text: refund.refundLabel },
    { kind: 'feed', lines: 2 },
    { kind: 'cut' },
  ]
}
