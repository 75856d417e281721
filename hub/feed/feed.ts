import { createHash } from 'node:crypto'
import { CHANGE_SET_ROWS_MAX, type CatalogueRow, type ChangeSet } from '#core/catalogue/change-set.ts'
import { catalogueRowText, changeSetHash, FEED_GENESIS_HASH } from '#core/catalogue/feed-hash.ts'
import { assert } from '#core/errors/assert.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { FeedHead } from '#core/protocol/messages.ts'
import type { Reader, Tx } from '#hub/db/connection.ts'
import {
  changeAt,
  changesAfter,
  deleteChangesUpTo,
  insertChange,
  newestChange,
  saveFeedRow,
} from '#hub/feed/feed-queries.ts'
import type { FeedSigner } from '#hub/feed/feed-signer.ts'

/** Change sets in one answer: 50 of ordinary size are a few kilobytes, and the till asks again for the rest. */
const CHANGES_PER_ANSWER_MAX = 50

/** Revisions that are kept: weeks of ordinary changes. A till that was away for longer takes a snapshot. */
const CHANGES_KEPT = 10_000

const sha256: Sha256 = (text) => createHash('sha256').update(text).digest('hex')

/** The newest revision, or the genesis of an empty catalogue. */
export const readFeedHead = async (reader: Reader): Promise<FeedHead> =>
  (await reader.one(newestChange, {})) ?? { revision: 0, hash: FEED_GENESIS_HASH }

const chunks = (rows: readonly CatalogueRow[]): readonly CatalogueRow[][] => {
  const parts: CatalogueRow[][] = []
  for (let at = 0; at < rows.length; at += CHANGE_SET_ROWS_MAX) parts.push(rows.slice(at, at + CHANGE_SET_ROWS_MAX))
  return parts
}

const appendOne = async (tx: Tx, rows: CatalogueRow[], signer: FeedSigner): Promise<void> => {
  const previous = await readFeedHead(tx)
  const set = { previousHash: previous.hash, revision: previous.revision + 1, rows }
  const hash = changeSetHash(set, sha256)
  await tx.run(insertChange, { ...set, hash, signature: signer.sign(hash), rows: JSON.stringify(rows) })
  await tx.run(deleteChangesUpTo, { revision: set.revision - CHANGES_KEPT })
  for (const row of rows) {
    await tx.run(saveFeedRow, { tableName: row.table, rowId: row.row.id, row: catalogueRowText(row) })
  }
}

/** Makes whole rows the newest revision of the catalogue (or several, when they are many), within the transaction. */
export const appendToFeed = async (tx: Tx, rows: readonly CatalogueRow[], signer: FeedSigner): Promise<void> => {
  assert(rows.length > 0, 'A revision changes something.')
  for (const part of chunks(rows)) await appendOne(tx, part, signer)
}

/**
 * The change sets after a revision that a till holds, oldest first; undefined when the till holds another history than
 * this hub (one of them went back in time) and needs a snapshot.
 */
export const readChangesSince = async (reader: Reader, held: FeedHead): Promise<ChangeSet[] | undefined> => {
  const known = held.revision === 0 ? FEED_GENESIS_HASH : (await reader.one(changeAt, held))?.hash
  if (known !== held.hash) return undefined
  const rows = await reader.all(changesAfter, { revision: held.revision, limit: CHANGES_PER_ANSWER_MAX })
  // Of an empty replica nothing is held to compare, and its first revisions may be gone.
  if (rows[0] !== undefined && rows[0].revision !== held.revision + 1) return undefined
  return rows.map((row) => ({
    revision: row.revision,
    previousHash: row.previous_hash,
    hash: row.hash,
    signature: row.signature,
    rows: JSON.parse(row.rows) as CatalogueRow[],
  }))
}
