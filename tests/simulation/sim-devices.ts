import type { DevicesClient } from '#drivers/socket/client.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import type { MethodName, Params, Result } from '#drivers/socket/methods.ts'
import type { Agenda } from '#tests/simulation/agenda.ts'
import type { Random } from '#tests/simulation/random.ts'
import type { Trace } from '#tests/simulation/trace.ts'
import type { Weights } from '#tests/simulation/weights.ts'

/** What a card terminal knows of an intent; it never forgets. */
interface Charge {
  readonly amountMinor: number
  outcome: 'in_progress' | 'approved' | 'declined'
}

/** What left a till for the world outside, where nothing can be taken back. */
interface OutsideWorld {
  readonly onPrinted: (label: string, isCopy: boolean) => void
  readonly onDrawer: (reason: string) => void
}

type Answer<Name extends MethodName> = (value: Result<Name> | DeviceError) => void

interface Parts {
  readonly till: string
  readonly agenda: Agenda
  readonly random: Random
  readonly weights: Weights
  readonly trace: Trace
  readonly outside: OutsideWorld
}

const troubles: readonly ['unconfirmed', 'refused'] = ['unconfirmed', 'refused']

const CARD_TAP_MEAN_MS = 4_000
const PRINT_MEAN_MS = 900
const SCALE_MEAN_MS = 600

const gone = new DeviceError('Offline', 'devices', 'The devices process went away.', { detail: 'Unanswered' })
const unplugged = new DeviceError('Offline', 'terminal', 'The card terminal is not connected. Nothing was charged.')

/** The devices of one till. They outlive the till's process; the terminal goes on charging when the till is dead. */
export class SimDevices {
  readonly #parts: Parts
  readonly #charges = new Map<string, Charge>()

  /** Whatever else a till asks for is done at once and moves nothing. */
  readonly #services: {
    readonly [Name in MethodName]?: (params: Params<Name>, answer: Answer<Name>) => void
  } = {
    'drawer.open': ({ reason }, answer) => {
      this.#parts.outside.onDrawer(reason)
      answer({})
    },
    'printer.print': (params, answer) => this.#print(params, answer),
    'scale.read': (_params, answer) => this.#weigh(answer),
    'terminal.charge': (params, answer) => this.#charge(params, answer),
    'terminal.lookup': (params, answer) => this.#lookUp(params, answer),
  }

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Money that the terminal took, by intent. */
  approved(): ReadonlyMap<string, number> {
    const taken = [...this.#charges].filter(([, charge]) => charge.outcome === 'approved')
    return new Map(taken.map(([intentId, { amountMinor }]) => [intentId, amountMinor]))
  }

  isCharging(): boolean {
    return [...this.#charges.values()].some(({ outcome }) => outcome === 'in_progress')
  }

  /** A client of the devices for one incarnation of the till; what it asked for is not answered once that is dead. */
  connect(isAlive: () => boolean): Pick<DevicesClient, 'request'> {
    const request = async <Name extends MethodName>(method: Name, params: Params<Name>): Promise<Result<Name>> =>
      new Promise((resolve, reject) => {
        if (!isAlive()) return
        this.#serve(method, params, (value) => {
          if (!isAlive()) return
          if (value instanceof DeviceError) reject(value)
          else resolve(value as Result<Name>)
        })
      })
    return { request }
  }

  #serve(method: MethodName, params: unknown, answer: Answer<MethodName>): void {
    const serve = this.#services[method] as ((params: unknown, answer: Answer<MethodName>) => void) | undefined
    if (serve === undefined) answer({})
    else serve(params, answer)
  }

  #print({ document }: Params<'printer.print'>, answer: Answer<'printer.print'>): void {
    const { agenda, random, weights, outside } = this.#parts
    const outcome = random.isOneOf(weights.printerTrouble) ? random.pick(troubles) : 'confirmed'
    const label = document.findLast((block) => block.kind === 'barcode')?.text ?? ''
    const isCopy = document.some((block) => block.kind === 'text' && block.text.includes('COPY'))
    // Reports of the shift are of no sale, and carry no receipt number.
    if (outcome !== 'refused' && label !== '') outside.onPrinted(label, isCopy)
    agenda.in(random.waitMs(PRINT_MEAN_MS), () => answer({ outcome }))
  }

  #weigh(answer: Answer<'scale.read'>): void {
    const { agenda, random, weights } = this.#parts
    const isTrouble = random.isOneOf(weights.scaleTrouble)
    const weightGrams = random.between(20, 3_000)
    agenda.in(random.waitMs(SCALE_MEAN_MS), () => {
      if (isTrouble) return answer(new DeviceError('Timeout', 'scale', 'The scale does not come to rest.'))
      return answer({ coefficient: weightGrams, exponent: 0, unit: 'g', weightGrams, state: 'stable', at: '' })
    })
  }

  #charge({ intentId, amountMinor }: Params<'terminal.charge'>, answer: Answer<'terminal.charge'>): void {
    const { agenda, random, weights, trace, till } = this.#parts
    const isLost = random.isOneOf(weights.cardReplyLost)
    const isDeclined = random.isOneOf(weights.cardDeclined)
    const afterMs = random.waitMs(CARD_TAP_MEAN_MS)
    if (random.isOneOf(weights.cardReplyLost / 4)) {
      agenda.in(SCALE_MEAN_MS, () => answer(unplugged))
      return
    }
    // The intent's id is the idempotency key: asked twice, a terminal charges once.
    const charge = this.#charges.get(intentId) ?? { amountMinor, outcome: 'in_progress' }
    this.#charges.set(intentId, charge)
    agenda.in(afterMs, () => {
      if (charge.outcome === 'in_progress') charge.outcome = isDeclined ? 'declined' : 'approved'
      trace.note(till, `terminal ${charge.outcome} ${amountMinor}${isLost ? ', reply lost' : ''}`)
      answer(isLost ? gone : this.#resultOf(charge))
    })
  }

  #lookUp({ intentId }: Params<'terminal.lookup'>, answer: Answer<'terminal.lookup'>): void {
    const { agenda, random } = this.#parts
    agenda.in(random.waitMs(SCALE_MEAN_MS), () => {
      const charge = this.#charges.get(intentId)
      answer(charge === undefined ? { outcome: 'not_found' } : this.#resultOf(charge))
    })
  }

  #resultOf({ outcome }: Charge): Result<'terminal.charge'> {
    if (outcome === 'in_progress') return { outcome: 'unknown' }
    if (outcome === 'declined') return { outcome: 'declined', reason: 'insufficient funds' }
    return { outcome: 'approved', approvalCode: '012345', scheme: 'Visa', last4: '4242' }
  }
}
