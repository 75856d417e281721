import type { ChangeSet } from '#core/catalogue/change-set.ts'
import { changeSetHash, FEED_GENESIS_HASH } from '#core/catalogue/feed-hash.ts'
import type { CounterSignature } from '#core/journal/anchor.ts'
import { GENESIS_HASH, type JournalEntry } from '#core/journal/entry.ts'
import { ackedAfter, type StreamCursor } from '#core/journal/replication.ts'
import type { Erasures } from '#core/protocol/erasures.ts'
import type { DeviceState, FeedHead, JournalBatch, Position } from '#core/protocol/messages.ts'
import { sha256 } from '#hub/ports/sha256.ts'
import { linkTopics } from '#kiosk/link/link-context.ts'
import type { LinkEffect } from '#kiosk/link/link-effect.ts'
import type { LinkEvent } from '#kiosk/link/link-event.ts'
import { initialLinkState, type LinkState } from '#kiosk/link/link-state.ts'
import { linkStep } from '#kiosk/link/link-step.ts'
import type { CatalogueBuilder, LinkWorld } from '#kiosk/link/ports.ts'

export const topics = linkTopics('main', '11111111-1111-7111-8111-111111111111')
const HUB_BOOT = '22222222-2222-7222-8222-222222222222'

const streamId = (number: number): string => `33333333-3333-7333-8333-${String(number).padStart(12, '0')}`

const entryOf = (stream: string, seq: number, text = ''): JournalEntry => ({
  stream,
  seq,
  id: stream,
  type: 'signed_in',
  at: '2026-01-01T00:00:00.000Z',
  clockTrusted: true,
  monotonicMs: 0,
  businessDate: null,
  actor: { kind: 'program', id: null },
  body: { text },
  prevHash: GENESIS_HASH,
  hash: GENESIS_HASH,
})

/** A journal in memory, at the link's port. */
class MemoryJournal {
  readonly streams: { stream: string; entries: JournalEntry[]; acked: number }[] = []
  readonly counterSignatures: CounterSignature[] = []
  isUp = false
  erasedNumber = 0

  newStream(): void {
    this.streams.push({ stream: streamId(this.streams.length + 1), entries: [], acked: 0 })
  }

  append(text = ''): void {
    const last = this.streams.at(-1)
    last?.entries.push(entryOf(last.stream, last.entries.length + 1, text))
  }

  cursors(): readonly StreamCursor[] {
    return this.streams.map(({ stream, entries, acked }) => ({ stream, headSeq: entries.length, ackedSeq: acked }))
  }

  head() {
    const last = this.streams.at(-1)
    return last && { stream: last.stream, seq: last.entries.length, hash: GENESIS_HASH }
  }

  read(stream: string, afterSeq: number, limit: number): JournalEntry[] {
    const found = this.streams.find((candidate) => candidate.stream === stream)
    return (found?.entries ?? []).slice(afterSeq, afterSeq + limit)
  }

  acknowledge({ stream, ackedSeq }: StreamCursor): void {
    const found = this.streams.find((candidate) => candidate.stream === stream)
    if (found) found.acked = ackedAfter({ stream, headSeq: found.entries.length, ackedSeq: 0 }, ackedSeq).ackedSeq
  }

  keepCounterSignature(signature: CounterSignature): void {
    this.counterSignatures.push(signature)
  }

  setLinkUp(): void {
    this.isUp = true
  }

  setLinkDown(): void {
    this.isUp = false
  }

  erasedUpTo(): number {
    return this.erasedNumber
  }

  erase(erasures: Erasures): void {
    this.erasedNumber = erasures.at(-1)?.number ?? this.erasedNumber
  }
}

/** A replica in memory, at the link's port. */
class MemoryCatalogue {
  isOpen = false
  applied: number[] = []
  #head: FeedHead = { revision: 0, hash: FEED_GENESIS_HASH }
  #built: FeedHead | undefined
  levels: readonly { productId: number; level: number }[] = []

  head(): FeedHead {
    return this.#head
  }

  apply({ revision, hash }: ChangeSet): void {
    this.#head = { revision, hash }
    this.applied.push(revision)
  }

  build(): CatalogueBuilder {
    return {
      add: () => {},
      finish: (head) => {
        this.#built = head
      },
      discard: () => {},
    }
  }

  switchToBuilt(): void {
    this.#head = this.#built ?? this.#head
  }

  setStockLevels(levels: readonly { productId: number; level: number }[]): void {
    this.levels = levels
  }

  isBusy(): boolean {
    return this.isOpen
  }
}

/** A hub that holds entries in memory and answers as the real one does. */
export class MemoryHub {
  held = new Map<string, number>()
  counter = 0
  boot = 1

  take(batch: JournalBatch): Position {
    const last = this.held.get(batch.stream) ?? 0
    let next = last
    for (const { seq } of batch.entries) if (seq === next + 1) next = seq
    this.held.set(batch.stream, next)
    return this.position([batch.stream])
  }

  position(streams: readonly string[]): Position {
    this.counter += 1
    const positions = streams.map((stream) => ({ stream, last: this.held.get(stream) ?? 0 }))
    return { hubBoot: HUB_BOOT.slice(0, -1) + String(this.boot), counter: this.counter, positions }
  }

  /** Starts again from what it held some time ago. */
  rollBack(held: ReadonlyMap<string, number>): void {
    this.held = new Map(held)
    this.boot += 1
    this.counter = 0
  }
}

/** Change sets of a feed, signed by the word 'signed'. */
export const changeSets = (count: number): ChangeSet[] => {
  const sets: ChangeSet[] = []
  for (let revision = 1; revision <= count; revision += 1) {
    const set = { revision, previousHash: sets.at(-1)?.hash ?? FEED_GENESIS_HASH, rows: [] }
    sets.push({ ...set, hash: changeSetHash(set, sha256), signature: 'signed' })
  }
  return sets
}

/** A link on memory alone: give it events, read its effects. */
export class SteppedLink {
  readonly journal = new MemoryJournal()
  readonly catalogue = new MemoryCatalogue()
  nowMs = 0
  random = 0.5
  state: LinkState = initialLinkState(0)

  step(
    event: LinkEvent extends infer E ? (E extends LinkEvent ? Omit<E, 'nowMs'> : never) : never,
  ): readonly LinkEffect[] {
    const world: LinkWorld = {
      journal: this.journal,
      catalogue: this.catalogue,
      softwareVersion: 'test',
      deviceHealth: () => [],
      nowIso: () => '2026-01-01T00:00:00.000Z',
      isSignedByHub: (_text, signature) => signature.startsWith('signed'),
      sha256,
      random: () => this.random,
    }
    const { state, effects } = linkStep(
      this.state,
      { ...event, nowMs: this.nowMs },
      { ...world, topics, nowMs: this.nowMs },
    )
    this.state = state
    return effects
  }

  /** From nothing to up. */
  connect(): readonly LinkEffect[] {
    this.nowMs += 120_000
    this.step({ type: 'tick' })
    this.step({ type: 'connected' })
    return this.step({ type: 'listening' })
  }

  hear(topic: string, message: object): readonly LinkEffect[] {
    return this.step({ type: 'message', topic, text: JSON.stringify(message) })
  }
}

/** The batches among effects. */
export const batchesOf = (effects: readonly LinkEffect[]): JournalBatch[] =>
  effects.flatMap((effect) =>
    effect.type === 'publish' && effect.topic === topics.own.journal ? [JSON.parse(effect.text) as JournalBatch] : [],
  )

/** The states among effects. */
export const statesOf = (effects: readonly LinkEffect[]): DeviceState[] =>
  effects.flatMap((effect) =>
    effect.type === 'publish' && effect.topic === topics.own.state ? [JSON.parse(effect.text) as DeviceState] : [],
  )

/** A link and a hub with a bad network between them. */
export class FaultyWire {
  readonly link = new SteppedLink()
  readonly hub = new MemoryHub()
  #wire: LinkEffect[] = []
  #backup = new Map<string, number>()

  constructor() {
    this.boot()
    this.#wire = [...this.link.connect()]
  }

  readonly faults = {
    deliver: () => this.#pass((sent) => sent),
    double: () => this.#pass((sent) => [...sent, ...sent]),
    late: () => this.#pass((sent) => sent.toReversed()),
    lose: () => this.#pass(() => []),
    losePositions: () => {
      for (const batch of batchesOf(this.#wire.splice(0))) this.hub.take(batch)
    },
    close: () => this.#reconnect(),
    backUp: () => {
      this.#backup = new Map(this.hub.held)
    },
    rollBack: () => {
      this.hub.rollBack(this.#backup)
      this.#reconnect()
    },
    append: () => {
      for (let n = 0; n < 70; n += 1) this.link.journal.append()
      this.#wire.push(...this.link.step({ type: 'journal_grew' }))
    },
    boot: () => this.boot(),
    wait: () => {
      this.link.nowMs += 20_000
      this.#wire.push(...this.link.step({ type: 'tick' }))
    },
  }

  boot(): void {
    this.link.journal.newStream()
    this.link.journal.append()
  }

  /** True when the hub holds all, and the till knows it. */
  isSettled(): boolean {
    return this.link.journal
      .cursors()
      .every(({ stream, headSeq, ackedSeq }) => ackedSeq === headSeq && this.hub.held.get(stream) === headSeq)
  }

  /** A network without faults, for as long as it takes, up to an hour. */
  settle(): void {
    for (let rounds = 0; rounds < 180 && !this.isSettled(); rounds += 1) {
      this.faults.deliver()
      this.faults.wait()
    }
  }

  #reconnect(): void {
    this.#wire = []
    this.link.step({ type: 'closed' })
    this.#wire.push(...this.link.connect())
  }

  #pass(change: (sent: readonly LinkEffect[]) => readonly LinkEffect[]): void {
    for (const effect of change(this.#wire.splice(0))) {
      for (const batch of batchesOf([effect])) this.#answer(this.hub.take(batch))
      for (const { heads } of statesOf([effect])) this.#answer(this.hub.position(heads.map(({ stream }) => stream)))
    }
  }

  #answer(position: Position): void {
    this.#wire.push(...this.link.hear(topics.own.position, position))
  }
}
