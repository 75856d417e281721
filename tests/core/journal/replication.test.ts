import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GENESIS_HASH, type JournalEntry } from '#core/journal/entry.ts'
import {
  STATUS_HEADS_MAX,
  WINDOW_BATCHES_MAX,
  ackedAfter,
  isNewerPosition,
  withMark,
  judgeEntry,
  nextBatch,
  statusCursors,
  type StreamCursor,
} from '#core/journal/replication.ts'
import { hashedText, sealEntry } from '#core/journal/seal.ts'
import { makeStream, placeOf, sha256, signedIn, streamOpened, uuid } from '#tests/core/journal/chain.ts'

const cursor = (stream: number, headSeq: number, ackedSeq: number): StreamCursor => ({
  stream: uuid(stream),
  headSeq,
  ackedSeq,
})

describe('the next batch', () => {
  const cursors = [cursor(1, 5, 5), cursor(2, 9, 4), cursor(3, 2, 0)]

  it('starts after what is acknowledged, oldest stream first', () => {
    expect(nextBatch(cursors, new Map(), 0)).toEqual({ stream: uuid(2), afterSeq: 4 })
    expect(nextBatch([cursor(2, 9, 9), cursor(3, 2, 0)], new Map(), 0)).toEqual({ stream: uuid(3), afterSeq: 0 })
  })

  it('keeps a stream back until its elders are acknowledged: the hub meets parents first', () => {
    expect(nextBatch(cursors, new Map([[uuid(2), 9]]), 1)).toBeUndefined()
  })

  it('goes on where the last one ended, never below what is acknowledged', () => {
    expect(nextBatch(cursors, new Map([[uuid(2), 7]]), 1)).toEqual({ stream: uuid(2), afterSeq: 7 })
    expect(nextBatch(cursors, new Map([[uuid(2), 1]]), 1)).toEqual({ stream: uuid(2), afterSeq: 4 })
  })

  it('waits when the window is full, and rests when nothing is left', () => {
    expect(nextBatch(cursors, new Map(), WINDOW_BATCHES_MAX)).toBeUndefined()
    expect(nextBatch(cursors, new Map(), WINDOW_BATCHES_MAX - 1)).toBeDefined()
    expect(nextBatch([cursor(1, 5, 5), cursor(2, 0, 0)], new Map(), 0)).toBeUndefined()
    expect(nextBatch([], new Map(), 0)).toBeUndefined()
  })
})

describe("the hub's position", () => {
  it('is newer by its counter, within one life of the hub', () => {
    const marks = [{ hubBoot: uuid(1), counter: 7 }]
    expect(isNewerPosition(marks, { hubBoot: uuid(1), counter: 8 })).toBe(true)
    expect(isNewerPosition(marks, { hubBoot: uuid(1), counter: 7 })).toBe(false)
    expect(isNewerPosition(marks, { hubBoot: uuid(1), counter: 6 })).toBe(false)
    expect(isNewerPosition([], { hubBoot: uuid(1), counter: 1 })).toBe(true)
  })

  it('of another life counts, and of a life that seemed over only when it counts on', () => {
    const marks = withMark([{ hubBoot: uuid(1), counter: 7 }], { hubBoot: uuid(2), counter: 1 })
    expect(isNewerPosition(marks, { hubBoot: uuid(3), counter: 1 })).toBe(true)
    expect(isNewerPosition(marks, { hubBoot: uuid(1), counter: 7 })).toBe(false)
    expect(isNewerPosition(marks, { hubBoot: uuid(1), counter: 8 })).toBe(true)
  })

  it('is remembered once a life, the latest last, of the last sixteen lives', () => {
    let marks = withMark(withMark([], { hubBoot: uuid(1), counter: 1 }), { hubBoot: uuid(2), counter: 1 })
    marks = withMark(marks, { hubBoot: uuid(1), counter: 2 })
    expect(marks).toEqual([
      { hubBoot: uuid(2), counter: 1 },
      { hubBoot: uuid(1), counter: 2 },
    ])
    for (let life = 3; life < 40; life += 1) marks = withMark(marks, { hubBoot: uuid(life), counter: 1 })
    expect(marks.map(({ hubBoot }) => hubBoot)).toEqual(Array.from({ length: 16 }, (_, index) => uuid(24 + index)))
  })

  it('holds downwards too, but not past what was written', () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), fc.integer({ min: -9, max: 200 }), (headSeq, ackedSeq, last) => {
        const after = ackedAfter(cursor(1, headSeq, ackedSeq), last)
        expect(after).toEqual(cursor(1, headSeq, Math.min(headSeq, Math.max(0, last))))
      }),
    )
  })
})

describe('the heads in a status', () => {
  it('are all unfinished streams, oldest first, and the newest eight', () => {
    const cursors = Array.from({ length: 20 }, (_, index) => cursor(index, 5, index === 3 ? 4 : 5))
    const told = new Set(cursors.map(({ stream }) => stream))
    expect(statusCursors(cursors, told)).toEqual([cursors[3], ...cursors.slice(12)])
    expect(statusCursors(cursors.slice(0, 3), told)).toEqual(cursors.slice(0, 3))
    // A hub that came back from an old disk is asked for every stream until it has told of each.
    expect(new Set(statusCursors(cursors, new Set()))).toEqual(new Set(cursors))
    told.delete(cursors[1]?.stream ?? '')
    expect(statusCursors(cursors, told)).toEqual([cursors[3], ...cursors.slice(12), cursors[1]])
  })

  it('are at most 64', () => {
    const cursors = Array.from({ length: 100 }, (_, index) => cursor(index, 5, 0))
    expect(statusCursors(cursors, new Set())).toEqual(cursors.slice(0, STATUS_HEADS_MAX))
  })
})

describe('the judge of entries', () => {
  const elder = makeStream(uuid(1), null, 3)
  const parent = placeOf(elder[2] as JournalEntry)
  const [first, second, third] = makeStream(uuid(2), parent, 3) as [JournalEntry, JournalEntry, JournalEntry]
  const judge = (held: JournalEntry | undefined, entry: JournalEntry, heldHash?: string) =>
    judgeEntry(held === undefined ? undefined : placeOf(held), heldHash, entry, sha256)

  it('lets a chain in, entry by entry, from its first', () => {
    expect(judge(undefined, elder[0] as JournalEntry)).toBe('next')
    expect(judge(undefined, first)).toBe('next')
    expect(judge(first, second)).toBe('next')
    expect(judge(second, third)).toBe('next')
  })

  it('sees gaps, repeats and forks', () => {
    expect(judge(undefined, second)).toBe('gap')
    expect(judge(first, third)).toBe('gap')
    expect(judge(third, second, second.hash)).toBe('known')
    expect(judge(third, third, third.hash)).toBe('known')
    expect(judge(third, second, third.hash)).toBe('fork')
    expect(judge(third, second)).toBe('fork')
  })

  it('holds the first entry to the parent that it names', () => {
    const sealed = (draft: Parameters<typeof sealEntry>[0]): JournalEntry => sealEntry(draft, sha256).entry
    expect(judge(undefined, sealed({ ...streamOpened(uuid(2), parent), prevHash: GENESIS_HASH }))).toBe('chain_broken')
    expect(judge(undefined, sealed({ ...streamOpened(uuid(2), null), prevHash: parent.hash }))).toBe('chain_broken')
    expect(judge(undefined, sealed(signedIn(uuid(2), 1, GENESIS_HASH)))).toBe('chain_broken')
    const odd = { ...first, body: { ...first.body, parent: {} } }
    expect(judge(undefined, odd)).toBe('chain_broken')
  })

  it('sees a link that is missing or forged', () => {
    const relinked = sealEntry(signedIn(uuid(2), 2, third.hash), sha256).entry
    expect(judge(first, relinked)).toBe('chain_broken')
    expect(judge(first, { ...second, prevHash: GENESIS_HASH })).toBe('chain_broken')
  })

  it('sees any field that was altered after sealing', () => {
    const anyChange = fc.constantFrom<Partial<JournalEntry>>(
      { id: uuid(9) },
      { type: 'signed_out' },
      { at: '2027-01-01T00:00:00.000Z' },
      { clockTrusted: false },
      { monotonicMs: 0 },
      { businessDate: '2026-03-02' },
      { actor: { kind: 'user', id: 1 } },
      { body: { operatorId: 1 } },
      { body: { operatorId: 2, more: 1 } },
      { hash: 'f'.repeat(64) },
      { stream: uuid(3) },
    )
    fc.assert(
      fc.property(anyChange, (change) => {
        expect(judge(first, { ...second, ...change })).toBe('hash_wrong')
      }),
    )
  })

  it('judges the erasure of a private part as nothing new', () => {
    const whole = sealEntry(
      { ...signedIn(uuid(2), 2, first.hash), private: { salt: 'ab'.repeat(16), data: { name: 'Asha' } } },
      sha256,
    ).entry
    const { private: _private, ...erased } = whole
    expect(judge(first, whole)).toBe('next')
    expect(judge(first, erased)).toBe('next')
  })

  it.each(['"\\ud800"', '1e400', '1e300', `${'['.repeat(100_000)}${']'.repeat(100_000)}`])(
    'refuses what no till can have sealed, and does not throw (%#)',
    (json) => {
      const body = { operatorId: JSON.parse(json) as unknown }
      expect(judge(first, { ...second, body })).toBe('hash_wrong')
      expect(judge(first, { ...second, private: { salt: 'ab'.repeat(16), data: body } })).toBe('hash_wrong')
    },
  )

  it('covers the stream that a hash was made for', () => {
    expect(sha256(hashedText({ ...second, stream: uuid(3) }))).not.toBe(second.hash)
  })
})
