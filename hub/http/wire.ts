import { Type, type TInteger, type TNull, type TOptional, type TSchema, type TString, type TUnion } from 'typebox'

export const nullable = <T extends TSchema>(schema: T): TUnion<[T, TNull]> => Type.Union([schema, Type.Null()])

/** A field of v1 that may be missing or null. */
export const maybe = <T extends TSchema>(schema: T): TOptional<TUnion<[T, TNull]>> => Type.Optional(nullable(schema))

/** Marks an object as one of Vendly v1: it takes digits in strings and ignores what it does not know. */
export const v1 = { additionalProperties: true } as const

/** Ids are whole numbers below 2^53. */
export const idNumber = Type.Integer({ minimum: 1 })

/** A name as tills and receipts show it: in one line, and not of spaces alone. */
export const oneLine = (maxLength: number): TString =>
  Type.String({ minLength: 1, maxLength, pattern: String.raw`^[^\t\n]*[^\s][^\t\n]*$` })

/** The length of a name that another system gave something. */
const IDENTIFIER_LENGTH_MAX = 64

/** A name that another system gave something, for what stands in a hashed body: free text could never be erased there. */
export const identifier: TString = Type.String({
  minLength: 1,
  maxLength: IDENTIFIER_LENGTH_MAX,
  pattern: '^[A-Za-z0-9 ._:/-]*$',
})

/** `skip` and `limit` of a list. */
export const paging = (limit: number, limitMax: number): { readonly skip: TInteger; readonly limit: TInteger } => ({
  skip: Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: limitMax, default: limit }),
})

/** An answer without a body. */
export const nothing = Type.Null({ description: 'Done' })
