import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { entryBodies, type EntryBodies, type EntryType } from '#core/journal/entry-bodies.ts'

/** Compiled once each, when first needed: a start pays for none of them. */
const validators = new Map<EntryType, Validator>()

const validatorOf = (type: EntryType): Validator => {
  const known = validators.get(type)
  if (known) return known
  const schema: TSchema = entryBodies[type]
  const made = Compile(schema)
  validators.set(type, made)
  return made
}

/** True when a body has the shape of its type: asserted where an entry is written, asked where one arrives. */
export const fitsBody = <T extends EntryType>(type: T, body: unknown): body is EntryBodies[T] =>
  validatorOf(type).Check(body)
