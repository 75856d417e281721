import { Type, type Static } from 'typebox'
import { streamIdSchema } from '#core/journal/entry.ts'

/** Erasures in one answer; a till that lacks more asks again. */
export const ERASURES_MAX = 1000

/** `GET /erasures?since=`: entries of the asking till whose personal data was erased by order, in order of `number`. */
export const erasuresSchema = Type.Object({
  erasures: Type.Array(
    Type.Object({
      number: Type.Integer({ minimum: 1 }),
      stream: streamIdSchema,
      seq: Type.Integer({ minimum: 1 }),
    }),
    { maxItems: ERASURES_MAX },
  ),
})
export type Erasures = Static<typeof erasuresSchema>['erasures']
