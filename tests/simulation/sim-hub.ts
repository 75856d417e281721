import { createHash, createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ChangeSet } from '#core/catalogue/change-set.ts'
import { assert } from '#core/errors/assert.ts'
import type { FeedHead, Position, StockLevels } from '#core/protocol/messages.ts'
import { storeTopics } from '#core/protocol/topics.ts'
import { Announcements } from '#hub/broker/announcements.ts'
import { DeviceSession } from '#hub/broker/device-session.ts'
import { allStockLevels } from '#hub/broker/stock-queries.ts'
import { upChannel } from '#hub/broker/topic-permissions.ts'
import { openHubDatabase, type HubDatabase } from '#hub/db/hub-database.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import { feedSigner } from '#hub/feed/feed-signer.ts'
import { readChangesSince } from '#hub/feed/feed.ts'
import { SnapshotCache } from '#hub/feed/snapshot.ts'
import type { HubFact } from '#hub/ingest/hub-stream.ts'
import { programActor } from '#hub/ingest/hub-stream.ts'
import { openJournal, type Journal } from '#hub/ingest/journal.ts'
import { newIds, sha256 } from '#tests/simulation/ids.ts'
import type { Network } from '#tests/simulation/network.ts'
import type { Random } from '#tests/simulation/random.ts'
import { productSaved, shopFacts } from '#tests/simulation/shop-facts.ts'
import { goods } from '#tests/simulation/shop.ts'
import { refundAtApi } from '#tests/simulation/sim-api.ts'
import { SimClock } from '#tests/simulation/sim-clock.ts'
import type { SimParts } from '#tests/simulation/sim-parts.ts'
import { prepared, SimProcess } from '#tests/simulation/sim-process.ts'
import { claim } from '#tests/simulation/violation.ts'
import { drawDeath } from '#tests/simulation/weights.ts'

export const STORE_ID = 'main'
const DATABASE = 'hub.sqlite'
const COPY_MEAN_MS = 300_000

/** RFC 8410: an Ed25519 key is 32 bytes behind this prefix. */
const PKCS8_ED25519 = '302e020100300506032b657004220420'

/** Signs the catalogue with the same key in every run. */
export const signer = feedSigner(
  createPrivateKey({ key: Buffer.from(PKCS8_ED25519 + '42'.repeat(32), 'hex'), format: 'der', type: 'pkcs8' }),
)

/** The till's end of a connection. */
export interface ClientEnd {
  readonly onMessage: (topic: string, payload: Uint8Array) => void
  readonly onClosed: () => void
  /** What the broker says in the till's stead when the connection breaks. */
  readonly will: { readonly topic: string; readonly text: string }
}

/** The hub's end of a connection. */
export interface Connection {
  readonly device: EnrolledDevice
  readonly client: ClientEnd
  isListening: boolean
  isOpen: boolean
}

/** What the running hub is made of. */
interface Running {
  readonly database: HubDatabase
  readonly journal: Journal
  readonly session: DeviceSession
  readonly announcements: Announcements
  readonly snapshots: SnapshotCache
}

/** The hub, with a broker in front of it: product code from the bytes of a message to the disk. */
export class SimHub {
  readonly process: SimProcess
  readonly clock: SimClock
  readonly #parts: SimParts
  readonly #network: Network
  readonly #random: Random
  readonly #devices: readonly EnrolledDevice[]
  readonly #connections = new Set<Connection>()
  readonly #retained = new Map<string, Uint8Array>()
  #running: Running | undefined
  #isOutageOver = true
  bootCount = 0
  rollbackCount = 0
  apiRefundCount = 0

  constructor(parts: SimParts, network: Network, devices: readonly EnrolledDevice[]) {
    this.#parts = parts
    this.#network = network
    this.#random = parts.random.fork()
    this.clock = new SimClock(parts.agenda, parts.random.fork())
    this.#devices = devices
    this.process = new SimProcess({ name: 'hub', root: parts.folder, random: parts.random.fork() }, (sql, moment) => {
      parts.trace.note('hub', `dies ${moment} ${sql.slice(0, 60).replaceAll(/\s+/gu, ' ')}`)
      this.#goDown()
    })
  }

  /** Starts the hub, now and after each death. */
  async boot(): Promise<void> {
    const { trace, faults } = this.#parts
    this.#retained.clear()
    this.process.start(this.#disk())
    this.bootCount += 1
    if (this.bootCount > 1 && faults.isOn) this.#setFuse()
    try {
      this.#running = await this.#open()
      if (this.bootCount === 1) await this.#fillShop()
      trace.note('hub', `boot ${this.bootCount}`)
    } catch (error) {
      if (!this.process.isDeathOf(error)) throw error
      return
    }
    if (!faults.isOn) return
    const { incarnation } = this.process
    const { agenda, weights } = this.#parts
    agenda.in(this.#random.waitMs(weights.hubDownMeanMs), () => this.#fail(incarnation))
    if (weights.hubRollback > 0) this.#keepCopies(incarnation)
  }

  isUp(): boolean {
    return this.#running !== undefined && this.process.isRunning()
  }

  /** A till wants in; it hears after a while whether it is. */
  connect(deviceId: string, client: ClientEnd, opened: (connection: Connection | undefined) => void): void {
    this.#parts.agenda.in(this.#network.delayMs(), () => {
      const device = this.#devices.find(({ id }) => id === deviceId)
      if (!this.isUp() || device === undefined || this.#network.isCutOff(deviceId)) return opened(undefined)
      const connection: Connection = { device, client, isListening: false, isOpen: true }
      this.#connections.add(connection)
      return opened(connection)
    })
  }

  /** SUBACK, and what is retained. */
  subscribe(connection: Connection, listening: () => void): void {
    this.#parts.agenda.in(this.#network.delayMs(), () => {
      if (!connection.isOpen) return
      connection.isListening = true
      listening()
      for (const [topic, payload] of this.#retained) this.#deliver(connection, topic, payload)
    })
  }

  /** A message on its way up. It comes even when its connection is over by then. */
  publish(connection: Connection, topic: string, text: string): void {
    const payload = Buffer.from(text, 'utf8')
    this.#parts.trace.note(connection.device.name, `sends ${letter(topic, payload)}`)
    this.#network.carry(connection.device.id, () => this.#receive(connection.device, topic, payload))
  }

  /** The connection breaks; the broker speaks the last will. */
  disconnect(connection: Connection): void {
    if (!connection.isOpen) return
    connection.isOpen = false
    this.#connections.delete(connection)
    const { will } = connection.client
    this.#receive(connection.device, will.topic, Buffer.from(will.text, 'utf8'))
    connection.client.onClosed()
  }

  /** Fetches as over HTTPS: the answer's JSON, or undefined when there was none. */
  async fetchChanges(since: FeedHead): Promise<readonly ChangeSet[] | 'snapshot_needed' | undefined> {
    return this.#answer(async ({ database }) => (await readChangesSince(database.read, since)) ?? 'snapshot_needed')
  }

  async fetchSnapshot(): Promise<Readable | undefined> {
    const bytes = await this.#answer(async ({ snapshots }) => (await snapshots.newest()).toString('base64'))
    return bytes === undefined ? undefined : Readable.from([Buffer.from(bytes, 'base64')])
  }

  async fetchStock(): Promise<StockLevels['levels'] | undefined> {
    return this.#answer(async ({ database }) => database.read.all(allStockLevels, {}))
  }

  /** Somebody at the back office changes a price. */
  changePrice(): void {
    const changed = this.#random.pick(goods)
    const priceMinor = this.#random.between(1, 3_000)
    this.#parts.trace.note('hub', `price of ${changed.id} becomes ${priceMinor}`)
    this.#work(async ({ journal }) => {
      await this.#record(journal, [productSaved({ ...changed, priceMinor })])
    })
  }

  /** Its wall clock goes wrong, or right again. */
  jumpClock(): void {
    this.#parts.trace.note('hub', `clock: ${this.clock.jump()}`)
  }

  /** Somebody gives money back at the API. */
  refundAtApi(): void {
    const { trace } = this.#parts
    this.#work(async ({ journal }) => {
      const nowMs = (): number => this.clock.nowMs()
      const newId = newIds(this.#random, nowMs)
      const newSalt = (): string => this.#random.hex(32)
      const isDone = await refundAtApi({
        journal,
        selling: { newId, nowMs, newSalt, sha256 },
        random: this.#random,
        note: (what) => trace.note('hub', what),
        newest: (limit) =>
          this.committed<{ id: number }>('SELECT id FROM sales ORDER BY completed_at DESC, id LIMIT ?', limit).map(
            ({ id }) => id,
          ),
      })
      this.apiRefundCount += isDone ? 1 : 0
    })
  }

  /** Reads what is committed: through the connection that cannot write. */
  committed<Row>(sql: string, ...values: readonly unknown[]): Row[] {
    return this.process.inspect(() => {
      const reader = this.process.connectionTo(DATABASE, true)
      assert(reader !== undefined, 'A hub that is up has a reader.')
      return prepared(reader, sql).all(...values) as Row[]
    })
  }

  async #open(): Promise<Running> {
    const { trace } = this.#parts
    const clock = this.clock.forBoot()
    const database = openHubDatabase(join(this.process.folder, DATABASE), (error) => {
      if (!this.process.isDeathOf(error)) this.#parts.busy.fail(error)
    })
    const send = (topic: string, payload: string, { retain }: { retain: boolean }): void => {
      if (this.process.isRunning()) this.#send(topic, Buffer.from(payload, 'utf8'), retain)
    }
    const nowIso = (): string => new Date(clock.nowMs()).toISOString()
    const newId = newIds(this.#random, clock.nowMs)
    const journal = await openJournal({
      database,
      feedSigner: signer,
      sha256,
      clock,
      newId,
      version: 'simulation',
      onChanges: ({ catalogueRows }) => {
        if (catalogueRows.length > 0) this.#running?.announcements.catalogueChanged()
      },
    })
    const session = new DeviceSession({
      storeId: STORE_ID,
      database,
      journal,
      nowIso,
      send,
      onInvalid: (device, channel) => trace.note('hub', `invalid message of ${device.name} on ${channel}`),
    })
    const onFailed = (error: unknown): void => {
      if (!this.process.isDeathOf(error)) this.#parts.busy.fail(error)
    }
    const announcements = await Announcements.start({ storeId: STORE_ID, reader: database.read, send, onFailed })
    const snapshots = new SnapshotCache(database.read, signer)
    return { database, journal, session, announcements, snapshots }
  }

  async #fillShop(): Promise<void> {
    const journal = this.#running?.journal
    assert(journal !== undefined, 'The hub is open.')
    await this.#record(journal, shopFacts(this.#devices))
    this.#running?.announcements.catalogueChanged()
  }

  async #record(journal: Journal, facts: readonly HubFact[]): Promise<void> {
    await journal.write(async ({ record }) => {
      for (const fact of facts) await record(programActor, fact)
    })
  }

  #receive(device: EnrolledDevice, topic: string, payload: Uint8Array): void {
    const channel = upChannel(STORE_ID, device.id, topic)
    assert(channel !== undefined, 'A till publishes where it may.')
    this.#parts.trace.note('hub', `hears of ${device.name} ${letter(topic, payload)}`)
    this.#work(async ({ session }) => session.receive(device, channel, payload))
  }

  async #answer<T>(ask: (running: Running) => Promise<T>): Promise<T | undefined> {
    let text: string | undefined
    await this.#try(async (running) => {
      text = JSON.stringify(await ask(running))
    })
    return text === undefined ? undefined : (JSON.parse(text) as T)
  }

  #work(work: (running: Running) => Promise<void>): void {
    this.#parts.busy.track(async () => this.#try(work))
  }

  async #try(work: (running: Running) => Promise<void>): Promise<void> {
    if (this.#running === undefined || !this.process.isRunning()) return
    try {
      await work(this.#running)
    } catch (error) {
      if (!this.process.isDeathOf(error)) throw error
    }
  }

  #send(topic: string, payload: Uint8Array, isRetained: boolean): void {
    if (topic.endsWith('/down/position')) this.#checkPosition(payload)
    this.#parts.trace.note('hub', `says ${letter(topic, payload)}`)
    if (isRetained) this.#retained.set(topic, payload)
    const isForAll = topic.startsWith(storeTopics(STORE_ID).everyAll.slice(0, -1))
    for (const connection of this.#connections) {
      if (isForAll || topic.includes(`/${connection.device.id}/`)) this.#deliver(connection, topic, payload)
    }
  }

  #deliver(connection: Connection, topic: string, payload: Uint8Array): void {
    if (!connection.isListening) return
    this.#network.carry(connection.device.id, () => {
      if (connection.isOpen) connection.client.onMessage(topic, payload)
    })
  }

  /** What the hub says that it holds, it holds on its disk. */
  #checkPosition(payload: Uint8Array): void {
    const { positions } = JSON.parse(Buffer.from(payload).toString('utf8')) as Position
    for (const { stream, last } of positions) {
      const held = this.heldSeq(stream)
      claim(last <= held, () => `The hub says that it holds ${stream} up to ${last}, and holds ${held} entries.`)
    }
  }

  hasSale(saleId: string): boolean {
    return this.committed('SELECT 1 FROM sales WHERE sale_uuid = ?', saleId).length > 0
  }

  /** How many entries of a stream are committed, without a gap. */
  heldSeq(stream: string): number {
    const [row] = this.committed<{ entries: number; last: number | null }>(
      `SELECT count(*) AS entries, max(seq) AS last FROM entries
       WHERE stream_number = (SELECT number FROM streams WHERE stream = ?)`,
      stream,
    )
    const entries = row?.entries ?? 0
    claim((row?.last ?? 0) === entries, () => `The hub's stream ${stream} has a gap.`)
    return entries
  }

  #disk(): 'last' | 'copy' {
    const { faults, weights, trace } = this.#parts
    if (!faults.isOn || !this.process.hasCopy() || !this.#random.isOneOf(weights.hubRollback)) return 'last'
    this.rollbackCount += 1
    trace.note('hub', 'finds an old disk')
    return 'copy'
  }

  #keepCopies(incarnation: number): void {
    this.#parts.agenda.in(this.#random.waitMs(COPY_MEAN_MS), () => {
      if (incarnation !== this.process.incarnation || !this.isUp()) return
      this.process.keepCopy()
      this.#keepCopies(incarnation)
    })
  }

  #setFuse(): void {
    const { weights } = this.#parts
    if (!this.#random.isOneOf(weights.hubSqlDeath)) return
    this.process.setFuse({ statements: this.#random.waitMs(6_000), ...drawDeath(this.#random, weights) })
  }

  #fail(incarnation: number): void {
    if (incarnation !== this.process.incarnation || !this.isUp() || !this.#parts.faults.isOn) return
    const isPowerCut = this.#random.isOneOf(this.#parts.weights.powerCut)
    this.#parts.trace.note('hub', isPowerCut ? 'loses its power' : 'is killed')
    this.process.kill(isPowerCut)
    this.#goDown()
  }

  #goDown(): void {
    const { agenda, weights, busy } = this.#parts
    this.#running = undefined
    for (const connection of this.#connections) {
      connection.isOpen = false
      agenda.in(this.#random.between(0, 5_000), () => connection.client.onClosed())
    }
    this.#connections.clear()
    if (!this.#isOutageOver) return
    this.#isOutageOver = false
    agenda.in(this.#random.waitMs(weights.hubOutageMeanMs), () => {
      this.#isOutageOver = true
      busy.track(async () => this.boot())
    })
  }
}

/** A message in the trace: what it is about, its length, and the start of its hash, so that no byte can differ unseen. */
const letter = (topic: string, payload: Uint8Array): string => {
  const [, , , , ...about] = topic.split('/')
  const hash = createHash('sha256').update(payload).digest('hex').slice(0, 8)
  return `${about.join('/')} (${payload.length} bytes, ${hash})`
}
