import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import { fitsBody } from '#core/journal/fits-body.ts'
import { findCurrency } from '#core/money/currency.ts'

const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text))

/** What no schema says and no table takes: two lines of one number, a currency or a time that there is not. */
const isSaleWhole = ({ lines, currency, openedAt, completedAt }: EntryBodies['sale_completed']): boolean =>
  new Set(lines.map(({ line }) => line)).size === lines.length &&
  findCurrency(currency) !== undefined &&
  [openedAt, completedAt].every(isTime)

/** True when a body fits its type; what a till sends is believed only then. */
export const isBodyOf = <T extends EntryType>(type: T, body: unknown): body is EntryBodies[T] =>
  fitsBody(type, body) && (type !== 'sale_completed' || isSaleWhole(body as EntryBodies['sale_completed']))
