import type { Buyer } from '#core/customer/customer.ts'
import type { JournalEntry, PrivatePart } from '#core/journal/entry.ts'
import { invoiceLabel } from '#core/sale/receipt-label.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'
import type { StorePorts, TillIdentity } from '#kiosk/store/store-ports.ts'

const SALT_HEX_DIGITS = 32

/** The numbers of tax invoices: a series of its own for each till, without gaps, in the transaction of the sale. */
export class TaxInvoices {
  readonly #facts: FactsStore
  readonly #identity: TillIdentity

  constructor(facts: FactsStore, identity: TillIdentity) {
    this.#facts = facts
    this.#identity = identity
  }

  /** The number that the next tax invoice bears. */
  get next(): number {
    return Number(this.#facts.get(this.#name) ?? 0) + 1
  }

  /** As printed: `T3-INV-000001`. */
  get nextLabel(): string {
    return invoiceLabel(this.#identity.receiptPrefix, this.next)
  }

  /** The sale that bears the next number is recorded, in the transaction under way. */
  take(): void {
    this.#facts.set(this.#name, String(this.next))
  }

  // A till that takes another's place begins a series under its own number.
  get #name(): string {
    return `invoices_${this.#identity.deviceNumber}`
  }
}

/** Who buys, as it travels beside the sale: its salt keeps names from being guessed by their hash. */
export const privateBuyer = (buyer: Buyer, { newId, sha256 }: Pick<StorePorts, 'newId' | 'sha256'>): PrivatePart => ({
  salt: sha256(newId() + newId()).slice(0, SALT_HEX_DIGITS),
  data: { buyer },
})

/** Who bought, where it was not erased. */
export const buyerOf = (entry: JournalEntry | undefined): Buyer | undefined =>
  // Written by `privateBuyer` alone.
  entry?.private?.data['buyer'] as Buyer | undefined
