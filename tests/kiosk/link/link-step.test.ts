import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GENESIS_HASH } from '#core/journal/entry.ts'
import { BATCH_BYTES_MAX, WINDOW_BATCHES_MAX } from '#core/journal/replication.ts'
import type { Position } from '#core/protocol/messages.ts'
import { nextTickMs } from '#kiosk/link/link-step.ts'
import {
  batchesOf,
  changeSets,
  FaultyWire,
  MemoryHub,
  statesOf,
  SteppedLink,
  topics,
} from '#tests/kiosk/link/step-fixture.ts'
import { makeProduct } from '#tests/kiosk/store/till-fixture.ts'

const linkWith = (entries: number): SteppedLink => {
  const link = new SteppedLink()
  link.journal.newStream()
  for (let n = 0; n < entries; n += 1) link.journal.append()
  return link
}

describe('the journal on the link', () => {
  it('leaves only after SUBACK, and after linkUp is committed', () => {
    const link = linkWith(3)
    expect(link.step({ type: 'tick' })).toEqual([{ type: 'connect' }])
    expect(link.step({ type: 'connected' })).toEqual([{ type: 'subscribe' }])
    expect(link.step({ type: 'journal_grew' })).toEqual([{ type: 'link_changed', isOnline: false, unsentCount: 3 }])
    expect(link.journal.isUp).toBe(false)
    const effects = link.step({ type: 'listening' })
    expect(link.journal.isUp).toBe(true)
    expect(batchesOf(effects)).toMatchObject([{ entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }], head: { seq: 3 } }])
    link.step({ type: 'closed' })
    expect(link.journal.isUp).toBe(false)
  })

  it('goes in consecutive batches of 50, four at a time', () => {
    const link = linkWith(300)
    const batches = batchesOf(link.connect())
    expect(batches.map(({ entries }) => [entries[0]?.seq, entries.length])).toEqual([
      [1, 50],
      [51, 50],
      [101, 50],
      [151, 50],
    ])
    const hub = new MemoryHub()
    const [first] = batches
    const next = first && link.hear(topics.own.position, hub.take(first))
    expect(batchesOf(next ?? [])).toMatchObject([{ entries: { 0: { seq: 201 } } }])
  })

  it('keeps a batch below its size, and still sends one entry that is larger', () => {
    const link = linkWith(1)
    for (const kib of [400, 100, 100, 100]) link.journal.append('x'.repeat(kib * 1024))
    const sizes = batchesOf(link.connect()).map(({ entries }) => [entries.length, JSON.stringify(entries).length])
    expect(sizes.map(([count]) => count)).toEqual([1, 1, 2, 1])
    expect(sizes.filter(([, bytes]) => (bytes ?? 0) > BATCH_BYTES_MAX)).toHaveLength(1)
  })

  it('sends again what no position answers, ever later', () => {
    const link = linkWith(2)
    link.connect()
    link.nowMs += 4_999
    expect(batchesOf(link.step({ type: 'tick' }))).toEqual([])
    link.nowMs += 1
    expect(batchesOf(link.step({ type: 'tick' }))).toHaveLength(1)
    const firstMs = link.state.resendAtMs - link.nowMs
    link.nowMs += firstMs
    expect(batchesOf(link.step({ type: 'tick' }))).toHaveLength(1)
    expect(link.state.resendAtMs - link.nowMs).toBeGreaterThan(firstMs)
  })

  it('sends again though the hub answers each status that nothing came', () => {
    const link = linkWith(2)
    const hub = new MemoryHub()
    link.connect()
    const stream = link.journal.cursors()[0]?.stream ?? ''
    let sent = 0
    for (let second = 1; second <= 1_800; second += 1) {
      link.nowMs += 1_000
      sent += batchesOf(link.step({ type: 'tick' })).length
      if (second % 30 === 0) link.hear(topics.own.position, hub.position([stream]))
    }
    expect(sent).toBeGreaterThan(20)
  })

  it('takes over a lower position and sends from there; an older one changes nothing', () => {
    const link = linkWith(4)
    const hub = new MemoryHub()
    const [batch] = batchesOf(link.connect())
    const late = hub.position([batch?.stream ?? ''])
    link.hear(topics.own.position, batch ? hub.take(batch) : {})
    expect(link.journal.cursors()[0]?.ackedSeq).toBe(4)
    expect(link.hear(topics.own.position, late)).not.toContainEqual(expect.objectContaining({ type: 'publish' }))
    expect(link.journal.cursors()[0]?.ackedSeq).toBe(4)
    hub.rollBack(new Map([[batch?.stream ?? '', 1]]))
    const again = link.hear(topics.own.position, hub.position([batch?.stream ?? '']))
    expect(batchesOf(again)).toMatchObject([{ entries: [{ seq: 2 }, { seq: 3 }, { seq: 4 }] }])
  })

  it('keeps the hub’s word on an anchor, and nobody else’s', () => {
    const link = linkWith(3)
    const [batch] = batchesOf(link.connect())
    const hub = new MemoryHub()
    const word = (signature: string) => ({
      stream: batch?.stream ?? '',
      seq: 3,
      hash: GENESIS_HASH,
      keyId: GENESIS_HASH,
      publicKey: `${'A'.repeat(59)}=`,
      signature: signature.padEnd(86, 'A'),
    })
    const say = (signature: string): void => {
      link.hear(topics.own.position, { ...hub.position([batch?.stream ?? '']), counterSignature: word(signature) })
    }
    say('forged')
    expect(link.journal.counterSignatures).toEqual([])
    say('signed')
    expect(link.journal.counterSignatures).toEqual([word('signed')])
  })

  it('goes on with other streams when the hub keeps one apart', () => {
    const link = linkWith(2)
    link.journal.newStream()
    link.journal.append()
    const [first, ...others] = batchesOf(link.connect())
    const stream = first?.stream ?? ''
    // The hub meets parents first: what comes after waits for an answer.
    expect(others).toEqual([])
    const position: Position = { ...new MemoryHub().position([stream]), quarantined: [{ stream, why: 'fork' }] }
    const second = link.journal.cursors()[1]?.stream
    expect(batchesOf(link.hear(topics.own.position, position)).map((batch) => batch.stream)).toEqual([second])
    link.nowMs += 10_000
    expect(batchesOf(link.step({ type: 'tick' })).map((batch) => batch.stream)).toEqual([second])
  })

  it('tells its heads every 30 seconds, even when idle', () => {
    const link = linkWith(2)
    expect(statesOf(link.connect())).toMatchObject([{ isOnline: true, unsentCount: 2, heads: [{ head: 2 }] }])
    link.nowMs += 30_000
    expect(statesOf(link.step({ type: 'tick' }))).toHaveLength(1)
  })

  it('comes back to a hub that was lost within three seconds, each till at a moment of its own', () => {
    const waits = [0, 0.25, 0.5, 0.999].map((random) => {
      const link = linkWith(0)
      link.connect()
      link.random = random
      link.step({ type: 'closed' })
      return nextTickMs(link.state) - link.nowMs
    })
    expect(waits).toEqual([0, 750, 1500, 2997])
  })

  it('comes back after ever longer waits', () => {
    const link = linkWith(0)
    const waits: number[] = []
    for (let n = 0; n < 10; n += 1) {
      link.nowMs = nextTickMs(link.state)
      expect(link.step({ type: 'tick' })).toEqual([{ type: 'connect' }])
      link.step({ type: 'closed' })
      waits.push(nextTickMs(link.state) - link.nowMs)
    }
    expect(waits.slice(0, 3)).toEqual([375, 750, 1500])
    expect(waits.at(-1)).toBe(45_000)
  })

  it('tells a hub that it has not met of all its streams, which may lack what was acknowledged long ago', () => {
    const link = linkWith(1)
    for (let n = 0; n < 99; n += 1) {
      link.journal.newStream()
      link.journal.append()
    }
    for (const { stream, headSeq } of link.journal.cursors()) {
      link.journal.acknowledge({ stream, headSeq, ackedSeq: headSeq })
    }
    const [status] = statesOf(link.connect())
    // The newest eight, and as many of the others as a status holds: nobody has told their places yet.
    expect(status?.heads).toHaveLength(64)
    const hub = new MemoryHub()
    const told = statesOf(link.hear(topics.own.position, hub.position([])))
    expect(told.map(({ heads }) => heads.length)).toEqual([64, 36])
    expect(statesOf(link.hear(topics.own.position, hub.position([])))).toEqual([])
  })

  // The hub forgets, the network loses, doubles and delays; what was written is there in the end.
  it('reaches the hub whatever happens on the way', () => {
    const names = Object.keys(new FaultyWire().faults) as (keyof FaultyWire['faults'])[]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { maxLength: 80 }), (faults) => {
        const wire = new FaultyWire()
        for (const fault of faults) {
          wire.faults[fault]()
          expect(wire.link.state.underWay.length).toBeLessThanOrEqual(WINDOW_BATCHES_MAX)
        }
        wire.settle()
        expect(wire.isSettled()).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the catalogue on the link', () => {
  const sets = changeSets(6)
  const head = (revision: number) => ({ revision, hash: sets[revision - 1]?.hash ?? '' })

  it('starts with a snapshot, goes on with changes, and fetches what is missing', () => {
    const link = linkWith(0)
    link.connect()
    expect(link.hear(topics.all.feed, head(2))).toEqual([{ type: 'fetch_snapshot' }])
    link.catalogue.build().finish(head(2))
    expect(link.step({ type: 'snapshot_built', head: head(2) })).toEqual([{ type: 'catalogue_changed' }])
    expect(link.hear(topics.all.changes, sets[2] ?? {})).toEqual([{ type: 'catalogue_changed' }])
    expect(link.hear(topics.all.changes, sets[4] ?? {})).toEqual([{ type: 'fetch_changes', since: head(3) }])
    expect(link.step({ type: 'changes_fetched', sets: sets.slice(3, 5) })).toEqual([{ type: 'catalogue_changed' }])
    expect(link.catalogue.applied).toEqual([3, 4, 5])
    expect(link.hear(topics.all.changes, sets[4] ?? {})).toEqual([])
    expect(link.hear(topics.all.feed, head(5))).toEqual([])
  })

  it('believes nothing that our hub has not signed', () => {
    const link = linkWith(0)
    link.connect()
    link.catalogue.build().finish(head(1))
    link.step({ type: 'snapshot_built', head: head(1) })
    const forged = { ...sets[1], signature: 'forged' }
    const altered = { ...sets[1], rows: [], previousHash: 'f'.repeat(64) }
    expect(link.hear(topics.all.changes, forged)).toEqual([{ type: 'fetch_changes', since: head(1) }])
    link.step({ type: 'fetch_failed', what: 'feed' })
    link.hear(topics.all.changes, altered)
    link.hear(topics.all.changes, { ...sets[1], rows: [{ table: 'product', row: makeProduct(1) }] })
    expect(link.catalogue.applied).toEqual([])
    expect(link.hear(topics.all.changes, { ...sets[1], rows: 'none' })).toEqual([])
    expect(link.state.invalidCount).toBe(1)
  })

  it('tries again after a fetch that failed, and takes a snapshot when the hub says so', () => {
    const link = linkWith(0)
    link.connect()
    link.hear(topics.all.feed, head(2))
    link.step({ type: 'fetch_failed', what: 'feed' })
    expect(link.step({ type: 'tick' })).toEqual([])
    link.nowMs = nextTickMs(link.state)
    expect(link.step({ type: 'tick' })).toEqual([{ type: 'fetch_snapshot' }])
    expect(link.step({ type: 'snapshot_needed' })).toEqual([{ type: 'fetch_snapshot' }])
  })

  it('keeps prices while a basket is open', () => {
    const link = linkWith(0)
    link.connect()
    link.catalogue.isOpen = true
    link.catalogue.build().finish(head(1))
    expect(link.step({ type: 'snapshot_built', head: head(1) })).toEqual([])
    expect(link.hear(topics.all.changes, sets[1] ?? {})).toEqual([])
    expect(link.catalogue.head().revision).toBe(0)
    link.catalogue.isOpen = false
    expect(link.step({ type: 'basket_ended' })).toEqual([{ type: 'catalogue_changed' }])
    expect(link.catalogue.head()).toEqual(head(2))
  })
})

describe('requests on the link', () => {
  const requestId = '44444444-4444-7444-8444-444444444444'
  const request = { type: 'request', requestId, operation: 'sale_lookup', fields: { receiptLabel: 'T1-1' } } as const

  it('are answered once, given up in time, and at once when the hub is away', () => {
    const link = linkWith(0)
    expect(link.step(request)).toEqual([{ type: 'settle', requestId, reply: 'unavailable' }])
    link.connect()
    expect(link.step(request)).toMatchObject([{ type: 'publish', topic: topics.own.request('sale_lookup') }])
    const reply = { requestId, result: 1 }
    expect(link.hear(topics.own.reply, reply)).toEqual([{ type: 'settle', requestId, reply }])
    expect(link.hear(topics.own.reply, reply)).toEqual([])
    link.step(request)
    link.nowMs += 5_000
    expect(link.step({ type: 'tick' })).toContainEqual({ type: 'settle', requestId, reply: 'unavailable' })
    link.step(request)
    expect(link.step({ type: 'closed' })).toContainEqual({ type: 'settle', requestId, reply: 'unavailable' })
  })
})

describe('what the hub sends', () => {
  it('never ends the link, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(topics.own.position, topics.own.reply, topics.all.feed, topics.all.stock, 'x'),
        fc.oneof(fc.string(), fc.json()),
        (topic, text) => {
          const link = linkWith(1)
          link.connect()
          link.step({ type: 'message', topic, text })
          expect(link.state.phase).toBe('up')
        },
      ),
    )
  })
})
