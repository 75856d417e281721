import { Type, type Static } from 'typebox'
import { publicKeySchema, signatureSchema } from '#core/journal/anchor.ts'
import { canonicalJson } from '#core/journal/canonical-json.ts'
import { journalPlaceSchema } from '#core/journal/entry.ts'

/** The newest format that this version writes and reads. */
export const EXPORT_FORMAT = 1

const maybePlace = Type.Union([journalPlaceSchema, Type.Null()])

/** The journal of one device in an extract: all of it between two places, without a gap. */
const extractSchema = Type.Object({
  deviceId: Type.String(),
  name: Type.String(),
  /** Keys that may sign it, each with what is hashed to its id. */
  keyIds: Type.Array(Type.String()),
  mayFork: Type.Boolean(),
  /** The entry before the first one here, which is not part of it; null: there is none. */
  startsAfter: maybePlace,
  /** The last entry here. */
  endsAt: journalPlaceSchema,
  entryCount: Type.Integer({ minimum: 1 }),
})
export type Extract = Static<typeof extractSchema>

const factsSchema = Type.Object({
  format: Type.Integer({ minimum: 1 }),
  madeAt: Type.String(),
  softwareVersion: Type.String(),
  hubId: Type.String(),
  /** Business dates, the first and the last. */
  from: Type.String(),
  until: Type.String(),
  hasPersonalData: Type.Boolean(),
  extracts: Type.Array(extractSchema),
  keyId: Type.String(),
  publicKey: publicKeySchema,
})

/** The first line of an extract: what is in it, signed by the hub. */
export const manifestSchema = Type.Object({ ...factsSchema.properties, signature: signatureSchema })
export type Manifest = Static<typeof manifestSchema>
export type ManifestFacts = Static<typeof factsSchema>

/** What the manifest's signature covers. */
export const manifestText = (facts: ManifestFacts): string => `vendly audit export 1\n${canonicalJson(facts)}`
