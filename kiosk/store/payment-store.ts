import type Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { CardTender } from '#core/tender/tender.ts'
import type { BasketStore, OpenBasket } from '#kiosk/store/basket-store.ts'
import { operatorActor, PROGRAM } from '#kiosk/store/journal-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'
import { isoTime } from '#kiosk/store/store-ports.ts'

/** A card payment that is going to be asked for; its id is the terminal's idempotency key. */
export interface PaymentIntent {
  readonly intentId: string
  readonly saleId: string
  readonly amountMinor: number
}

/** How a payment ended, or `unknown` while nobody can say. */
export type PaymentOutcome =
  | { readonly state: 'approved'; readonly approvalCode: string; readonly scheme: string; readonly last4: string }
  | { readonly state: 'declined' | 'cancelled' | 'not_charged'; readonly reason: string }
  | { readonly state: 'unknown' }

/** A payment as it stands. */
export type Payment = PaymentIntent & {
  readonly begunAt: string
  readonly outcome: PaymentOutcome | { readonly state: 'pending' }
}

interface PaymentRow {
  readonly intentId: string
  readonly saleId: string
  readonly amountMinor: number
  readonly state: Payment['outcome']['state']
  readonly begunAt: string
  readonly details: string | null
}

const toPayment = ({ state, details, ...row }: PaymentRow): Payment => ({
  ...row,
  outcome: { ...(JSON.parse(details ?? '{}') as object), state } as Payment['outcome'],
})

/** The tender that an approved payment is; undefined for any other. */
export function paymentTender({ intentId, amountMinor, outcome }: Payment): CardTender | undefined {
  if (outcome.state !== 'approved') return undefined
  const { approvalCode, scheme, last4 } = outcome
  return { kind: 'card', amountMinor, intentId, approvalCode, scheme, last4 }
}

/** An approval that no sale takes: its money is to be given back to the customer. */
export type UnclaimedPayment = PaymentIntent & Pick<CardTender, 'approvalCode' | 'scheme' | 'last4'>

const toUnclaimed = ({ saleId, ...payment }: Payment): UnclaimedPayment => {
  const tender = paymentTender({ saleId, ...payment })
  assert(tender !== undefined, 'Only an approved payment is unclaimed.')
  const { kind: _, ...approved } = tender
  return { saleId, ...approved }
}

/** Who settled a payment, and the basket that an approval is taken into. */
interface FinishedBy {
  readonly operatorId?: number
  readonly open?: OpenBasket | undefined
}

const actorOf = ({ operatorId }: FinishedBy): JournalEntry['actor'] =>
  operatorId === undefined ? PROGRAM : operatorActor(operatorId)

const isOpen = ({ outcome }: Payment): boolean => outcome.state === 'pending' || outcome.state === 'unknown'

const isTaken = (intentId: string, { open }: FinishedBy): boolean =>
  open?.tenders.some((tender) => tender.kind === 'card' && tender.intentId === intentId) === true

const columns =
  'SELECT intent_id AS intentId, sale_id AS saleId, amount_minor AS amountMinor, state, begun_at AS begunAt, details FROM payment_intents'

/** Card payments: each is on the disk before the terminal is asked, and stays until its end is known. */
export class PaymentStore {
  readonly #parts: StoreParts
  readonly #baskets: BasketStore
  readonly #begin: Sqlite.Statement<[string, string, number, string]>
  readonly #finish: Sqlite.Statement<[string, string | null, string]>
  readonly #byId: Sqlite.Statement<[string], PaymentRow>
  readonly #pending: Sqlite.Statement<[], PaymentRow>
  readonly #unclaimed: Sqlite.Statement<[], PaymentRow>
  readonly #claim: Sqlite.Statement<['unclaimed' | 'given_back', string]>
  readonly #bySale: Sqlite.Statement<[string], PaymentRow>

  constructor(parts: StoreParts, baskets: BasketStore) {
    const { connection } = parts
    this.#parts = parts
    this.#baskets = baskets
    this.#begin = connection.prepare(
      "INSERT INTO payment_intents (intent_id, sale_id, amount_minor, state, begun_at) VALUES (?, ?, ?, 'pending', ?)",
    )
    this.#finish = connection.prepare('UPDATE payment_intents SET state = ?, details = ? WHERE intent_id = ?')
    this.#byId = connection.prepare(`${columns} WHERE intent_id = ?`)
    this.#pending = connection.prepare(`${columns} WHERE state IN ('pending', 'unknown') ORDER BY begun_at, intent_id`)
    this.#unclaimed = connection.prepare(`${columns} WHERE claim = 'unclaimed' ORDER BY begun_at, intent_id`)
    this.#claim = connection.prepare('UPDATE payment_intents SET claim = ? WHERE intent_id = ?')
    // The plus keeps STAT4 from parsing the query anew for each sale.
    this.#bySale = connection.prepare(`${columns} WHERE sale_id = +? ORDER BY begun_at, intent_id`)
  }

  /** Commits the intent, and with it the basket as it stands; only then may the terminal be asked. */
  begin(intent: PaymentIntent, open?: OpenBasket): void {
    const { ports, transaction } = this.#parts
    transaction.run(() => {
      this.#begin.run(intent.intentId, intent.saleId, intent.amountMinor, isoTime(ports.clock))
      if (open !== undefined) this.#baskets.save(open.basket, open.tenders)
    })
  }

  /**
   * Keeps what became of a payment, and with it the basket that an approval paid; an approval that is taken into none is
   * unclaimed from then on, and so is one that comes after the terminal had said that nothing was charged. 'not_found'
   * without such an intent; 'conflict' when its end was known already, and was another.
   */
  finish(intentId: string, outcome: PaymentOutcome, by: FinishedBy = {}): Payment | DomainError {
    const row = this.#byId.get(intentId)
    if (row === undefined) return new DomainError('not_found', 'This payment was never begun here.')
    const before = toPayment(row)
    if (isOpen(before)) return this.#end(before, outcome, by)
    // Two look-ups may both be answered; what the first one settled stays as it is.
    if (before.outcome.state === outcome.state) return before
    // Whoever was told that it failed has moved on: no basket waits for this money.
    if (outcome.state === 'approved') return this.#end(before, outcome, { ...by, open: undefined })
    return new DomainError('conflict', 'The end of this payment is known already.', { state: before.outcome.state })
  }

  #end(before: Payment, outcome: PaymentOutcome, by: FinishedBy): Payment {
    const after: Payment = { ...before, outcome }
    const { state, ...details } = outcome
    this.#parts.transaction.run(() => {
      this.#finish.run(state, JSON.stringify(details), before.intentId)
      this.#recordEnd(after, by)
      if (by.open !== undefined) this.#baskets.save(by.open.basket, by.open.tenders)
    })
    return after
  }

  #recordEnd(payment: Payment, by: FinishedBy): void {
    const { journal } = this.#parts
    const { intentId, saleId, amountMinor, outcome } = payment
    if (outcome.state === 'pending' || outcome.state === 'unknown') return
    if (outcome.state !== 'approved') {
      const body = { saleId, intentId, amountMinor, outcome: outcome.state, reason: outcome.reason }
      journal.record('payment_failed', body, { actor: actorOf(by) })
    } else if (!isTaken(intentId, by)) {
      this.#claim.run('unclaimed', intentId)
      journal.record('payment_unclaimed', toUnclaimed(payment), { actor: actorOf(by) })
    }
  }

  /** Approved payments that no sale takes and nobody gave back yet, oldest first. */
  unclaimed(): UnclaimedPayment[] {
    return this.#unclaimed.all().map(toPayment).map(toUnclaimed)
  }

  /** Puts on the record that a customer has the money of an unclaimed payment again; 'not_found' when it is none. */
  giveBack(intentId: string, { operatorId }: { readonly operatorId: number }): UnclaimedPayment | DomainError {
    const { journal, transaction } = this.#parts
    const payment = this.unclaimed().find((candidate) => candidate.intentId === intentId)
    if (payment === undefined) return new DomainError('not_found', 'No such payment waits to be given back.')
    const { saleId, amountMinor } = payment
    transaction.run(() => {
      this.#claim.run('given_back', intentId)
      const body = { saleId, intentId, amountMinor, operatorId }
      journal.record('payment_given_back', body, { actor: operatorActor(operatorId) })
    })
    return payment
  }

  /** A payment by its id. */
  byId(intentId: string): Payment | undefined {
    const row = this.#byId.get(intentId)
    return row === undefined ? undefined : toPayment(row)
  }

  /** Payments whose end is not known, oldest first. */
  pending(): Payment[] {
    return this.#pending.all().map(toPayment)
  }

  /** All payments of a sale, oldest first. */
  bySale(saleId: string): Payment[] {
    return this.#bySale.all(saleId).map(toPayment)
  }
}
