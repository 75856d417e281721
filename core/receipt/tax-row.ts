import type { Currency } from '#core/money/currency.ts'
import { formatMinor } from '#core/money/format-money.ts'
import type { ReceiptBlock } from '#core/receipt/receipt-document.ts'
import { formatRate } from '#core/tax/format-rate.ts'
import type { RateTax } from '#core/tax/line-tax.ts'

/** How a tax stands to the prices above it: within them, added to them, or not paid by this buyer. */
export type TaxStanding = 'included' | 'on_top' | 'exempt'

/** A tax on a receipt: its name, rate and net amount, and what it comes to. */
export function taxRow(tax: Omit<RateTax, 'rateId'>, standing: TaxStanding, currency: Currency): ReceiptBlock {
  const { name, ratePpm, netMinor, taxMinor } = tax
  const word = standing === 'included' ? 'incl. ' : ''
  const left = `${word}${name} ${formatRate(ratePpm)} on ${formatMinor(netMinor, currency)}`
  return { kind: 'columns', left, right: standing === 'exempt' ? 'exempt' : formatMinor(taxMinor, currency) }
}
