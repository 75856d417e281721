import type { DomainError } from '#core/errors/domain-error.ts'
import type { OpenBasket } from '#kiosk/store/basket-store.ts'
import {
  PaymentStore as RightPaymentStore,
  type Payment,
  type PaymentOutcome,
  type UnclaimedPayment,
} from '#kiosk/store/payment-store.ts'

/** Planted: a card that was charged without a sale is known until the till goes off. */
export class PaymentStore extends RightPaymentStore {
  readonly #finished = new Set<string>()

  override finish(
    intentId: string,
    outcome: PaymentOutcome,
    by: { readonly operatorId?: number; readonly open?: OpenBasket } = {},
  ): Payment | DomainError {
    this.#finished.add(intentId)
    return super.finish(intentId, outcome, by)
  }

  override unclaimed(): UnclaimedPayment[] {
    return super.unclaimed().filter(({ intentId }) => this.#finished.has(intentId))
  }
}
