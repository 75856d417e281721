import type Sqlite from 'better-sqlite3'
import { DomainError } from '#core/errors/domain-error.ts'
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
   * Keeps what became of a payment, and with it the basket that an approval paid. 'not_found' without such an intent;
   * 'conflict' when its end was known already, and was another.
   */
  finish(
    intentId: string,
    outcome: PaymentOutcome,
    by: { readonly operatorId?: number; readonly open?: OpenBasket } = {},
  ): Payment | DomainError {
    const { journal, transaction } = this.#parts
    const row = this.#byId.get(intentId)
    if (row === undefined) return new DomainError('not_found', 'This payment was never begun here.')
    const before = toPayment(row)
    const isEnded = before.outcome.state !== 'pending' && before.outcome.state !== 'unknown'
    if (isEnded && before.outcome.state !== outcome.state) {
      return new DomainError('conflict', 'The end of this payment is known already.', { state: before.outcome.state })
    }
    const { state, ...details } = outcome
    transaction.run(() => {
      if (!isEnded) this.#finish.run(state, JSON.stringify(details), intentId)
      if (!isEnded && (state === 'declined' || state === 'cancelled' || state === 'not_charged')) {
        const { saleId, amountMinor } = before
        const body = { saleId, intentId, amountMinor, outcome: state, reason: outcome.reason }
        journal.record('payment_failed', body, {
          actor: by.operatorId === undefined ? PROGRAM : operatorActor(by.operatorId),
        })
      }
      if (by.open !== undefined) this.#baskets.save(by.open.basket, by.open.tenders)
    })
    return isEnded ? before : { ...before, outcome }
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
