import { Check } from 'typebox/value'
import { changeSetSchema } from '#core/catalogue/change-set.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Reply } from '#core/protocol/messages.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'
import { linkTopics, type LinkTopics } from '#kiosk/link/link-context.ts'
import type { LinkEffect } from '#kiosk/link/link-effect.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import type { LinkEvent } from '#kiosk/link/link-event.ts'
import { initialLinkState, type LinkState } from '#kiosk/link/link-state.ts'
import { lastWill } from '#kiosk/link/link-status.ts'
import { linkStep, nextTickMs } from '#kiosk/link/link-step.ts'
import type { LinkWorld } from '#kiosk/link/ports.ts'
import { readSnapshot } from '#kiosk/link/read-snapshot.ts'
import { STORE_ID, type Connection, type SimHub } from '#tests/simulation/sim-hub.ts'
import type { SimParts } from '#tests/simulation/sim-parts.ts'
import type { SimProcess } from '#tests/simulation/sim-process.ts'

type Untimed = LinkEvent extends infer E ? (E extends LinkEvent ? Omit<E, 'nowMs'> : never) : never

interface LinkParts extends Pick<SimParts, 'agenda' | 'busy' | 'trace'> {
  readonly process: SimProcess
  readonly hub: SimHub
  readonly deviceId: string
  readonly world: LinkWorld
  readonly newId: NewId
  readonly bootedAtMs: number
  readonly onLinkChanged: (isOnline: boolean, unsentCount: number) => void
  readonly onCatalogueChanged: () => void
  /** After each step: what the till believes may be checked. */
  readonly onStepped: () => void
}

type Performers = { readonly [K in LinkEffect['type']]: (effect: Extract<LinkEffect, { type: K }>) => void }

const spoken = (reply: Reply | 'unavailable'): string => {
  if (reply === 'unavailable') return reply
  return 'problem' in reply ? reply.problem.code : 'answered'
}

/** Carries out what the product's `linkStep` asks for, over the simulated network, for one incarnation of a till. */
export class SimLink {
  readonly #parts: LinkParts
  readonly #topics: LinkTopics
  readonly #incarnation: number
  readonly #waiting: Untimed[] = []
  readonly #settles = new Map<string, (reply: Reply | 'unavailable') => void>()
  #state: LinkState
  #isStepping = false
  #connection: Connection | undefined
  #stopTimer: (() => void) | undefined
  readonly #performers: Performers = {
    connect: () => this.#connect(),
    subscribe: () => this.#subscribe(),
    publish: ({ topic, text }) => {
      if (this.#connection?.isOpen === true) this.#parts.hub.publish(this.#connection, topic, text)
    },
    fetch_changes: ({ since }) =>
      this.#fetch('feed', async () => {
        const sets = await this.#parts.hub.fetchChanges(since)
        if (sets === 'snapshot_needed') return { type: 'snapshot_needed' }
        return sets?.every((set) => Check(changeSetSchema, set)) === true
          ? { type: 'changes_fetched', sets }
          : undefined
      }),
    fetch_snapshot: () =>
      this.#fetch('feed', async () => {
        const source = await this.#parts.hub.fetchSnapshot()
        if (source === undefined) return undefined
        const { catalogue, isSignedByHub } = this.#parts.world
        return { type: 'snapshot_built', head: await readSnapshot(source, catalogue.build, isSignedByHub) }
      }),
    fetch_stock: () =>
      this.#fetch('stock', async () => {
        const levels = await this.#parts.hub.fetchStock()
        return levels === undefined ? undefined : { type: 'stock_fetched', levels }
      }),
    fetch_erasures: () => {},
    settle: ({ requestId, reply }) => {
      this.#settles.get(requestId)?.(reply)
      this.#settles.delete(requestId)
    },
    link_changed: ({ isOnline, unsentCount }) => this.#parts.onLinkChanged(isOnline, unsentCount),
    catalogue_changed: () => this.#parts.onCatalogueChanged(),
  }

  constructor(parts: LinkParts) {
    this.#parts = parts
    this.#topics = linkTopics(STORE_ID, parts.deviceId)
    this.#incarnation = parts.process.incarnation
    this.#state = initialLinkState(this.#nowMs())
  }

  /** How the link stands, for whoever looks at a run that never rests. */
  describe(): object {
    const { phase, failures, underWay, sentUpTo, resendAtMs, statusAtMs, quarantined } = this.#state
    const isConnected = this.#connection?.isOpen === true
    return {
      nowMs: this.#nowMs(),
      phase,
      isConnected,
      failures,
      underWay,
      sent: [...sentUpTo],
      resendAtMs,
      statusAtMs,
      quarantined,
    }
  }

  /** Something happened. Throws when the till dies of it. */
  dispatch(event: Untimed): void {
    this.#waiting.push(event)
    if (this.#isStepping) return
    this.#isStepping = true
    try {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) this.#step(next)
    } finally {
      this.#isStepping = false
    }
    this.#setTimer()
    this.#parts.onStepped()
  }

  /** Asks the hub, as the product's link does. A till that died hears no answer. */
  async ask(operation: RequestOperation, fields: Readonly<Record<string, unknown>>): Promise<Reply | 'unavailable'> {
    const requestId = this.#parts.newId()
    return new Promise((resolve) => {
      this.#settles.set(requestId, (reply) => {
        this.#parts.trace.note(this.#parts.process.name, `hears of ${operation}: ${spoken(reply)}`)
        resolve(reply)
      })
      this.dispatch({ type: 'request', requestId, operation, fields })
    })
  }

  /** The cable is pulled, or the process is gone. */
  breakConnection(): void {
    if (this.#connection !== undefined) this.#parts.hub.disconnect(this.#connection)
  }

  #nowMs(): number {
    return this.#parts.agenda.nowMs - this.#parts.bootedAtMs
  }

  #isCurrent(): boolean {
    return this.#parts.process.isRunning() && this.#parts.process.incarnation === this.#incarnation
  }

  /** Something comes from outside, later. */
  #hear(event: Untimed): void {
    if (this.#isCurrent()) this.#parts.process.survives(() => this.dispatch(event))
  }

  #step(event: Untimed): void {
    const nowMs = this.#nowMs()
    const context = { ...this.#parts.world, topics: this.#topics, nowMs }
    const { state, effects } = linkStep(this.#state, { ...event, nowMs }, context)
    this.#state = state
    for (const effect of effects) {
      const perform = this.#performers[effect.type] as (effect: LinkEffect) => void
      perform(effect)
    }
  }

  #setTimer(): void {
    this.#stopTimer?.()
    const atMs = nextTickMs(this.#state)
    if (atMs === Infinity) return
    this.#stopTimer = this.#parts.agenda.in(Math.ceil(atMs - this.#nowMs()), () => this.#hear({ type: 'tick' }))
  }

  #connect(): void {
    const { hub, deviceId, world } = this.#parts
    const client = {
      will: { topic: this.#topics.own.state, text: lastWill(world) },
      onMessage: (topic: string, payload: Uint8Array) =>
        this.#hear({ type: 'message', topic, text: Buffer.from(payload).toString('utf8') }),
      onClosed: () => {
        this.#connection = undefined
        this.#hear({ type: 'closed' })
      },
    }
    hub.connect(deviceId, client, (connection) => {
      if (connection !== undefined && !this.#isCurrent()) return hub.disconnect(connection)
      this.#connection = connection
      return this.#hear({ type: connection === undefined ? 'closed' : 'connected' })
    })
  }

  #subscribe(): void {
    const connection = this.#connection
    if (connection !== undefined) this.#parts.hub.subscribe(connection, () => this.#hear({ type: 'listening' }))
  }

  #fetch(what: 'feed' | 'stock', fetching: () => Promise<Untimed | undefined>): void {
    const { agenda, busy, process } = this.#parts
    const fetched = async (): Promise<void> => {
      if (!this.#isCurrent()) return
      let event: Untimed | undefined
      try {
        event = await fetching()
      } catch (error) {
        if (process.isDeathOf(error)) return
        if (!(error instanceof LinkError)) throw error
      }
      this.#hear(event ?? { type: 'fetch_failed', what })
    }
    agenda.in(20, () => busy.track(fetched))
  }
}
