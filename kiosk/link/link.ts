import { createHash, randomUUID } from 'node:crypto'
import type { FeedHead, Reply } from '#core/protocol/messages.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'
import type { DeviceIdentity } from '#kiosk/link/device-identity.ts'
import type { EnrolmentRecord } from '#kiosk/link/enrolment-record.ts'
import { HubClient } from '#kiosk/link/hub-client.ts'
import { hubSignatureCheck } from '#kiosk/link/hub-signature.ts'
import { linkTopics, type LinkTopics } from '#kiosk/link/link-context.ts'
import type { LinkEffect } from '#kiosk/link/link-effect.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import type { LinkEvent } from '#kiosk/link/link-event.ts'
import { initialLinkState, type LinkState } from '#kiosk/link/link-state.ts'
import { lastWill } from '#kiosk/link/link-status.ts'
import { linkStep, nextTickMs } from '#kiosk/link/link-step.ts'
import { MqttConnection } from '#kiosk/link/mqtt-connection.ts'
import type { LinkWorld } from '#kiosk/link/ports.ts'

/** What a link is made of, and whom it tells. */
export interface LinkParts {
  readonly enrolment: EnrolmentRecord
  readonly identity: DeviceIdentity
  readonly world: Omit<LinkWorld, 'isSignedByHub' | 'sha256'>
  readonly monotonicMs: () => number
  readonly onLinkChanged: (isOnline: boolean, unsentCount: number) => void
  readonly onCatalogueChanged: () => void
  /** A connection or a fetch failed; the link tries again by itself. */
  readonly onTrouble: (error: unknown) => void
}

type Untimed = LinkEvent extends infer E ? (E extends LinkEvent ? Omit<E, 'nowMs'> : never) : never

type Performers = {
  readonly [K in LinkEffect['type']]: (effect: Extract<LinkEffect, { type: K }>) => void
}

/** The network's failures are expected; anything else is a bug, or a disk that failed, and ends the process. */
const assertLinkError = (error: unknown): void => {
  if (!(error instanceof LinkError)) throw error
}

/** Keeps the till and its hub together: carries out what `linkStep` asks for. */
export class Link {
  readonly #parts: LinkParts
  readonly #world: LinkWorld
  readonly #topics: LinkTopics
  readonly #hub: HubClient
  readonly #performers: Performers = {
    connect: () => void this.#connect(),
    subscribe: () => void this.#subscribe(),
    publish: ({ topic, text }) => this.#connection?.publish(topic, text),
    fetch_changes: ({ since }) => void this.#fetch('feed', async () => this.#fetchChanges(since)),
    fetch_snapshot: () => void this.#fetch('feed', async () => this.#fetchSnapshot()),
    fetch_stock: () => void this.#fetch('stock', async () => this.#fetchStock()),
    fetch_erasures: ({ since }) => void this.#fetch('erasures', async () => this.#fetchErasures(since)),
    settle: ({ requestId, reply }) => {
      this.#settles.get(requestId)?.(reply)
      this.#settles.delete(requestId)
    },
    link_changed: ({ isOnline, unsentCount }) => this.#parts.onLinkChanged(isOnline, unsentCount),
    catalogue_changed: () => this.#parts.onCatalogueChanged(),
  }
  readonly #settles = new Map<string, (reply: Reply | 'unavailable') => void>()
  readonly #waiting: Untimed[] = []
  #state: LinkState
  #isStepping = false
  #isStarted = false
  #isClosed = false
  #connection: MqttConnection | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(parts: LinkParts) {
    const { enrolment, identity, world, monotonicMs } = parts
    this.#parts = parts
    this.#world = {
      ...world,
      isSignedByHub: hubSignatureCheck(enrolment.feedKey),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
    }
    this.#topics = linkTopics(enrolment.store, enrolment.deviceId)
    this.#hub = new HubClient(enrolment, identity)
    this.#state = initialLinkState(monotonicMs())
  }

  /** Starts to connect, now and whenever the connection is lost. */
  start(): void {
    this.#isStarted = true
    this.#dispatch({ type: 'tick' })
  }

  /** Something was written into the journal. */
  journalGrew(): void {
    this.#dispatch({ type: 'journal_grew' })
  }

  /** No basket is open now: waiting prices may come into force. */
  basketEnded(): void {
    this.#dispatch({ type: 'basket_ended' })
  }

  /** A device of the till fares better or worse. */
  healthChanged(): void {
    this.#dispatch({ type: 'health_changed' })
  }

  /** Asks the hub; 'unavailable' when it is away or does not answer in time. */
  async ask(operation: RequestOperation, fields: Readonly<Record<string, unknown>>): Promise<Reply | 'unavailable'> {
    const requestId = randomUUID()
    return new Promise((resolve) => {
      this.#settles.set(requestId, resolve)
      this.#dispatch({ type: 'request', requestId, operation, fields })
    })
  }

  async close(): Promise<void> {
    this.#dispatch({ type: 'closed' })
    this.#isClosed = true
    clearTimeout(this.#timer)
    const connection = this.#connection
    this.#connection = undefined
    // Without a farewell, so that the hub hears the last will: the till is offline.
    await connection?.close('at_once')
  }

  #dispatch(event: Untimed): void {
    if (this.#isClosed) return
    this.#waiting.push(event)
    if (this.#isStepping) return
    this.#isStepping = true
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#step(next)
    } finally {
      this.#isStepping = false
    }
    this.#setTimer()
  }

  #step(event: Untimed): void {
    const nowMs = this.#parts.monotonicMs()
    const context = { ...this.#world, topics: this.#topics, nowMs }
    const { state, effects } = linkStep(this.#state, { ...event, nowMs }, context)
    this.#state = state
    for (const effect of effects) this.#perform(effect)
  }

  #setTimer(): void {
    clearTimeout(this.#timer)
    if (!this.#isStarted) return
    const atMs = nextTickMs(this.#state)
    if (atMs === Infinity) return
    this.#timer = setTimeout(() => this.#dispatch({ type: 'tick' }), Math.max(0, atMs - this.#parts.monotonicMs()))
  }

  #perform(effect: LinkEffect): void {
    const perform = this.#performers[effect.type] as (effect: LinkEffect) => void
    perform(effect)
  }

  async #connect(): Promise<void> {
    const connection = await this.#open()
    if (connection === undefined) return this.#dispatch({ type: 'closed' })
    if (this.#isClosed) return connection.close('at_once')
    this.#connection = connection
    this.#dispatch({ type: 'connected' })
  }

  async #open(): Promise<MqttConnection | undefined> {
    const { enrolment, identity, onTrouble } = this.#parts
    try {
      return await MqttConnection.open({
        endpoint: { host: enrolment.host, port: enrolment.mqttPort, pin: enrolment.hubPin },
        identity,
        deviceId: enrolment.deviceId,
        will: { topic: this.#topics.own.state, payload: lastWill(this.#world) },
        onMessage: (topic, payload) =>
          this.#dispatch({ type: 'message', topic, text: Buffer.from(payload).toString('utf8') }),
        onClose: () => this.#lose(),
      })
    } catch (error) {
      assertLinkError(error)
      onTrouble(error)
      return undefined
    }
  }

  #lose(): void {
    if (this.#connection === undefined) return
    this.#connection = undefined
    this.#dispatch({ type: 'closed' })
  }

  async #subscribe(): Promise<void> {
    const connection = this.#connection
    try {
      await connection?.subscribe([this.#topics.own.everyDown, this.#topics.all.everyAll])
    } catch (error) {
      assertLinkError(error)
      this.#parts.onTrouble(error)
      return connection?.close('at_once')
    }
    if (connection !== undefined && connection === this.#connection) this.#dispatch({ type: 'listening' })
  }

  async #fetchChanges(since: FeedHead): Promise<Untimed> {
    const sets = await this.#hub.changes(since)
    return sets === 'snapshot_needed' ? { type: 'snapshot_needed' } : { type: 'changes_fetched', sets }
  }

  async #fetchSnapshot(): Promise<Untimed> {
    const { catalogue, isSignedByHub } = this.#world
    return { type: 'snapshot_built', head: await this.#hub.snapshot(catalogue.build, isSignedByHub) }
  }

  async #fetchStock(): Promise<Untimed> {
    return { type: 'stock_fetched', levels: await this.#hub.stock() }
  }

  async #fetchErasures(since: number): Promise<Untimed> {
    return { type: 'erasures_fetched', erasures: await this.#hub.erasures(since) }
  }

  async #fetch(what: 'feed' | 'stock' | 'erasures', fetching: () => Promise<Untimed>): Promise<void> {
    let event: Untimed
    try {
      event = await fetching()
    } catch (error) {
      assertLinkError(error)
      this.#parts.onTrouble(error)
      event = { type: 'fetch_failed', what }
    }
    this.#dispatch(event)
  }
}
