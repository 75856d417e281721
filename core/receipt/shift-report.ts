import type { Policy } from '#core/catalogue/policy.ts'
import { currencyOf } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { ReceiptBlock, ReceiptDocument } from '#core/receipt/receipt-document.ts'
import type { SaleTax } from '#core/sale/sale.ts'
import type { ShiftReport } from '#core/shift/shift-report.ts'
import type { MethodSum } from '#core/shift/shift.ts'
import { formatRate } from '#core/tax/format-rate.ts'
import { methodName } from '#core/tender/tender-method.ts'

/** What a report's paper says besides the report. */
export interface ShiftReportFacts {
  readonly policy: Policy
  /** The shop's date and time of an instant, as printed. */
  readonly localTime: (iso: string) => string
  readonly tillName: string
  /** Printed again: marked, so that nobody takes two papers for two reports. */
  readonly isCopy: boolean
  /** Of a Z: the hash of its journal entry. Printed, it vouches for all that came before, wherever the paper is kept. */
  readonly journalHash?: string
}

type Money = (amountMinor: number) => string

const row = (left: string, right: string): ReceiptBlock => ({ kind: 'columns', left, right })

const strong = (left: string, right: string): ReceiptBlock => ({ kind: 'columns', left, right, isBold: true })

const centred = (text: string): ReceiptBlock => ({ kind: 'text', text, align: 'center' })

const titled = (title: string, rows: readonly ReceiptBlock[]): ReceiptBlock[] =>
  rows.length === 0 ? [] : [{ kind: 'rule' }, { kind: 'text', text: title, isBold: true }, ...rows]

/** A row for what is there, none for what is not. */
const some = (left: string, amountMinor: number, money: Money): ReceiptBlock[] =>
  amountMinor === 0 ? [] : [row(left, money(amountMinor))]

const counted = (left: string, count: number, right: string): ReceiptBlock[] =>
  count === 0 ? [] : [row(`${left} (${count})`, right)]

const head = (report: ShiftReport, { policy, localTime, tillName, isCopy }: ShiftReportFacts): ReceiptBlock[] => [
  { kind: 'text', text: policy.shopName, align: 'center', isBold: true, isDouble: true },
  ...policy.shopAddress.map(centred),
  ...(policy.taxNumber === null ? [] : [centred(`Tax no. ${policy.taxNumber}`)]),
  {
    kind: 'text',
    text: `${report.kind.toUpperCase()} REPORT ${report.reportNumber}`,
    align: 'center',
    isBold: true,
    isDouble: true,
  },
  ...(isCopy ? [{ kind: 'text', text: '*** COPY ***', align: 'center', isBold: true } as const] : []),
  { kind: 'rule' },
  row('Till', tillName),
  row('Business date', report.businessDate),
  row('Shift from', localTime(report.openedAt)),
  row(report.kind === 'z' ? 'Closed' : 'Taken', localTime(report.takenAt)),
  row('By', report.operatorName),
  ...(report.totals.firstReceipt === null
    ? []
    : [row('Receipts', `${report.totals.firstReceipt} to ${report.totals.lastReceipt ?? ''}`)]),
]

const takings = ({ totals }: ShiftReport, money: Money): ReceiptBlock[] => [
  row(`Sales (${totals.saleCount})`, money(totals.grossMinor)),
  ...counted('Refunds', totals.refundCount, money(0 - totals.refundMinor)),
  strong('Net', money(totals.grossMinor - totals.refundMinor)),
  row('Tax in it', money(totals.taxMinor - totals.refundTaxMinor)),
  ...some('Discounts given', totals.discountMinor, money),
  row('Items', String(totals.itemCount)),
]

const methods = (sums: readonly MethodSum[], { policy }: ShiftReportFacts, money: Money): ReceiptBlock[] =>
  sums.map(({ method, count, amountMinor }) => row(`${methodName(method, policy)} (${count})`, money(amountMinor)))

const taxes = (sums: readonly SaleTax[], money: Money): ReceiptBlock[] =>
  sums.map(({ name, ratePpm, netMinor, taxMinor }) =>
    row(`${name} ${formatRate(ratePpm)} on ${money(netMinor)}`, money(taxMinor)),
  )

const drawer = (report: ShiftReport, money: Money): ReceiptBlock[] => {
  const { totals, floatMinor, expectedCashMinor } = report
  return [
    row('Float', money(floatMinor)),
    row('Cash sales', money(totals.cashMinor)),
    ...some('Rounding to coins', totals.roundingMinor, money),
    ...some('Change for other tenders', 0 - totals.otherChangeMinor, money),
    ...some('Refunds in cash', 0 - totals.refundCashMinor, money),
    ...counted('Paid in', totals.paidInCount, money(totals.paidInMinor)),
    ...counted('Paid out', totals.paidOutCount, money(0 - totals.paidOutMinor)),
    ...counted('Drops', totals.dropCount, money(0 - totals.dropMinor)),
    strong('Expected in the drawer', money(expectedCashMinor)),
  ]
}

const difference = (differenceMinor: number, money: Money): ReceiptBlock => {
  if (differenceMinor === 0) return strong('Difference', money(0))
  return strong(differenceMinor < 0 ? 'SHORT' : 'OVER', money(Math.abs(differenceMinor)))
}

/** Money of other countries: what should be there, and of a Z what was counted. */
const foreign = ({ totals, count: found }: ShiftReport): ReceiptBlock[] => {
  const taken = totals.foreign.map(({ currency, givenMinor }) =>
    row(`Foreign cash ${currency}`, formatMinor(givenMinor, currencyOf(currency))),
  )
  const counts = (found?.foreign ?? []).flatMap(({ currency, expectedMinor, countedMinor }) => {
    const say: Money = (amountMinor) => `${currency} ${formatMinor(amountMinor, currencyOf(currency))}`
    return [row(`Counted ${currency}`, say(countedMinor)), difference(countedMinor - expectedMinor, say)]
  })
  return [...taken, ...counts]
}

const count = ({ count: found }: ShiftReport, money: Money): ReceiptBlock[] => {
  if (found === undefined) return []
  const { countedCashMinor, differenceMinor, counts = [], countings = 1 } = found
  return [
    ...counts
      .filter(({ pieces }) => pieces > 0)
      .map(({ valueMinor, pieces }) => row(`  ${pieces} x ${money(valueMinor)}`, money(pieces * valueMinor))),
    row('Counted', money(countedCashMinor)),
    difference(differenceMinor, money),
    ...(countings > 1 ? [row('Times counted', String(countings))] : []),
  ]
}

const watched = ({ totals }: ShiftReport, money: Money): ReceiptBlock[] => [
  ...counted('Sales voided', totals.voidCount, money(totals.voidMinor)),
  row('Lines voided', String(totals.voidedLineCount)),
  row('Drawer opened, no sale', String(totals.noSaleCount)),
]

const grand = ({ grandTotal }: ShiftReport, money: Money): ReceiptBlock[] => [
  row('Sales', money(grandTotal.salesMinor)),
  row('Refunds', money(0 - grandTotal.refundsMinor)),
  strong('Net', money(grandTotal.netMinor)),
]

/** So many digits nobody finds another journal for, and somebody can still compare. */
const PRINTED_HASH_DIGITS = 16

const printedHash = (hash: string): string =>
  hash
    .slice(0, PRINTED_HASH_DIGITS)
    .toUpperCase()
    .replaceAll(/.{4}(?=.)/gu, '$&-')

const seal = ({ journalHash }: ShiftReportFacts): ReceiptBlock[] =>
  journalHash === undefined ? [] : [{ kind: 'rule' }, row('Journal', printedHash(journalHash))]

/** The paper of an X or a Z report. */
export function shiftReportDocument(report: ShiftReport, facts: ShiftReportFacts): ReceiptDocument {
  const currency = currencyOf(report.currency)
  const money: Money = (amountMinor) => formatMinor(amountMinor, currency)
  const { totals } = report
  return [
    ...head(report, facts),
    ...titled(`Takings ${currency.code}`, takings(report, money)),
    ...titled('Paid by', methods(totals.payments, facts, money)),
    ...titled('Given back by', methods(totals.refundPayments, facts, money)),
    ...titled('Tax of sales', taxes(totals.taxes, money)),
    ...titled('Tax of refunds', taxes(totals.refundTaxes, money)),
    ...titled('Drawer', [...drawer(report, money), ...count(report, money), ...foreign(report)]),
    ...titled('Watched', watched(report, money)),
    ...titled('Since this till was enrolled', grand(report, money)),
    ...seal(facts),
    { kind: 'feed', lines: 2 },
    { kind: 'cut' },
  ]
}
