import { step } from '#kiosk/state/step.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { World } from '#kiosk/state/world.ts'

/** Carries out one effect. What it knows at once it gives back; what takes time it dispatches later. */
export type CarryOut = (effect: TillEffect) => readonly TillEvent[]

/** A whole sale typed ahead is a few hundred events; more than this is a jammed key. */
const QUEUE_MAX = 10_000

/**
 * Runs a till: events in, states out. What an effect answers at once is stepped before the next event in the queue, so
 * that keys which arrive together find the same till as keys that arrive one by one. Listeners hear of a whole batch once.
 */
export class TillRunner {
  readonly #world: World
  readonly #carryOut: CarryOut
  readonly #listeners = new Set<() => void>()
  readonly #queue: TillEvent[] = []
  #state: TillState
  #isRunning = false
  #droppedEvents = 0

  constructor(state: TillState, world: World, carryOut: CarryOut) {
    this.#state = state
    this.#world = world
    this.#carryOut = carryOut
  }

  /** Events that found the queue full, since the start. */
  get droppedEvents(): number {
    return this.#droppedEvents
  }

  /** The state now; the same object until something changes it. */
  readonly state = (): TillState => this.#state

  /** Calls the listener after each batch that changed the state; the function it gives back ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Steps through events, in order, with all that they bring about. */
  dispatch(...events: readonly TillEvent[]): void {
    const room = Math.max(0, QUEUE_MAX - this.#queue.length)
    this.#queue.push(...events.slice(0, room))
    if (events.length > room) {
      this.#droppedEvents += events.length - room
      this.#queue.push({ type: 'refused', key: 'input_lost' })
    }
    if (this.#isRunning) return
    const before = this.#state
    this.#isRunning = true
    try {
      this.#drain()
    } finally {
      this.#isRunning = false
    }
    if (this.#state !== before) for (const listener of this.#listeners) listener()
  }

  #drain(): void {
    for (let event = this.#queue.shift(); event !== undefined; event = this.#queue.shift()) {
      const { state, effects } = step(this.#state, event, this.#world)
      this.#state = state
      const answers = effects.flatMap((effect) => this.#carryOut(effect))
      this.#queue.unshift(...answers)
    }
  }
}
