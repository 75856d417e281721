import { readScan } from '#core/barcode/read-scan.ts'
import type { GtinScan, Scan } from '#core/barcode/scan.ts'
import type { VariableMeasure } from '#core/barcode/variable-measure.ts'
import { currencyOf } from '#core/money/currency.ts'
import type { ItemAttributes } from '#core/sale/sale.ts'
import { CODE_LENGTH_MAX } from '#core/sale/sale.ts'
import type { CodeFacts, NamedProduct } from '#kiosk/state/named-product.ts'
import type { NoticeKey } from '#kiosk/state/notice.ts'
import type { World } from '#kiosk/state/world.ts'

/** What a code names: a product, nothing that is known here, or nothing that may be a code. */
export type CodeMeaning = NamedProduct | { readonly unknownCode: string } | { readonly refusal: NoticeKey }

// Coupons of North America by the GS1 General Specifications 3.9: AI 8110, 8111 and 8112.
const COUPON_AI = /^811[0-2]$/u

/** Reads a code as this shop reads it. */
export const scanOf = (aim: string | undefined, text: string, world: World): Scan => {
  const { barcodePatterns, currency } = world.policy()
  return readScan(aim, text, barcodePatterns, { today: world.localDate(), currency: currencyOf(currency) })
}

const earlier = (one: string | undefined, other: string | undefined): string | undefined => {
  if (one === undefined || other === undefined) return one ?? other
  return one < other ? one : other
}

const factsOf = ({ attributes }: GtinScan): { readonly facts?: CodeFacts } => {
  if (attributes === undefined) return {}
  const { lot, expiryDate, sellByDate, serial } = attributes
  const lastDate = earlier(expiryDate, sellByDate)
  const kept: ItemAttributes = {
    ...(lot === undefined ? {} : { lot }),
    ...(expiryDate === undefined ? {} : { expiryDate }),
    ...(serial === undefined ? {} : { serial }),
  }
  const isKept = Object.keys(kept).length > 0
  return { facts: { ...(isKept ? { attributes: kept } : {}), ...(lastDate === undefined ? {} : { lastDate }) } }
}

/** The price on a symbol is what the customer pays; its weight counts for what is sold by weight. */
const labelOf = ({ weightGrams, priceMinor }: GtinScan, isWeighed: boolean): NamedProduct['label'] => {
  if (priceMinor !== undefined) return { priceMinor }
  return weightGrams === undefined || !isWeighed ? undefined : { weightGrams }
}

const itemOf = (scan: GtinScan, world: World): CodeMeaning => {
  const product = world.findByCode(scan.text)
  if (product === undefined) return { unknownCode: scan.text }
  return { product, code: scan.text, label: labelOf(scan, product.priceUnit === 'kilogram'), ...factsOf(scan) }
}

const labelledItem = (scan: VariableMeasure, text: string, world: World): CodeMeaning => {
  if (scan.kind === 'rejected') {
    // A short number that is no GTIN can still be a PLU or an article number of the shop's own.
    const product = scan.reason === 'barcode_check_digit_wrong' ? world.findByCode(text) : undefined
    return product === undefined ? { refusal: scan.reason } : { product, code: text, label: undefined }
  }
  const product = world.findByCode(scan.itemCode)
  if (product === undefined) return { unknownCode: text }
  const label = scan.kind === 'variable_price' ? { priceMinor: scan.priceMinor } : { weightGrams: scan.weightGrams }
  return { product, code: text, label }
}

const plainItem = (text: string, world: World): CodeMeaning => {
  if (text.length > CODE_LENGTH_MAX) return { refusal: 'barcode_invalid' }
  const product = world.findByCode(text)
  return product === undefined ? { unknownCode: text } : { product, code: text, label: undefined }
}

/** Finds what a scanned or keyed code means in this shop. */
export function meaningOf(aim: string | undefined, text: string, world: World): CodeMeaning {
  const scan = scanOf(aim, text, world)
  switch (scan.kind) {
    case 'rejected':
    case 'variable_price':
    case 'variable_weight':
      return labelledItem(scan, text, world)
    case 'gtin':
      return itemOf(scan, world)
    case 'gs1':
      return { refusal: scan.elements.some(({ ai }) => COUPON_AI.test(ai)) ? 'gs1_coupon' : 'gs1_no_item' }
    case 'text':
      return plainItem(scan.text, world)
  }
}
