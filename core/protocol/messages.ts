import { Type, type Static } from 'typebox'
import { hashSchema } from '#core/catalogue/change-set.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { counterSignatureSchema } from '#core/journal/anchor.ts'
import { journalEntrySchema, journalPlaceSchema, streamIdSchema } from '#core/journal/entry.ts'
import { BATCH_ENTRIES_MAX, STATUS_HEADS_MAX } from '#core/journal/replication.ts'

/** A message over MQTT is at most this long: a batch with the largest entry, and room for the rest. */
export const MESSAGE_BYTES_MAX = 1024 * 1024

const seq = Type.Integer({ minimum: 0 })

/** How far a stream goes where it was written. */
const streamHeadSchema = Type.Object({ stream: streamIdSchema, head: seq })

/** The till's journal head: its newest stream and the last entry in it. */
const tillHeadSchema = Type.Object({ stream: streamIdSchema, seq })

/** `up/journal`: consecutive entries of one stream, with the till's head. */
export const journalBatchSchema = Type.Object(
  {
    stream: streamIdSchema,
    head: tillHeadSchema,
    entries: Type.Array(journalEntrySchema, { minItems: 1, maxItems: BATCH_ENTRIES_MAX }),
    /** The entry before the first of these, where the till no longer keeps it: a hub that lacks it will not get it. */
    prunedTo: Type.Optional(journalPlaceSchema),
  },
  { additionalProperties: false },
)
export type JournalBatch = Static<typeof journalBatchSchema>

/** `down/position`: durable up to here, after COMMIT; the one acknowledgement there is. */
export const positionSchema = Type.Object({
  hubBoot: uuidSchema,
  counter: Type.Integer({ minimum: 1 }),
  positions: Type.Array(Type.Object({ stream: streamIdSchema, last: seq }), { maxItems: STATUS_HEADS_MAX }),
  /** Streams whose further entries the hub keeps apart, with the reason in a word. */
  quarantined: Type.Optional(
    Type.Array(Type.Object({ stream: streamIdSchema, why: Type.String({ maxLength: 32 }) }), {
      maxItems: STATUS_HEADS_MAX,
    }),
  ),
  /** The hub's word on the newest anchor among these streams; the till keeps it. */
  counterSignature: Type.Optional(counterSignatureSchema),
})
export type Position = Static<typeof positionSchema>

/** How a device fares, in UnifiedPOS words. */
const deviceHealthSchema = Type.Object({
  name: Type.String({ maxLength: 64 }),
  kind: Type.String({ maxLength: 32 }),
  state: Type.String({ maxLength: 32 }),
  attention: Type.Optional(Type.String({ maxLength: 200 })),
})

/** `up/state`: every 30 s and at connect; as last will with `isOnline: false` and no heads. */
export const deviceStateSchema = Type.Object({
  isOnline: Type.Boolean(),
  at: Type.String({ maxLength: 32 }),
  softwareVersion: Type.String({ maxLength: 64 }),
  catalogueRevision: Type.Integer({ minimum: 0 }),
  unsentCount: Type.Integer({ minimum: 0 }),
  heads: Type.Array(streamHeadSchema, { maxItems: STATUS_HEADS_MAX }),
  devices: Type.Array(deviceHealthSchema, { maxItems: 32 }),
})
export type DeviceState = Static<typeof deviceStateSchema>

/** `up/request/sale_lookup`: a sale of any till, by receipt label or id. */
export const saleLookupRequestSchema = Type.Object({
  requestId: uuidSchema,
  receiptLabel: Type.String({ minLength: 1, maxLength: 36 }),
})

/** `down/reply`: the answer to a request, or a problem in words. */
export const replySchema = Type.Union([
  Type.Object({ requestId: uuidSchema, result: Type.Unknown() }),
  Type.Object({
    requestId: uuidSchema,
    problem: Type.Object({
      code: Type.String({ maxLength: 64 }),
      detail: Type.String({ maxLength: 500 }),
      /** What a refusal tells beside its words: how much is left, and the like. */
      details: Type.Optional(
        Type.Record(
          Type.String({ maxLength: 64 }),
          Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]),
        ),
      ),
    }),
  }),
])
export type Reply = Static<typeof replySchema>

/** `all/feed`, retained: the newest revision of the catalogue. */
export const feedHeadSchema = Type.Object({ revision: Type.Integer({ minimum: 0 }), hash: hashSchema })
export type FeedHead = Static<typeof feedHeadSchema>

/** A product's stock, in pieces or grams as the product is sold. */
export const stockLevelSchema = Type.Object({ productId: Type.Integer({ minimum: 1 }), level: Type.Integer() })

/** Levels in one message. */
export const STOCK_LEVELS_MAX = 2_000

/** `all/stock`: levels that changed. */
export const stockLevelsSchema = Type.Object({
  levels: Type.Array(stockLevelSchema, { maxItems: STOCK_LEVELS_MAX }),
})
export type StockLevels = Static<typeof stockLevelsSchema>
