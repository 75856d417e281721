import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CatalogueRow, ChangeSet, SnapshotHeader } from '#core/catalogue/change-set.ts'
import { changeSetHash, FEED_GENESIS_HASH, snapshotSignedText } from '#core/catalogue/feed-hash.ts'
import { loadOrMakeKey } from '#hub/devices/key-file.ts'
import { deleteChangesUpTo } from '#hub/feed/feed-queries.ts'
import { feedSigner, type FeedSigner } from '#hub/feed/feed-signer.ts'
import { appendToFeed, readChangesSince, readFeedHead } from '#hub/feed/feed.ts'
import { SnapshotCache } from '#hub/feed/snapshot.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { hubSignatureCheck } from '#kiosk/link/hub-signature.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'
import { newFolder, startHub, type RunningHub } from '#tests/support/running-hub.ts'

let folder: ReturnType<typeof newFolder>
let hub: RunningHub
let signer: FeedSigner

const rowOf = (id: number, priceMinor = 100): CatalogueRow => ({
  table: 'product',
  row: makeProduct(id, { priceMinor }),
})
const append = async (rows: readonly CatalogueRow[]): Promise<void> =>
  hub.database.write(async (tx) => appendToFeed(tx, rows, signer))

const isSigned = (text: string, signature: string): boolean => hubSignatureCheck(signer.publicKey)(text, signature)

beforeEach(async () => {
  folder = newFolder()
  hub = await startHub({ folder: folder.path })
  signer = feedSigner(loadOrMakeKey(`${folder.path}/feed.key`))
})

afterEach(async () => {
  await hub.stop()
  folder.remove()
})

const allSince = async (held: { revision: number; hash: string }): Promise<ChangeSet[]> =>
  (await readChangesSince(hub.database.read, held)) ?? []

describe('the feed', () => {
  it('begins with nothing', async () => {
    expect(await readFeedHead(hub.database.read)).toEqual({ revision: 0, hash: FEED_GENESIS_HASH })
    expect(await allSince({ revision: 0, hash: FEED_GENESIS_HASH })).toEqual([])
  })

  it('chains and signs each revision', async () => {
    await append([rowOf(1)])
    await append([rowOf(1, 200), rowOf(2)])
    const sets = await allSince({ revision: 0, hash: FEED_GENESIS_HASH })
    expect(sets.map(({ revision, rows }) => [revision, rows.length])).toEqual([
      [1, 1],
      [2, 2],
    ])
    expect(sets[1]?.previousHash).toBe(sets[0]?.hash)
    for (const set of sets) {
      expect(set.hash).toBe(changeSetHash(set, sha256))
      expect(isSigned(set.hash, set.signature)).toBe(true)
      expect(isSigned(set.hash.replace(/./, 'x'), set.signature)).toBe(false)
    }
  })

  it('makes several revisions of many rows, and answers with some at a time', async () => {
    await append(Array.from({ length: 1_001 }, (_, at) => rowOf(at + 1)))
    expect((await readFeedHead(hub.database.read)).revision).toBe(3)
    for (let n = 0; n < 60; n += 1) await append([rowOf(n + 1, n)])
    const first = await allSince({ revision: 0, hash: FEED_GENESIS_HASH })
    expect(first).toHaveLength(50)
    const last = first.at(-1)
    expect(await allSince({ revision: last?.revision ?? 0, hash: last?.hash ?? '' })).toHaveLength(13)
  })

  it('knows no history but its own', async () => {
    await append([rowOf(1)])
    expect(await readChangesSince(hub.database.read, { revision: 1, hash: 'f'.repeat(64) })).toBeUndefined()
    expect(await readChangesSince(hub.database.read, { revision: 2, hash: 'f'.repeat(64) })).toBeUndefined()
  })

  it('needs a snapshot for what is no longer kept', async () => {
    for (let n = 0; n < 3; n += 1) await append([rowOf(1, n)])
    const [first, second] = await allSince({ revision: 0, hash: FEED_GENESIS_HASH })
    await hub.database.write(async (tx) => tx.run(deleteChangesUpTo, { revision: 1 }))
    const { read } = hub.database
    expect(await readChangesSince(read, { revision: 0, hash: FEED_GENESIS_HASH })).toBeUndefined()
    expect(await readChangesSince(read, { revision: 1, hash: first?.hash ?? '' })).toBeUndefined()
    expect(await readChangesSince(read, { revision: 2, hash: second?.hash ?? '' })).toHaveLength(1)
  })

  it('undoes nothing that its transaction did not commit', async () => {
    const failing = hub.database.write(async (tx) => {
      await appendToFeed(tx, [rowOf(1)], signer)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect((await readFeedHead(hub.database.read)).revision).toBe(0)
  })
})

describe('a snapshot', () => {
  it('holds the newest row of each, signed, and is built once a revision', async () => {
    await append([rowOf(1), rowOf(2)])
    await append([rowOf(1, 300)])
    const snapshots = new SnapshotCache(hub.database.read, signer)
    const bytes = await snapshots.newest()
    expect(await snapshots.newest()).toBe(bytes)
    const [first = '', ...lines] = gunzipSync(bytes).toString().split('\n')
    const header = JSON.parse(first) as SnapshotHeader
    expect(header).toMatchObject({ ...(await readFeedHead(hub.database.read)), rowCount: 2 })
    expect(isSigned(snapshotSignedText(header), header.signature)).toBe(true)
    expect(header.contentHash).toBe(createHash('sha256').update(lines.join('\n')).digest('hex'))
    expect(lines.filter(Boolean).map((line) => JSON.parse(line) as CatalogueRow)).toEqual([rowOf(1, 300), rowOf(2)])
    await append([rowOf(3)])
    expect(await snapshots.newest()).not.toBe(bytes)
  })

  it('is of one moment, however much is written meanwhile', async () => {
    await append([rowOf(1)])
    const writing = Promise.all(Array.from({ length: 40 }, async (_, at) => append([rowOf(at + 2)])))
    const bytes = await new SnapshotCache(hub.database.read, signer).newest()
    await writing
    const [first = ''] = gunzipSync(bytes).toString().split('\n')
    const { revision, rowCount } = JSON.parse(first) as SnapshotHeader
    expect(rowCount).toBe(revision)
  })
})
