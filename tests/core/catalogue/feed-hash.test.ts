import { describe, expect, it } from 'vitest'
import type { CatalogueRow } from '#core/catalogue/change-set.ts'
import { catalogueRowText, changeSetHash, FEED_GENESIS_HASH, snapshotSignedText } from '#core/catalogue/feed-hash.ts'
import { product } from '#tests/core/basket/any-basket.ts'
import { sha256 } from '#tests/core/journal/chain.ts'

const row: CatalogueRow = { table: 'product', row: product({ id: 3, name: 'दूध' }) }
const set = { previousHash: FEED_GENESIS_HASH, revision: 1, rows: [row] }

describe('the hash of a revision', () => {
  it('covers the one before it, its number and its rows, whatever the order of their fields', () => {
    const hash = changeSetHash(set, sha256)
    const turned = { table: 'product', row: Object.fromEntries(Object.entries(row.row).toReversed()) } as CatalogueRow
    expect(changeSetHash({ ...set, rows: [turned] }, sha256)).toBe(hash)
    const others = [
      { ...set, previousHash: hash },
      { ...set, revision: 2 },
      { ...set, rows: [] },
      { ...set, rows: [{ table: 'product' as const, row: product({ id: 3, name: 'Milk' }) }] },
    ]
    expect(new Set([hash, ...others.map((other) => changeSetHash(other, sha256))]).size).toBe(5)
  })
})

describe('a snapshot', () => {
  it('is signed with its number, its history and its content', () => {
    const contentHash = 'c'.repeat(64)
    expect(snapshotSignedText({ revision: 7, hash: 'a'.repeat(64), contentHash })).toBe(
      `7:${'a'.repeat(64)}:${contentHash}`,
    )
  })

  it('has one line for a row', () => {
    expect(catalogueRowText(row)).not.toContain('\n')
    expect(JSON.parse(catalogueRowText(row))).toEqual(row)
  })
})
