import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { entryBodies, type EntryBodies, type EntryType } from '#core/journal/entry-bodies.ts'
import { findCurrency } from '#core/money/currency.ts'

const validators = new Map<EntryType, Validator>()

const validatorOf = (type: EntryType): Validator => {
  const known = validators.get(type)
  if (known) return known
  const schema: TSchema = entryBodies[type]
  const made = Compile(schema)
  validators.set(type, made)
  return made
}

const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text))

/** What no schema says and no table takes: two lines of one number, a currency or a time that there is not. */
const isSaleWhole = ({ lines, currency, openedAt, completedAt }: EntryBodies['sale_completed']): boolean =>
  new Set(lines.map(({ line }) => line)).size === lines.length &&
  findCurrency(currency) !== undefined &&
  [openedAt, completedAt].every(isTime)

/** True when a body fits its type; what a till sends is believed only then. */
export const isBodyOf = <T extends EntryType>(
  type: T,
  body: unknown,
): body is Static<(typeof entryBodies)[T]> & EntryBodies[T] =>
  // The schema of sales has said that this is one.
  validatorOf(type).Check(body) && (type !== 'sale_completed' || isSaleWhole(body as EntryBodies['sale_completed']))
