import type { DomainError } from '#core/errors/domain-error.ts'
import type { OpenBasket } from '#kiosk/store/basket-store.ts'
import {
  PaymentStore as RightPaymentStore,
  type Payment,
  type PaymentIntent,
  type PaymentOutcome,
} from '#kiosk/store/payment-store.ts'

/** Planted: a card payment comes onto the disk with the terminal's answer, not before the terminal is asked. */
export class PaymentStore extends RightPaymentStore {
  readonly #begun = new Map<string, PaymentIntent>()

  override begin(intent: PaymentIntent): void {
    this.#begun.set(intent.intentId, intent)
  }

  override finish(
    intentId: string,
    outcome: PaymentOutcome,
    by: { readonly operatorId?: number; readonly open?: OpenBasket } = {},
  ): Payment | DomainError {
    const intent = this.#begun.get(intentId)
    if (intent !== undefined) super.begin(intent)
    this.#begun.delete(intentId)
    return super.finish(intentId, outcome, by)
  }
}
