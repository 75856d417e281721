import type { BasketLine } from '#core/basket/basket.ts'
import { discountName } from '#core/receipt/line-blocks.ts'
import { ownDiscounts, wholeDiscounts } from '#core/receipt/whole-discounts.ts'
import { discountReasonOf } from '#core/sale/discount-reason.ts'
import type { SaleLine } from '#core/sale/sale.ts'
import { type TillView, money } from '#kiosk/screens/view.ts'
import { cleanText } from '#kiosk/text/clean-text.ts'
import { en } from '#kiosk/text/en.ts'
import { sentenceOf } from '#kiosk/text/sentences.ts'

/** A row of the sale's list: an item, or what is said of it below: what took something off, what it cost before. */
export type SaleRow = { readonly kind: 'line'; readonly line: BasketLine } | SaleNote

/** What is said of the line above it, or of the whole sale. */
export interface SaleNote {
  readonly kind: 'note'
  readonly text: string
  readonly amount: string
  readonly isBad: boolean
  readonly isOfSale: boolean
}

type Of = Partial<Pick<SaleNote, 'isBad' | 'isOfSale'>>

const note = (text: string, amount = '', { isBad = false, isOfSale = false }: Of = {}): SaleNote => ({
  kind: 'note',
  text: cleanText(text),
  amount,
  isBad,
  isOfSale,
})

/** What was scanned or typed of just this piece: whoever sells it sees which. */
const factsOf = ({ attributes = {} }: SaleLine): SaleRow[] => {
  const { serial, lot, expiryDate } = attributes
  const said = [
    ...(serial === undefined ? [] : [en.serialNumber(serial)]),
    ...(lot === undefined ? [] : [en.lot(lot)]),
    ...(expiryDate === undefined ? [] : [en.useBy(expiryDate)]),
  ]
  return said.length === 0 ? [] : [note(said.join('  ·  '))]
}

const notesOf = (view: TillView, line: SaleLine): SaleRow[] => {
  const { originalPriceMinor, reason = '' } = line
  const { priced } = view.state
  const say = money(view)
  const was = originalPriceMinor === undefined ? [] : [note(en.priceWas(say(originalPriceMinor), reason))]
  const off = ownDiscounts(line).map((part) =>
    note(discountName(part, priced ?? {}, discountReasonOf(line)), say(-part.amountMinor)),
  )
  return [...factsOf(line), ...was, ...off]
}

/** What goes off the whole sale. */
const wholeNotes = (view: TillView): SaleRow[] => {
  const { priced } = view.state
  if (priced === undefined || priced.discounts.length === 0) return []
  return wholeDiscounts(priced.lines).map((whole) =>
    note(discountName(whole, priced), money(view)(-whole.amountMinor), { isOfSale: true }),
  )
}

/** Coupons that take nothing off as the sale is now, and why. */
const idleCoupons = (view: TillView): SaleRow[] => {
  const { basket, priced } = view.state
  return (priced?.refusedCoupons ?? []).map(({ couponId, error }) => {
    const code = basket?.coupons?.find(({ coupon }) => coupon.id === couponId)?.coupon.code ?? ''
    const text = `${en.coupon} ${code}: ${sentenceOf(error.code, error.details, money(view))}`
    return note(text, '', { isBad: true, isOfSale: true })
  })
}

/** The sale's lines in their order, each with its notes; coupons that wait stand at the end. */
export function saleRows(view: TillView): readonly SaleRow[] {
  const { basket, priced } = view.state
  const noted = (priced?.lines ?? []).filter(
    ({ attributes, discounts, originalPriceMinor }) =>
      attributes !== undefined || discounts !== undefined || originalPriceMinor !== undefined,
  )
  const notes = new Map(noted.map((line) => [line.line, notesOf(view, line)]))
  const rows: SaleRow[] = []
  for (const line of basket?.lines ?? []) rows.push({ kind: 'line', line }, ...(notes.get(line.line) ?? []))
  return [...rows, ...wholeNotes(view), ...idleCoupons(view)]
}
