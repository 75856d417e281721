import type { CounterSignature } from '#core/journal/anchor.ts'
import type { JournalPlace } from '#core/journal/entry.ts'
import type { StreamCursor } from '#core/journal/replication.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'

const FACT = 'hand_over'
const COUNTER_SIGNATURE = 'counter_signature'

/** What was handed to the network: everything while the link is up, and entries up to `handedOverTo` at any time. */
export interface HandOver {
  readonly isLinkUp: boolean
  /** An entry's number, as `JournalStore.entryNumber` has it. */
  readonly handedOverTo: number
}

/** What the link reads and keeps of the journal. */
export class ReplicationStore {
  readonly #parts: StoreParts
  readonly #facts: FactsStore
  #handOver: HandOver
  #counterSignature: CounterSignature | undefined

  constructor(parts: StoreParts, facts: FactsStore) {
    this.#parts = parts
    this.#facts = facts
    this.#handOver = JSON.parse(facts.get(FACT) ?? '{"isLinkUp":false,"handedOverTo":0}') as HandOver
    const signature = facts.get(COUNTER_SIGNATURE)
    // Written below, from a message that was checked.
    this.#counterSignature = signature === undefined ? undefined : (JSON.parse(signature) as CounterSignature)
  }

  /** How far each stream goes and is acknowledged, oldest first. */
  cursors(): readonly StreamCursor[] {
    return this.#parts.journal.cursors()
  }

  /** The till's journal head, told with every batch. */
  head(): JournalPlace | undefined {
    return this.#parts.journal.head()
  }

  /** Entries that the hub is not known to hold. */
  unsentCount(): number {
    return this.cursors().reduce((sum, { headSeq, ackedSeq }) => sum + headSeq - ackedSeq, 0)
  }

  /** What was handed over so far. */
  handOver(): HandOver {
    return this.#handOver
  }

  /**
   * True for an entry of this boot that was never handed to the network: nobody but this till can know of it. What earlier
   * boots wrote counts as handed over: a card that went back in time has forgotten that it was.
   */
  isKnownHereAlone(entryNumber: number): boolean {
    const { isLinkUp, handedOverTo } = this.#handOver
    return !isLinkUp && entryNumber > handedOverTo && this.#parts.journal.isOfThisBoot(entryNumber)
  }

  /** Commits that from now on everything counts as handed over; before a connection's first byte of the journal. */
  linkUp(): void {
    if (!this.#handOver.isLinkUp) this.#keep({ ...this.#handOver, isLinkUp: true })
  }

  /** Commits that the connection is over: what is written from now on was not handed over. A boot counts as one. */
  linkDown(): void {
    if (!this.#handOver.isLinkUp) return
    this.#keep({ isLinkUp: false, handedOverTo: this.#parts.journal.lastEntryNumber() })
  }

  /** The hub's word on the newest anchor that it is known to hold. */
  counterSignature(): CounterSignature | undefined {
    return this.#counterSignature
  }

  /** Keeps the hub's word, when it is about an anchor of this journal and newer than the one that is kept. */
  keepCounterSignature(signature: CounterSignature): void {
    const { journal, transaction } = this.#parts
    const entryNo = journal.numberAt(signature)
    if (entryNo === undefined || entryNo <= this.counterSignedTo()) return
    if (journal.byNumber(entryNo)?.hash !== signature.hash) return
    transaction.run(() => this.#facts.set(COUNTER_SIGNATURE, JSON.stringify(signature)))
    this.#counterSignature = signature
  }

  /** The number of the newest entry that the hub has vouched for; 0 before the first. */
  counterSignedTo(): number {
    return (this.#counterSignature && this.#parts.journal.numberAt(this.#counterSignature)) ?? 0
  }

  #keep(handOver: HandOver): void {
    this.#parts.transaction.run(() => this.#facts.set(FACT, JSON.stringify(handOver)))
    this.#handOver = handOver
  }
}
