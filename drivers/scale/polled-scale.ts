import { setTimeout as sleep } from 'node:timers/promises'
import type { Device } from '#drivers/device/device.ts'
import type { DriverPorts } from '#drivers/device/driver-ports.ts'
import type { HealthRecord } from '#drivers/device/health-record.ts'
import { makeWire } from '#drivers/device/make-wire.ts'
import { ReplyWaiter } from '#drivers/device/reply-waiter.ts'
import { RequestQueue } from '#drivers/device/request-queue.ts'
import type { Wire } from '#drivers/device/wire.ts'
import type { ScaleCodec, ScaleReading, ScaleWeight } from '#drivers/scale/scale-codec.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { DeviceHealth } from '#drivers/socket/device-health.ts'
import type { Params, Weight } from '#drivers/socket/methods.ts'

/** A scale answers within 100 ms; it is dead, or switched off, when it takes five times that. */
const REPLY_TIMEOUT_MS = 500

/** Scales settle in about half a second; asking more often only loads the line. */
const POLL_INTERVAL_MS = 100

/** A scale that answers when it is asked. */
export class PolledScale implements Device {
  readonly #ports: DriverPorts
  readonly #codec: ScaleCodec
  readonly #wire: Wire
  readonly #health: HealthRecord
  readonly #queue: RequestQueue
  readonly #replies: ReplyWaiter<ScaleReading>

  constructor(ports: DriverPorts, codec: ScaleCodec) {
    this.#ports = ports
    this.#codec = codec
    this.#queue = new RequestQueue(ports.name)
    this.#replies = new ReplyWaiter(ports.name)
    let decoder = codec.makeDecoder()
    const { wire, health } = makeWire(ports, {
      kind: 'scale',
      awayText: 'The scale is not connected. Check its cable.',
      onBytes: (chunk) => {
        for (const reading of decoder.push(chunk)) this.#replies.offer(reading)
      },
      onLost: () => {
        decoder = codec.makeDecoder()
        this.#replies.failAll()
      },
    })
    this.#wire = wire
    this.#health = health
  }

  health(): DeviceHealth {
    return this.#health.current
  }

  start(): void {
    this.#wire.start()
  }

  async close(): Promise<void> {
    await this.#wire.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /**
   * The weight on the pan: as it is now, or, with `stable`, once it is at rest and above zero. Rejects at the deadline
   * with what stood in the way: `OverWeight`, `UnderZero`, `Motion` or `Empty`.
   */
  async read({ stable, timeoutMs }: Params<'scale.read'>): Promise<Weight> {
    return this.#queue.run(async (signal) => {
      for (;;) {
        const reading = await this.#poll()
        if ('weight' in reading && (!stable || reading.state === 'stable') && reading.weight.coefficient >= 0) {
          return this.#weight(reading.state, reading.weight)
        }
        const isWorthWaiting = await waitUnless(signal)
        if (!isWorthWaiting) throw this.#refusal(reading.state)
      }
    }, timeoutMs)
  }

  async #poll(): Promise<ScaleReading> {
    const reply = this.#replies.next(() => true, AbortSignal.timeout(REPLY_TIMEOUT_MS))
    try {
      await this.#wire.write(this.#codec.request)
    } catch (error) {
      // The same loss ends the wait for the reply; one of the two is enough to tell.
      reply.catch(() => undefined)
      throw error
    }
    try {
      const reading = await reply
      this.#health.set({ state: 'idle', power: 'online', attention: undefined })
      return reading
    } catch (error) {
      if (this.#wire.isOpen) {
        const attention = 'The scale does not answer. Check that it is switched on.'
        this.#health.set({ state: 'error', power: 'off', attention })
      }
      throw error
    }
  }

  #weight(state: Weight['state'], weight: ScaleWeight): Weight {
    const scale = 10 ** (weight.exponent + (weight.unit === 'kg' ? 3 : 0))
    const weightGrams = Math.round(weight.coefficient * scale)
    return { ...weight, weightGrams, state, at: new Date(this.#ports.clock.nowMs()).toISOString() }
  }

  #refusal(state: ScaleReading['state']): DeviceError {
    const { name } = this.#ports
    switch (state) {
      case 'over':
        return new DeviceError('Extended', name, 'Too heavy for the scale.', { detail: 'OverWeight' })
      case 'under':
        return new DeviceError('Extended', name, 'The scale is below zero. Take everything off.', {
          detail: 'UnderZero',
        })
      case 'zero':
        return new DeviceError('Timeout', name, 'There is nothing on the scale.', { detail: 'Empty' })
      case 'motion':
      case 'stable':
        return new DeviceError('Timeout', name, 'The weight does not come to rest.', { detail: 'Motion' })
      case 'not_ready':
        return new DeviceError('Timeout', name, 'The scale is not ready.', { detail: 'NotReady' })
    }
  }
}

/** Waits for the next poll; `false` when the deadline comes first. */
async function waitUnless(signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(POLL_INTERVAL_MS, undefined, { signal })
    return true
  } catch {
    return false
  }
}
