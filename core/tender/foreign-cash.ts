import { findCurrency } from '#core/money/currency.ts'
import { multiplyDivide } from '#core/money/rounding.ts'
import type { TenderType } from '#core/tender/tender-type.ts'

const MILLION = 1_000_000

/** Money of another country and what a million of its minor units is worth in ours. */
export interface ForeignCurrency {
  readonly currency: string
  readonly ratePpm: number
}

/** The currency of a tender type; undefined for one that is not in foreign cash, or not set up in full. */
export const foreignCurrencyOf = ({ kind, currency, ratePpm }: TenderType): ForeignCurrency | undefined =>
  kind === 'foreign_cash' && currency !== undefined && ratePpm !== undefined && findCurrency(currency) !== undefined
    ? { currency, ratePpm }
    : undefined

/** What foreign money is worth in ours; a fraction of our minor unit counts for nothing. Minor units. */
export const foreignWorthMinor = (givenMinor: number, ratePpm: number): number =>
  multiplyDivide(givenMinor, ratePpm, MILLION, 'floor')

/** The least of the foreign currency that is worth what is due. Minor units. */
export const foreignNeededMinor = (stillDueMinor: number, ratePpm: number): number =>
  multiplyDivide(stillDueMinor, MILLION, ratePpm, 'ceiling')
