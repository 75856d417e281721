import { Type, type Static } from 'typebox'
import { hashSchema } from '#core/catalogue/change-set.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { dateSchema } from '#core/restriction/date-schema.ts'

/** A stream's id: a UUID, one for each boot of each device. */
export const streamIdSchema = uuidSchema

/** A place in the journal: an entry with its hash, so that a fork shows. */
export const journalPlaceSchema = Type.Object({
  stream: streamIdSchema,
  seq: Type.Integer({ minimum: 1 }),
  hash: hashSchema,
})
export type JournalPlace = Static<typeof journalPlaceSchema>

/** Who did it: a person at a till, a person at the hub's API, or the program itself. */
const actorSchema = Type.Object({
  kind: Type.Union([Type.Literal('operator'), Type.Literal('user'), Type.Literal('program')]),
  id: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
})
export type Actor = Static<typeof actorSchema>

/** A day of business as the shift has it, `YYYY-MM-DD`. */
export const businessDateSchema = dateSchema

/** Personal data beside an entry: the body holds `privateHash` = SHA-256(salt ‖ canonical JSON of `data`). */
const privatePartSchema = Type.Object({
  salt: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  data: Type.Record(Type.String(), Type.Unknown()),
})
export type PrivatePart = Static<typeof privatePartSchema>

/** An entry's text is at most this long, in bytes of JSON; asserted before COMMIT. */
export const ENTRY_BYTES_MAX = 512 * 1024

/** One fact in the journal, append-only. `hash` = SHA-256 over the canonical JSON of all but `hash` and `private`. */
export const journalEntrySchema = Type.Object(
  {
    stream: streamIdSchema,
    seq: Type.Integer({ minimum: 1 }),
    id: uuidSchema,
    type: Type.String({ pattern: '^[a-z][a-z_]{1,40}$' }),
    at: Type.String({ pattern: '^[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}Z$' }),
    clockTrusted: Type.Boolean(),
    monotonicMs: Type.Integer({ minimum: 0 }),
    businessDate: Type.Union([businessDateSchema, Type.Null()]),
    actor: actorSchema,
    body: Type.Record(Type.String(), Type.Unknown()),
    prevHash: hashSchema,
    hash: hashSchema,
    private: Type.Optional(privatePartSchema),
  },
  { additionalProperties: false },
)
export type JournalEntry = Static<typeof journalEntrySchema>

/** What stands before the first entry of a device's first stream. */
export const GENESIS_HASH = '0'.repeat(64)
