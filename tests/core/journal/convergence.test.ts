import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JournalEntry } from '#core/journal/entry.ts'
import {
  ackedAfter,
  isNewerPosition,
  judgeEntry,
  nextBatch,
  type PositionMark,
  withMark,
  type StreamCursor,
} from '#core/journal/replication.ts'
import { makeStream, placeOf, sha256, uuid } from '#tests/core/journal/chain.ts'

type Position = PositionMark & { readonly lasts: ReadonlyMap<string, number> }

/** Streams of one device, each going on from the end of the one before. */
const makeJournal = (lengths: readonly number[]): JournalEntry[][] => {
  const streams: JournalEntry[][] = []
  for (const [index, length] of lengths.entries()) {
    const end = streams.at(-1)?.at(-1)
    streams.push(makeStream(uuid(index + 1), end === undefined ? null : placeOf(end), length))
  }
  return streams
}

/** The least that can hold a journal by the verdicts of core: what arrives, in whatever order. */
const openHolder = () => {
  const held = new Map<string, JournalEntry[]>()
  let boot = 1
  let counter = 0
  return {
    held,
    receive: (batch: readonly JournalEntry[]) => {
      for (const entry of batch) {
        const stream = held.get(entry.stream) ?? []
        const last = stream.at(-1)
        const verdict = judgeEntry(last && placeOf(last), stream[entry.seq - 1]?.hash, entry, sha256)
        if (verdict === 'gap') return
        expect(['next', 'known']).toContain(verdict)
        if (verdict === 'next') held.set(entry.stream, [...stream, entry])
      }
    },
    /** A disk that rolled back: some entries of each stream are gone, and it starts a new life. */
    rollBack: (entries: number) => {
      for (const [stream, kept] of held) held.set(stream, kept.slice(0, Math.max(0, kept.length - entries)))
      boot += 1
      counter = 0
    },
    position: (): Position => {
      counter += 1
      const lasts = new Map([...held].map(([stream, entries]) => [stream, entries.length]))
      return { hubBoot: uuid(0xb0, boot), counter, lasts }
    },
  }
}

const openSender = (streams: readonly JournalEntry[][]) => {
  let cursors: StreamCursor[] = streams.map((entries) => ({
    stream: entries[0]?.stream ?? '',
    headSeq: entries.length,
    ackedSeq: 0,
  }))
  let sent = new Map<string, number>()
  let marks: readonly PositionMark[] = []
  return {
    cursors: () => cursors,
    /** A new connection: whatever was under way may be gone. */
    reconnect: () => {
      sent = new Map()
    },
    next: (size: number): JournalEntry[] => {
      const batch = nextBatch(cursors, sent, 0)
      if (batch === undefined) return []
      const entries = streams
        .find((one) => one[0]?.stream === batch.stream)
        ?.slice(batch.afterSeq, batch.afterSeq + size)
      sent.set(batch.stream, batch.afterSeq + (entries?.length ?? 0))
      return entries ?? []
    },
    hear: (position: Position) => {
      if (!isNewerPosition(marks, position)) return
      marks = withMark(marks, position)
      cursors = cursors.map((one) => ackedAfter(one, position.lasts.get(one.stream) ?? 0))
    },
  }
}

const anyEvent = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), value: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('arrive' as const), value: fc.nat(30) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('hear' as const), value: fc.nat(30) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('lose', 'double', 'reconnect'), value: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('roll_back' as const), value: fc.nat(8) }) },
)

/** Takes one of what is on the way, whichever: so messages overtake each other. */
const pick = <T>(under: T[], value: number): T | undefined => under.splice(value % Math.max(1, under.length), 1)[0]

describe('a journal over a bad network', () => {
  it('is not stuck when a life of the hub is heard of only after the next one', () => {
    const sender = openSender(makeJournal([2]))
    const holder = openHolder()
    holder.receive(sender.next(1))
    const late = holder.position()
    holder.rollBack(1)
    sender.hear(holder.position())
    sender.hear(late)
    expect(sender.cursors()[0]?.ackedSeq).toBe(1)
    sender.hear(holder.position())
    expect(sender.cursors()[0]?.ackedSeq).toBe(0)
  })

  const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 })

  it('arrives whole and once: lost, doubled, overtaken, reconnected, rolled back', () => {
    fc.assert(
      fc.property(lengths, fc.array(anyEvent, { maxLength: 120 }), (streamLengths, events) => {
        const streams = makeJournal(streamLengths)
        const sender = openSender(streams)
        const holder = openHolder()
        const up: JournalEntry[][] = []
        const down: Position[] = []
        const arrive = (batch: JournalEntry[] | undefined): void => {
          if (batch === undefined) return
          holder.receive(batch)
          down.push(holder.position())
        }
        const happen = (kind: string, value: number): void => {
          if (kind === 'send') up.push(sender.next(value))
          else if (kind === 'arrive') arrive(pick(up, value))
          else if (kind === 'lose') pick<unknown>(value % 2 === 0 ? up : down, value)
          else if (kind === 'double') up.push(...up.slice(value % Math.max(1, up.length)).slice(0, 1))
          else if (kind === 'reconnect') sender.reconnect()
          else if (kind === 'roll_back') holder.rollBack(value)
          const position = kind === 'hear' ? pick(down, value) : undefined
          if (position !== undefined) sender.hear(position)
        }
        for (const { kind, value } of events) happen(kind, value)

        // Then the network is well: each stream arrives in as many rounds as it has entries, and one.
        for (let round = 0; round <= streams.flat().length; round++) {
          sender.reconnect()
          arrive(sender.next(50))
          sender.hear(holder.position())
        }
        expect([...holder.held.values()].flat().length).toBe(streams.flat().length)
        for (const entries of streams) expect(holder.held.get(entries[0]?.stream ?? '')).toEqual(entries)
        for (const one of sender.cursors()) expect(one.ackedSeq).toBe(one.headSeq)
      }),
      { numRuns: 200 },
    )
  })

  it('never acknowledges what the hub does not hold', () => {
    fc.assert(
      fc.property(
        lengths,
        fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.boolean())),
        (streamLengths, rounds) => {
          const sender = openSender(makeJournal(streamLengths))
          const holder = openHolder()
          for (const [size, isLost] of rounds) {
            const batch = sender.next(size)
            if (!isLost) holder.receive(batch)
            sender.hear(holder.position())
            for (const { stream, ackedSeq } of sender.cursors()) {
              expect(ackedSeq).toBe(holder.held.get(stream)?.length ?? 0)
            }
          }
        },
      ),
    )
  })
})
