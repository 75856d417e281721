import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '#core/journal/entry.ts'
import { BATCH_ENTRIES_MAX, STATUS_HEADS_MAX } from '#core/journal/replication.ts'
import { sealEntry } from '#core/journal/seal.ts'
import {
  MESSAGE_BYTES_MAX,
  STOCK_LEVELS_MAX,
  deviceStateSchema,
  feedHeadSchema,
  journalBatchSchema,
  positionSchema,
  replySchema,
  saleLookupRequestSchema,
  stockLevelsSchema,
  type DeviceState,
  type JournalBatch,
  type Position,
} from '#core/protocol/messages.ts'
import { makeStream, sha256, signedIn, uuid } from '#tests/core/journal/chain.ts'
import { largestSale } from '#tests/core/journal/largest-sale.ts'

const entries = makeStream(uuid(1), null, BATCH_ENTRIES_MAX + 1)
const batch: JournalBatch = {
  stream: uuid(1),
  head: { stream: uuid(1), seq: 51 },
  entries: entries.slice(0, BATCH_ENTRIES_MAX),
}

describe('a batch of the journal', () => {
  it('holds 1 to 50 entries', () => {
    expect(Check(journalBatchSchema, batch)).toBe(true)
    expect(Check(journalBatchSchema, { ...batch, entries: entries.slice(0, 1) })).toBe(true)
    expect(Check(journalBatchSchema, { ...batch, entries: [] })).toBe(false)
    expect(Check(journalBatchSchema, { ...batch, entries })).toBe(false)
  })

  it('holds nothing else', () => {
    expect(Check(journalBatchSchema, { ...batch, more: 1 })).toBe(false)
    expect(Check(journalBatchSchema, { ...batch, entries: [{ ...entries[0], more: 1 }] })).toBe(false)
    expect(Check(journalBatchSchema, { ...batch, stream: 'x' })).toBe(false)
    expect(Check(journalBatchSchema, { ...batch, head: { stream: uuid(1), seq: -1 } })).toBe(false)
    for (const other of [null, [], 'text', 7, {}]) expect(Check(journalBatchSchema, other)).toBe(false)
  })

  it('carries the largest sale in one message', () => {
    const draft = signedIn(uuid(1), 2, entries[0]?.hash ?? '')
    const { entry } = sealEntry({ ...draft, type: 'sale_completed', body: largestSale() }, sha256)
    const payload = JSON.stringify({ ...batch, entries: [entry] satisfies JournalEntry[] })
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(MESSAGE_BYTES_MAX)
    expect(Check(journalBatchSchema, JSON.parse(payload))).toBe(true)
  })
})

describe("the hub's position", () => {
  const position: Position = { hubBoot: uuid(9), counter: 1, positions: [{ stream: uuid(1), last: 0 }] }
  const many = Array.from({ length: STATUS_HEADS_MAX + 1 }, () => ({ stream: uuid(1), last: 5 }))

  it('names up to 64 streams, and those it keeps apart', () => {
    expect(Check(positionSchema, position)).toBe(true)
    expect(Check(positionSchema, { ...position, positions: many.slice(1) })).toBe(true)
    expect(Check(positionSchema, { ...position, positions: many })).toBe(false)
    expect(Check(positionSchema, { ...position, quarantined: [{ stream: uuid(1), why: 'fork' }] })).toBe(true)
    expect(Check(positionSchema, { ...position, quarantined: [{ stream: uuid(1) }] })).toBe(false)
  })

  it('counts from 1', () => {
    expect(Check(positionSchema, { ...position, counter: 0 })).toBe(false)
    expect(Check(positionSchema, { ...position, positions: [{ stream: uuid(1), last: -1 }] })).toBe(false)
    expect(Check(positionSchema, { ...position, hubBoot: 'boot' })).toBe(false)
  })
})

describe('the state of a device', () => {
  const state: DeviceState = {
    isOnline: true,
    at: '2026-03-01T09:00:00.000Z',
    softwareVersion: '0.1.0',
    catalogueRevision: 0,
    unsentCount: 0,
    heads: [{ stream: uuid(1), head: 3 }],
    devices: [{ name: 'scanner', kind: 'scanner', state: 'ready' }],
  }

  it('says how it and what hangs on it fare', () => {
    expect(Check(deviceStateSchema, state)).toBe(true)
    expect(Check(deviceStateSchema, { ...state, devices: [{ ...state.devices[0], attention: 'Paper low' }] })).toBe(
      true,
    )
    expect(Check(deviceStateSchema, { ...state, isOnline: false, heads: [] })).toBe(true)
  })

  it.each([
    { unsentCount: -1 },
    { isOnline: 'yes' },
    { at: 'x'.repeat(33) },
    { heads: Array.from({ length: 65 }, () => ({ stream: uuid(1), head: 3 })) },
    { devices: Array.from({ length: 33 }, () => ({ name: 'a', kind: 'b', state: 'c' })) },
  ])('refuses %j', (change) => {
    expect(Check(deviceStateSchema, { ...state, ...change })).toBe(false)
  })
})

describe('requests and replies', () => {
  it('go by an id', () => {
    expect(Check(saleLookupRequestSchema, { requestId: uuid(1), receiptLabel: 'T3-000123' })).toBe(true)
    expect(Check(saleLookupRequestSchema, { requestId: uuid(1), receiptLabel: '' })).toBe(false)
    expect(Check(saleLookupRequestSchema, { requestId: uuid(1), receiptLabel: 'x'.repeat(37) })).toBe(false)
    expect(Check(replySchema, { requestId: uuid(1), result: null })).toBe(true)
    expect(Check(replySchema, { requestId: uuid(1), problem: { code: 'not_found', detail: 'No such sale.' } })).toBe(
      true,
    )
    expect(Check(replySchema, { result: null })).toBe(false)
    expect(Check(replySchema, { requestId: uuid(1), problem: 'none' })).toBe(false)
  })
})

describe('what the hub tells all tills', () => {
  it('is the head of the feed, and levels of stock, below nothing too', () => {
    expect(Check(feedHeadSchema, { revision: 0, hash: 'a'.repeat(64) })).toBe(true)
    expect(Check(feedHeadSchema, { revision: -1, hash: 'a'.repeat(64) })).toBe(false)
    expect(Check(stockLevelsSchema, { levels: [{ productId: 1, level: -3 }] })).toBe(true)
    const levels = Array.from({ length: STOCK_LEVELS_MAX + 1 }, () => ({ productId: 1, level: 1 }))
    expect(Check(stockLevelsSchema, { levels })).toBe(false)
  })

  it('fits into a message at its largest', () => {
    const levels = Array.from({ length: STOCK_LEVELS_MAX }, () => ({
      productId: Number.MAX_SAFE_INTEGER,
      level: Number.MIN_SAFE_INTEGER,
    }))
    expect(Buffer.byteLength(JSON.stringify({ levels }))).toBeLessThanOrEqual(MESSAGE_BYTES_MAX)
  })
})
