import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { SnapshotHeader } from '#core/catalogue/change-set.ts'
import { snapshotSignedText } from '#core/catalogue/feed-hash.ts'
import { ServiceError } from '#core/errors/service-error.ts'
import type { FeedHead } from '#core/protocol/messages.ts'
import type { Reader } from '#hub/db/connection.ts'
import { allFeedRows } from '#hub/feed/feed-queries.ts'
import type { FeedSigner } from '#hub/feed/feed-signer.ts'
import { readFeedHead } from '#hub/feed/feed.ts'

const compress = promisify(gzip)
const GZIP_LEVEL = 6 // zlib's own default
const TRIES_MAX = 10
const RETRY_AFTER_MS = 1_000

/** Reads rows and head of the same moment: a commit in between shows as another head, and the reading starts again. */
const readRows = async (reader: Reader): Promise<{ head: FeedHead; rows: readonly { row: string }[] }> => {
  for (let attempt = 0; attempt < TRIES_MAX; attempt += 1) {
    const head = await readFeedHead(reader)
    const rows = await reader.all(allFeedRows, {})
    if ((await readFeedHead(reader)).hash === head.hash) return { head, rows }
  }
  throw new ServiceError('overloaded', 'feed', RETRY_AFTER_MS)
}

const buildSnapshot = async (reader: Reader, signer: FeedSigner): Promise<{ head: FeedHead; bytes: Buffer }> => {
  const { head, rows } = await readRows(reader)
  const content = rows.map(({ row }) => `${row}\n`).join('')
  const contentHash = createHash('sha256').update(content).digest('hex')
  const header: SnapshotHeader = {
    kind: 'vendly_catalogue',
    revision: head.revision,
    hash: head.hash,
    rowCount: rows.length,
    contentHash,
    signature: signer.sign(snapshotSignedText({ ...head, contentHash })),
  }
  return { head, bytes: await compress(`${JSON.stringify(header)}\n${content}`, { level: GZIP_LEVEL }) }
}

/** The catalogue as one signed, gzipped file of lines; built once for each revision that somebody asks for. */
export class SnapshotCache {
  readonly #reader: Reader
  readonly #signer: FeedSigner
  #newest: { readonly hash: string; readonly snapshot: Promise<Buffer> } | undefined

  constructor(reader: Reader, signer: FeedSigner) {
    this.#reader = reader
    this.#signer = signer
  }

  async newest(): Promise<Buffer> {
    const { hash } = await readFeedHead(this.#reader)
    if (this.#newest?.hash !== hash) this.#newest = { hash, snapshot: this.#build() }
    try {
      return await this.#newest.snapshot
    } catch (error) {
      this.#newest = undefined
      throw error
    }
  }

  async #build(): Promise<Buffer> {
    const { bytes } = await buildSnapshot(this.#reader, this.#signer)
    return bytes
  }
}
