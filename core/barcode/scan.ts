import type { Gs1Element } from '#core/barcode/gs1/gs1-element.ts'
import type { VariableMeasure } from '#core/barcode/variable-measure.ts'

/** What GS1 data says of the item beside its number; days are `YYYY-MM-DD`. */
export interface ScanAttributes {
  /** Batch or lot, AI 10. */
  readonly lot?: string
  /** The last day of use, AI 17, or the day of AI 7003, where both are there the earlier. */
  readonly expiryDate?: string
  /** The last day that the maker wants it sold on, AI 16. */
  readonly sellByDate?: string
  /** The last day of its best quality, AI 15; it may be sold after it. */
  readonly bestBeforeDate?: string
  /** Serial number, AI 21. */
  readonly serial?: string
}

/** An item by its GTIN, with what else its symbol says: the weight of this piece, its price in the till's currency. */
export interface GtinScan {
  readonly kind: 'gtin'
  readonly gtin: number
  readonly text: string
  readonly attributes?: ScanAttributes
  readonly weightGrams?: number
  readonly priceMinor?: number
}

/** GS1 data about something that is no trade item: a coupon, a deposit crate, a customer; `text` has it with brackets. */
interface Gs1Scan {
  readonly kind: 'gs1'
  readonly text: string
  readonly elements: readonly Gs1Element[]
}

/** What a scan or a keyed code turned out to be. A new kind of code is one more kind here. */
export type Scan = GtinScan | Gs1Scan | { readonly kind: 'text'; readonly text: string } | VariableMeasure
