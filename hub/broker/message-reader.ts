import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** Reads a message of JSON that must fit a schema; undefined when it does not. */
export type ReadMessage<T> = (payload: Uint8Array) => T | undefined

/** Compiles the reading of one kind of message. */
export const messageReader = <S extends TSchema>(schema: S): ReadMessage<Static<S>> => {
  const validator = Compile(schema)
  return (payload) => {
    let value: unknown
    try {
      value = JSON.parse(Buffer.from(payload).toString('utf8'))
    } catch {
      return undefined
    }
    return validator.Check(value) ? value : undefined
  }
}
