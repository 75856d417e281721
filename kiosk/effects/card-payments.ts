import { DomainError } from '#core/errors/domain-error.ts'
import type { CardTender } from '#core/tender/tender.ts'
import type { DevicesClient } from '#drivers/socket/client.ts'
import { DeviceError } from '#drivers/socket/device-error.ts'
import { unsettledPayments } from '#kiosk/effects/unsettled-payments.ts'
import { fitsSale } from '#kiosk/state/take-tender.ts'
import type { CardAnswer, OpenIntent, TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'
import type { PaymentOutcome } from '#kiosk/store/payment-store.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

/** Longer than the driver waits for a customer who looks for the card, so that the driver has the last word. */
const CHARGE_TIMEOUT_MS = 190_000

/** What card payments work with; `state` is the till's now. */
export interface CardPaymentsParts {
  readonly store: TillStore
  readonly devices: Pick<DevicesClient, 'request'>
  readonly state: () => TillState
  readonly tell: (...events: readonly TillEvent[]) => void
  /** Called after what goes into the journal, so that it is sent. */
  readonly journalGrew: () => void
}

const outcomeOf = (answer: CardAnswer): PaymentOutcome => {
  switch (answer.outcome) {
    case 'approved': {
      const { approvalCode, scheme, last4 } = answer
      return { state: 'approved', approvalCode, scheme, last4 }
    }
    case 'declined':
      return { state: 'declined', reason: answer.reason }
    case 'not_found':
      return { state: 'not_charged', reason: 'the terminal knows nothing of it' }
    case 'unknown':
      return { state: 'unknown' }
  }
}

/** A look-up that failed leaves the payment as unknown as it was. */
const unlessDeviceFault = (error: unknown): CardAnswer => {
  if (!(error instanceof DeviceError)) throw error
  return { outcome: 'unknown' }
}

/** A charge that never reached the terminal took no money; any other fault leaves its end unknown. */
const answerOfFault = (error: unknown): CardAnswer => {
  const isNotAsked =
    error instanceof DeviceError &&
    (error.detail === 'NotSent' || (error.code === 'Offline' && error.device === 'terminal'))
  return isNotAsked ? { outcome: 'declined', reason: 'the card terminal is away' } : unlessDeviceFault(error)
}

/** Charges cards through the terminal. The intent is on the disk first; a lost answer stays unknown until it is looked up. */
export class CardPayments {
  readonly #parts: CardPaymentsParts

  constructor(parts: CardPaymentsParts) {
    this.#parts = parts
  }

  /** Commits the intent, asks the terminal, keeps the answer. */
  charge(intent: OpenIntent, operatorId: number): void {
    const { store, devices, state } = this.#parts
    const { basket, tenders, policy } = state()
    store.payments.begin(intent, basket === undefined ? undefined : { basket, tenders })
    const { intentId, amountMinor } = intent
    const charged = devices.request(
      'terminal.charge',
      { intentId, amountMinor, currency: policy.currency },
      { timeoutMs: CHARGE_TIMEOUT_MS },
    )
    void this.#settle(intent, charged.catch(answerOfFault), operatorId)
  }

  /** Asks the terminal what became of an intent. */
  lookUp(intentId: string): void {
    const { store, devices } = this.#parts
    const payment = store.payments.byId(intentId)
    if (payment !== undefined) {
      const told = devices.request('terminal.lookup', { intentId })
      void this.#settle(payment, told.catch(unlessDeviceFault), undefined)
    }
  }

  /** Asks the terminal to stop; its answer to the charge says whether it did. */
  cancel(intentId: string): void {
    // A terminal that is away cannot be asked; the charge itself then ends as unknown.
    this.#parts.devices.request('terminal.cancel', { intentId }).catch(() => undefined)
  }

  async #settle(intent: OpenIntent, asked: Promise<CardAnswer>, operatorId: number | undefined): Promise<void> {
    const answer = await asked
    const { store, tell, journalGrew } = this.#parts
    const open = answer.outcome === 'approved' ? this.#openWith(intent, answer) : undefined
    const by = { ...(operatorId === undefined ? {} : { operatorId }), ...(open === undefined ? {} : { open }) }
    const kept = store.payments.finish(intent.intentId, outcomeOf(answer), by)
    if (kept instanceof DomainError) return
    journalGrew()
    tell(
      { type: 'card_answered', intentId: intent.intentId, answer },
      { type: 'intents_changed', ...unsettledPayments(store) },
    )
  }

  /** The basket with the approved payment in it, to be kept in the same transaction as the approval. */
  #openWith(intent: OpenIntent, answer: Extract<CardAnswer, { outcome: 'approved' }>) {
    const state = this.#parts.state()
    const { basket, tenders } = state
    const { intentId, amountMinor } = intent
    // The state takes the payment by the same rule.
    if (basket === undefined || !fitsSale(state, intent.saleId, amountMinor)) return undefined
    const { approvalCode, scheme, last4 } = answer
    const tender: CardTender = { kind: 'card', amountMinor, intentId, approvalCode, scheme, last4 }
    return { basket, tenders: [...tenders, tender] }
  }
}
