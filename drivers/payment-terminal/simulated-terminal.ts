import type { Device } from '#drivers/device/device.ts'
import type { DriverPorts } from '#drivers/device/driver-ports.ts'
import type { HealthRecord } from '#drivers/device/health-record.ts'
import { makeWire } from '#drivers/device/make-wire.ts'
import { ReplyWaiter } from '#drivers/device/reply-waiter.ts'
import { RequestQueue } from '#drivers/device/request-queue.ts'
import type { Wire } from '#drivers/device/wire.ts'
import { FrameReader } from '#drivers/payment-terminal/frame-reader.ts'
import {
  decodeTerminalMessage,
  encodeTillMessage,
  type TerminalMessage,
  type TillMessage,
} from '#drivers/payment-terminal/terminal-messages.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { DeviceHealth } from '#drivers/socket/device-health.ts'
import type { ChargeResult, LookupResult, Params } from '#drivers/socket/methods.ts'

/** The terminal gives a sign of life every second: five without one mean that its reply is lost. */
const SILENCE_MS = 5000

/** A customer who has not paid after three minutes has walked away. */
const CHARGE_TIMEOUT_MS = 180_000

type Outcome = Extract<TerminalMessage, { type: 'outcome' }>

/** How long the terminal may be silent before its reply counts as lost. */
export interface SimulatedTerminalOptions {
  readonly silenceMs?: number
}

/** The card terminal of the demo, over the wire that README.md describes. */
export class SimulatedTerminal implements Device {
  readonly #ports: DriverPorts
  readonly #silenceMs: number
  readonly #wire: Wire
  readonly #health: HealthRecord
  readonly #charges: RequestQueue
  readonly #outcomes: ReplyWaiter<Outcome>
  #busy: { readonly intentId: string; readonly signOfLife: () => void } | undefined
  #frames = new FrameReader()

  constructor(ports: DriverPorts, options: SimulatedTerminalOptions = {}) {
    this.#ports = ports
    this.#silenceMs = options.silenceMs ?? SILENCE_MS
    this.#charges = new RequestQueue(ports.name)
    this.#outcomes = new ReplyWaiter(ports.name)
    const { wire, health } = makeWire(ports, {
      kind: 'payment-terminal',
      awayText: 'The card terminal is not connected. Check its cable and power.',
      onBytes: (chunk) => this.#receive(chunk),
      onLost: () => {
        this.#frames = new FrameReader()
        this.#outcomes.failAll()
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

  /** Charges an intent once. Rejects only when nothing was sent; after that, what is not known is `unknown`. */
  async charge(charge: Params<'terminal.charge'>): Promise<ChargeResult> {
    return this.#charges.run(async () => {
      if (!this.#wire.isOpen) throw this.#away()
      this.#health.set({ state: 'busy', power: 'online', attention: undefined })
      try {
        return await this.#awaitOutcome(charge)
      } finally {
        if (this.#wire.isOpen) this.#health.set({ state: 'idle', power: 'online', attention: undefined })
      }
    }, CHARGE_TIMEOUT_MS)
  }

  /** What the terminal remembers of an intent; rejects when it cannot be asked. */
  async lookup({ intentId }: Params<'terminal.lookup'>): Promise<LookupResult> {
    return lookupResult(await this.#exchange({ type: 'lookup', intentId }, AbortSignal.timeout(this.#silenceMs)))
  }

  /** Asks the terminal to give up a charge; what became of it is the answer to the charge. */
  async cancel({ intentId }: Params<'terminal.cancel'>): Promise<void> {
    await this.#wire.write(encodeTillMessage({ type: 'cancel', intentId }))
  }

  async #awaitOutcome(charge: Params<'terminal.charge'>): Promise<ChargeResult> {
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(), this.#silenceMs)
    this.#busy = { intentId: charge.intentId, signOfLife: () => timer.refresh() }
    const ends = AbortSignal.any([silence.signal, AbortSignal.timeout(CHARGE_TIMEOUT_MS)])
    try {
      return chargeResult(await this.#exchange({ type: 'charge', ...charge }, ends))
    } catch (error) {
      if (error instanceof DeviceError) return { outcome: 'unknown' }
      throw error
    } finally {
      clearTimeout(timer)
      this.#busy = undefined
    }
  }

  async #exchange(message: TillMessage, signal: AbortSignal): Promise<Outcome> {
    // A look-up of an open charge is answered by `pending`, which is not the outcome that the charge waits for.
    const isMeant = ({ intentId, outcome }: Outcome): boolean =>
      intentId === message.intentId && (outcome !== 'pending' || message.type === 'lookup')
    const reply = this.#outcomes.next(isMeant, signal)
    const [outcome] = await Promise.all([reply, this.#wire.write(encodeTillMessage(message))])
    return outcome
  }

  #receive(chunk: Uint8Array): void {
    for (const frame of this.#frames.push(chunk) ?? []) {
      const message = decodeTerminalMessage(frame)
      if (message?.intentId === this.#busy?.intentId) this.#busy?.signOfLife()
      if (message?.type === 'outcome') this.#outcomes.offer(message)
    }
  }

  #away(): DeviceError {
    return new DeviceError('Offline', this.#ports.name, 'The card terminal is not connected. Nothing was charged.')
  }
}

function chargeResult(reply: Outcome): ChargeResult {
  if (reply.outcome === 'approved') {
    const { approvalCode, scheme, last4 } = reply
    return { outcome: 'approved', approvalCode, scheme, last4 }
  }
  return reply.outcome === 'declined' ? { outcome: 'declined', reason: reply.reason } : { outcome: 'unknown' }
}

const lookupResult = (reply: Outcome): LookupResult =>
  reply.outcome === 'not_found' ? { outcome: 'not_found' } : chargeResult(reply)
