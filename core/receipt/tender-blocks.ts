import type { Policy } from '#core/catalogue/policy.ts'
import { currencyOf, type Currency } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { ReceiptBlock } from '#core/receipt/receipt-document.ts'
import { methodName, methodOf } from '#core/tender/tender-method.ts'
import type { CardTender, CashTender, OtherTender, Tender } from '#core/tender/tender.ts'
import { changeMinor } from '#core/tender/tendering.ts'

const row = (left: string, right: string): ReceiptBlock => ({ kind: 'columns', left, right })

const card = (tender: CardTender, currency: Currency): ReceiptBlock[] => [
  row(`Card ${tender.scheme} ****${tender.last4}`, formatMinor(tender.amountMinor, currency)),
  { kind: 'text', text: `  Approval ${tender.approvalCode}` },
]

/** Nothing is said of cash that only went out: the change says it. */
const cash = ({ givenMinor, amountMinor }: CashTender, currency: Currency): ReceiptBlock[] =>
  amountMinor < 0 ? [] : [row('Cash', formatMinor(givenMinor, currency))]

const other = (tender: OtherTender, name: string, currency: Currency): ReceiptBlock[] => {
  const { amountMinor, reference, foreign, changeMinor: outMinor = 0, roundingMinor = 0, lostMinor = 0 } = tender
  const worthMinor = amountMinor + outMinor + roundingMinor + lostMinor
  return [
    row(name, formatMinor(worthMinor, currency)),
    ...(foreign === undefined
      ? []
      : [row(`  ${foreign.currency} given`, formatMinor(foreign.givenMinor, currencyOf(foreign.currency)))]),
    ...(reference === null ? [] : [{ kind: 'text', text: `  No. ${reference}` } as const]),
    ...(lostMinor === 0 ? [] : [row('  Not paid out', formatMinor(-lostMinor, currency))]),
  ]
}

const one = (tender: Tender, policy: Policy, currency: Currency): ReceiptBlock[] => {
  const name = methodName(methodOf(tender), policy)
  switch (tender.kind) {
    case 'cash':
      return cash(tender, currency)
    case 'card':
      return card(tender, currency)
    case 'other':
      return other(tender, name, currency)
    case 'points':
      return [row(`${tender.points} points`, formatMinor(tender.amountMinor, currency))]
    case 'exchange':
      return [row(name, formatMinor(tender.amountMinor, currency))]
  }
}

const roundingOf = (tender: Tender): number => ('roundingMinor' in tender ? (tender.roundingMinor ?? 0) : 0)

const hasCash = (tenders: readonly Tender[]): boolean =>
  tenders.some((tender) => tender.kind === 'cash' || ('changeMinor' in tender && tender.changeMinor !== undefined))

/** How a sale was paid: what coins rounded, each tender by its name, and the change; or what the till paid out. */
export function tenderBlocks(tenders: readonly Tender[], policy: Policy, currency: Currency): ReceiptBlock[] {
  const roundingMinor = tenders.reduce((sum, tender) => sum + roundingOf(tender), 0)
  const isPayout = tenders.some((tender) => tender.kind === 'cash' && tender.amountMinor < 0)
  const left = isPayout ? 'Paid out in cash' : 'Change'
  const right = formatMinor(changeMinor(tenders), currency)
  return [
    ...(roundingMinor === 0 ? [] : [row('Rounding', formatMinor(roundingMinor, currency))]),
    ...tenders.flatMap((tender) => one(tender, policy, currency)),
    ...(hasCash(tenders) ? [{ kind: 'columns', left, right, isBold: true } as const] : []),
  ]
}
