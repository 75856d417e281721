import type { MemoryCable } from '#drivers/transport/memory-cable.ts'
import type { Transport } from '#drivers/transport/transport.ts'
import type { Decision, IntentMemory } from '#drivers/virtual/intent-memory.ts'

/** The sign of life while a customer is asked. */
const BUSY_INTERVAL_MS = 1000

/** How the terminal answers a charge. */
export type TerminalManner = 'approve' | 'decline' | 'reply_lost' | 'ask'

/** A charge that waits for the customer. */
export interface OpenCharge {
  readonly intentId: string
  readonly amountMinor: number
  readonly currency: string
}

/** A card terminal that speaks the wire of `drivers/payment-terminal/README.md`, with a customer of paper behind it. */
export class VirtualTerminal {
  readonly #memory: IntentMemory
  readonly #onChange: () => void
  #manner: TerminalManner = 'approve'
  #open: OpenCharge | undefined
  #busy: NodeJS.Timeout | undefined
  #end: Transport | undefined
  #approvals = 0

  constructor(cable: MemoryCable, memory: IntentMemory, onChange: () => void) {
    this.#memory = memory
    this.#onChange = onChange
    cable.onConnect((end) => void this.#serve(end))
  }

  get manner(): TerminalManner {
    return this.#manner
  }

  get openCharge(): OpenCharge | undefined {
    return this.#open
  }

  setManner(manner: TerminalManner): void {
    this.#manner = manner
    this.#onChange()
  }

  /** The customer makes up their mind about the open charge. */
  answer(manner: Exclude<TerminalManner, 'ask'>): void {
    const charge = this.#open
    if (charge === undefined) return
    const decision = this.#decide(manner)
    this.#memory.keep(charge.intentId, decision)
    this.#finish()
    if (manner !== 'reply_lost') this.#send({ type: 'outcome', intentId: charge.intentId, ...decision })
  }

  #decide(manner: Exclude<TerminalManner, 'ask'>): Decision {
    if (manner === 'decline') return { outcome: 'declined', reason: 'insufficient funds' }
    this.#approvals += 1
    const approvalCode = String(100_000 + this.#approvals)
    return { outcome: 'approved', approvalCode, scheme: 'VISA', last4: '4242' }
  }

  async #serve(end: Transport): Promise<void> {
    this.#end = end
    let received: Buffer = Buffer.alloc(0)
    for await (const chunk of end.readable) {
      received = Buffer.concat([received, chunk])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const size = 2 + received.readUInt16BE(0)
        this.#handle(received.subarray(2, size).toString('utf8'))
        received = received.subarray(size)
      }
    }
    if (this.#end === end) this.#end = undefined
  }

  #handle(json: string): void {
    const message = parseMessage(json)
    if (message === undefined) return
    if (message.type === 'charge') this.#charge(message)
    if (message.type === 'lookup') this.#lookUp(message.intentId)
    if (message.type === 'cancel') this.#cancel(message.intentId)
  }

  #charge({ intentId, amountMinor, currency }: OpenCharge): void {
    const known = this.#memory.get(intentId)
    if (known !== undefined) {
      this.#send({ type: 'outcome', intentId, ...known })
      return
    }
    this.#finish()
    this.#open = { intentId, amountMinor, currency }
    this.#send({ type: 'busy', intentId })
    this.#busy = setInterval(() => this.#send({ type: 'busy', intentId }), BUSY_INTERVAL_MS)
    if (this.#manner !== 'ask') this.answer(this.#manner)
    this.#onChange()
  }

  #lookUp(intentId: string): void {
    const isOpen = this.#open?.intentId === intentId
    const decision = this.#memory.get(intentId) ?? { outcome: isOpen ? 'pending' : 'not_found' }
    this.#send({ type: 'outcome', intentId, ...decision })
  }

  #cancel(intentId: string): void {
    if (this.#open?.intentId !== intentId) return
    const decision: Decision = { outcome: 'declined', reason: 'cancelled' }
    this.#memory.keep(intentId, decision)
    this.#finish()
    this.#send({ type: 'outcome', intentId, ...decision })
  }

  #finish(): void {
    clearInterval(this.#busy)
    this.#open = undefined
    this.#onChange()
  }

  #send(message: object): void {
    const json = Buffer.from(JSON.stringify(message), 'utf8')
    const header = Buffer.alloc(2)
    header.writeUInt16BE(json.length)
    void this.#end?.write(Buffer.concat([header, json])).catch(() => undefined)
  }
}

/** What the till sent; `undefined` for what a real terminal would not understand either. */
function parseMessage(json: string): ({ readonly type: string } & OpenCharge) | undefined {
  try {
    const message = JSON.parse(json) as Record<string, unknown> | null
    const { type, intentId, amountMinor = 0, currency = '' } = message ?? {}
    if (typeof type !== 'string' || typeof intentId !== 'string') return undefined
    if (typeof amountMinor !== 'number' || typeof currency !== 'string') return undefined
    return { type, intentId, amountMinor, currency }
  } catch {
    return undefined
  }
}
