import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { isSealable } from '#core/journal/sealable.ts'

/** Reads a message of JSON that must fit a schema; undefined when it does not. */
export type ReadMessage<T> = (payload: Uint8Array) => T | undefined

const parse = (payload: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'))
  } catch {
    return undefined
  }
}

/** Compiles the reading of one kind of message. */
export const messageReader = <S extends TSchema>(schema: S): ReadMessage<Static<S>> => {
  const validator = Compile(schema)
  return (payload) => {
    const value = parse(payload)
    // What no journal could hold must not reach the code that hashes and stores what was asked.
    return isSealable(value) && validator.Check(value) ? value : undefined
  }
}

/** Compiles the reading of a batch of entries, which are judged one by one: a poisoned one is kept apart, not dropped. */
export const batchReader = <S extends TSchema>(schema: S): ReadMessage<Static<S>> => {
  const validator = Compile(schema)
  return (payload) => {
    const value = parse(payload)
    if (!validator.Check(value)) return undefined
    const around: object = { ...(value as object), entries: [] }
    return isSealable(around) ? value : undefined
  }
}
