import { setTimeout as wait } from 'node:timers/promises'
import { STOCK_LEVELS_MAX, type FeedHead, type StockLevels } from '#core/protocol/messages.ts'
import { storeTopics } from '#core/protocol/topics.ts'
import type { SendOptions } from '#hub/broker/device-broker.ts'
import { stockLevelOf } from '#hub/broker/stock-queries.ts'
import type { Reader } from '#hub/db/connection.ts'
import { readChangesSince, readFeedHead } from '#hub/feed/feed.ts'

/** Levels go out together: at 200 tills each message is sent 200 times, and nobody reads a level every half second. */
const STOCK_EVERY_MS = 500

/** More new revisions than this are not sent one by one: tills see the newest one's number and fetch them. */
const CHANGES_SENT_MAX = 20

export interface AnnouncementsParts {
  readonly storeId: string
  readonly reader: Reader
  readonly send: (topic: string, payload: string, options: SendOptions) => void
  readonly onFailed: (error: unknown) => void
}

/** Tells all tills what changed at the hub: catalogue at once, stock every half second. Nothing of it has to arrive. */
export class Announcements {
  readonly #parts: AnnouncementsParts
  readonly #topics: ReturnType<typeof storeTopics>
  #announced: FeedHead
  #work: Promise<void> = Promise.resolve()
  #stockIds = new Set<number>()
  #isStockDue = false

  private constructor(parts: AnnouncementsParts, announced: FeedHead) {
    this.#parts = parts
    this.#topics = storeTopics(parts.storeId)
    this.#announced = announced
  }

  /** Begins with what the catalogue is now: the broker's memory is empty after a start. */
  static async start(parts: AnnouncementsParts): Promise<Announcements> {
    const head = await readFeedHead(parts.reader)
    const announcements = new Announcements(parts, head)
    announcements.#sendHead(head)
    return announcements
  }

  /** The catalogue has new revisions. */
  catalogueChanged(): void {
    this.#work = this.#run(this.#work, async () => this.#announceChanges())
  }

  /** Levels of these products changed. */
  stockChanged(productIds: Iterable<number>): void {
    for (const id of productIds) this.#stockIds.add(id)
    if (this.#isStockDue) return
    this.#isStockDue = true
    void this.#run(wait(STOCK_EVERY_MS, undefined, { ref: false }), async () => this.#announceStock())
  }

  async #run(before: Promise<void>, work: () => Promise<void>): Promise<void> {
    await before
    try {
      await work()
    } catch (error) {
      this.#parts.onFailed(error)
    }
  }

  async #announceChanges(): Promise<void> {
    const { reader, send } = this.#parts
    const head = await readFeedHead(reader)
    if (head.revision === this.#announced.revision) return
    const isMany = head.revision - this.#announced.revision > CHANGES_SENT_MAX
    const sets = isMany ? undefined : await readChangesSince(reader, this.#announced)
    for (const set of sets ?? []) send(this.#topics.changes, JSON.stringify(set), { qos: 1, retain: false })
    // Last, so that a till which heard the changes finds that it lacks nothing.
    this.#announced = head
    this.#sendHead(head)
  }

  #sendHead(head: FeedHead): void {
    this.#parts.send(this.#topics.feed, JSON.stringify(head), { qos: 1, retain: true })
  }

  async #announceStock(): Promise<void> {
    this.#isStockDue = false
    const ids = [...this.#stockIds]
    this.#stockIds = new Set()
    for (let at = 0; at < ids.length; at += STOCK_LEVELS_MAX) {
      const levels = await this.#readLevels(ids.slice(at, at + STOCK_LEVELS_MAX))
      this.#parts.send(this.#topics.stock, JSON.stringify({ levels }), { qos: 0, retain: false })
    }
  }

  async #readLevels(ids: readonly number[]): Promise<StockLevels['levels']> {
    const levels: StockLevels['levels'] = []
    for (const productId of ids) {
      const level = await this.#parts.reader.one(stockLevelOf, { productId })
      if (level !== undefined) levels.push(level)
    }
    return levels
  }
}
