import type { CatalogueRow, ChangeSet, SnapshotHeader } from '#core/catalogue/change-set.ts'
import { canonicalJson, type JsonValue } from '#core/journal/canonical-json.ts'
import type { Sha256 } from '#core/ports/sha256.ts'

/** What stands before the first revision of the catalogue. */
export const FEED_GENESIS_HASH = '0'.repeat(64)

/** The hash that names a revision and all before it: SHA-256(previous hash ‖ canonical JSON of revision and rows). */
export const changeSetHash = (set: Pick<ChangeSet, 'previousHash' | 'revision' | 'rows'>, sha256: Sha256): string =>
  sha256(set.previousHash + canonicalJson({ revision: set.revision, rows: set.rows as JsonValue }))

/** What the hub signs of a snapshot. */
export const snapshotSignedText = (header: Pick<SnapshotHeader, 'revision' | 'hash' | 'contentHash'>): string =>
  `${header.revision}:${header.hash}:${header.contentHash}`

/** A row as one line of a snapshot; `contentHash` covers these with a line feed after each. */
export const catalogueRowText = (row: CatalogueRow): string => canonicalJson(row)
