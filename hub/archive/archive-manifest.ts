import { Type, type Static } from 'typebox'
import { publicKeySchema, signatureSchema } from '#core/journal/anchor.ts'
import { canonicalJson } from '#core/journal/canonical-json.ts'
import { journalPlaceSchema } from '#core/journal/entry.ts'

/** The newest format that this version writes and reads. */
export const ARCHIVE_FORMAT = 1

/** Entries that are packed together: a receipt of last year costs the unpacking of so many. */
const blockSchema = Type.Object({
  /** Numbers of the first and the last entry in it, in order of arrival. */
  first: Type.Integer(),
  last: Type.Integer(),
  offset: Type.Integer({ minimum: 0 }),
  bytes: Type.Integer({ minimum: 1 }),
})
export type ArchiveBlock = Static<typeof blockSchema>

const factsSchema = Type.Object({
  format: Type.Integer({ minimum: 1 }),
  /** `YYYY-MM`, by business date. */
  month: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}$' }),
  file: Type.String({ pattern: String.raw`^[0-9a-f-]+\.jsonl\.gz$` }),
  madeAt: Type.String(),
  entryCount: Type.Integer({ minimum: 1 }),
  /** Of the file, as 64 hexadecimal digits. */
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  /** The last entry of each stream in it. */
  heads: Type.Array(journalPlaceSchema),
  blocks: Type.Array(blockSchema),
  keyId: Type.String(),
  publicKey: publicKeySchema,
})

/** What lies beside a file of archived entries, signed by the hub. */
export const archiveManifestSchema = Type.Object({ ...factsSchema.properties, signature: signatureSchema })
export type ArchiveManifest = Static<typeof archiveManifestSchema>
export type ArchiveFacts = Static<typeof factsSchema>

/** What the signature covers. */
export const archiveText = (facts: ArchiveFacts): string => `vendly archive 1\n${canonicalJson(facts)}`

/** The name of the manifest of a file. */
export const manifestNameOf = (file: string): string => file.replace('.jsonl.gz', '.manifest.json')

/** One line of an archive: an entry's number, hash, and the text that the hash covers. */
export const archiveLineSchema = Type.Object({ number: Type.Integer(), hash: Type.String(), text: Type.String() })
export type ArchiveLine = Static<typeof archiveLineSchema>
