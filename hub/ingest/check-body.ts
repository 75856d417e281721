import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { entryBodies, type EntryBodies, type EntryType } from '#core/journal/entry-bodies.ts'

const validators = new Map<EntryType, Validator>()

const validatorOf = (type: EntryType): Validator => {
  const known = validators.get(type)
  if (known) return known
  const schema: TSchema = entryBodies[type]
  const made = Compile(schema)
  validators.set(type, made)
  return made
}

/** True when a body fits its type; what a till sends is believed only then. */
export const isBodyOf = <T extends EntryType>(
  type: T,
  body: unknown,
): body is Static<(typeof entryBodies)[T]> & EntryBodies[T] => validatorOf(type).Check(body)
