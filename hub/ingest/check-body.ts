import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import { fitsBody } from '#core/journal/fits-body.ts'
import { findCurrency } from '#core/money/currency.ts'

const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text))

/** What no schema says and no table takes: two lines of one number, a currency or a time that there is not. */
const isSaleWhole = ({ lines, currency, openedAt, completedAt }: EntryBodies['sale_completed']): boolean =>
  new Set(lines.map(({ line }) => line)).size === lines.length &&
  findCurrency(currency) !== undefined &&
  [openedAt, completedAt].every(isTime)

const isRefundWhole = ({ currency, completedAt }: EntryBodies['refund_completed']): boolean =>
  findCurrency(currency) !== undefined && isTime(completedAt)

const isWhole = (type: EntryType, body: unknown): boolean => {
  // Each body fits its type's schema by now.
  if (type === 'sale_completed') return isSaleWhole(body as EntryBodies['sale_completed'])
  return type !== 'refund_completed' || isRefundWhole(body as EntryBodies['refund_completed'])
}

/** True when a body fits its type; what a till sends is believed only then. */
export const isBodyOf = <T extends EntryType>(type: T, body: unknown): body is EntryBodies[T] =>
  fitsBody(type, body) && isWhole(type, body)
