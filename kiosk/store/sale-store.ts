import type Sqlite from 'better-sqlite3'
import type { Basket } from '#core/basket/basket.ts'
import type { SellingRules } from '#core/basket/selling-rules.ts'
import type { Buyer } from '#core/customer/customer.ts'
import { assert } from '#core/errors/assert.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import { privateHash } from '#core/journal/seal.ts'
import type { RefundTender } from '#core/refund/refund.ts'
import { completeSale } from '#core/sale/complete-sale.ts'
import { receiptLabel, saleNumber } from '#core/sale/receipt-label.ts'
import type { Sale } from '#core/sale/sale.ts'
import { tenderSums } from '#core/shift/shift-totals.ts'
import type { ShiftTotals } from '#core/shift/shift.ts'
import type { Tender } from '#core/tender/tender.ts'
import { operatorActor } from '#kiosk/store/journal-store.ts'
import { NumberSeries } from '#kiosk/store/number-series.ts'
import type { PrintJobStore } from '#kiosk/store/print-job-store.ts'
import { readBody } from '#kiosk/store/read-body.ts'
import type { RefundStore } from '#kiosk/store/refund-store.ts'
import type { ReservationStore } from '#kiosk/store/reservation-store.ts'
import type { ShiftStore } from '#kiosk/store/shift-store.ts'
import type { StoreParts } from '#kiosk/store/store-parts.ts'
import { isoTime, type TillIdentity } from '#kiosk/store/store-ports.ts'
import { buyerOf, privateBuyer, type TaxInvoices } from '#kiosk/store/tax-invoices.ts'
import { uuidBytes } from '#kiosk/store/uuid-bytes.ts'

/** Sales in one list: more than anybody scrolls through at a till. */
const LAST_SALES_MAX = 100

/** What a sale takes from the catalogue in use. */
export interface SaleTerms {
  readonly currency: string
  readonly catalogueRevision: number
  readonly rules: SellingRules
}

/** What completing a sale touches beside its own tables. */
export interface SaleStoreParts extends StoreParts {
  readonly shifts: ShiftStore
  readonly printJobs: PrintJobStore
  readonly refunds: RefundStore
  readonly terms: () => SaleTerms
  readonly identity: TillIdentity
  readonly invoices: TaxInvoices
  readonly reservations: ReservationStore
}

/** Who sells; of an exchange also how the money of what came back moves. */
export interface SoldBy {
  readonly operator: { readonly id: number; readonly name: string }
  readonly exchangeTenders?: readonly RefundTender[]
}

interface SaleRow {
  readonly saleNo: number
  readonly entryNo: number
}

type SaleColumns = SaleRow &
  Pick<
    ShiftTotals,
    'itemCount' | 'grossMinor' | 'taxMinor' | 'discountMinor' | 'cashMinor' | 'cardMinor' | 'otherMinor'
  > & {
    readonly saleId: Buffer
    readonly shiftNo: number | null
  }

/** The sales made at this till. */
export class SaleStore {
  readonly #parts: SaleStoreParts
  readonly #insert: Sqlite.Statement<[SaleColumns]>
  readonly #byId: Sqlite.Statement<[Buffer], SaleRow>
  readonly #byNumber: Sqlite.Statement<[number], SaleRow>
  readonly #numbers: NumberSeries
  readonly #last: Sqlite.Statement<[number], SaleRow>

  constructor(parts: SaleStoreParts) {
    const { connection } = parts
    this.#parts = parts
    this.#insert = connection.prepare(`
      INSERT INTO sales (sale_no, sale_id, entry_no, shift_no, item_count, total_minor, tax_minor, discount_minor,
        cash_minor, card_minor, other_minor)
      VALUES (@saleNo, @saleId, @entryNo, @shiftNo, @itemCount, @grossMinor, @taxMinor, @discountMinor,
        @cashMinor, @cardMinor, @otherMinor)`)
    const columns = 'SELECT sale_no AS saleNo, entry_no AS entryNo FROM sales'
    this.#byId = connection.prepare(`${columns} WHERE sale_id = ?`)
    this.#byNumber = connection.prepare(`${columns} WHERE sale_no = ?`)
    this.#numbers = new NumberSeries(connection, 'receipt', {
      deviceNumber: parts.identity.deviceNumber,
      carriedNumber: parts.carried?.receiptNumber,
    })
    this.#last = connection.prepare(`${columns} ORDER BY sale_no DESC LIMIT ?`)
  }

  /**
   * Makes a paid basket a sale, in one transaction with everything that belongs to it; on the disk when this returns.
   * A sale that exists already comes back as it was recorded. Throws `CommitUnknownError`.
   */
  complete(basket: Basket, tenders: readonly Tender[], by: SoldBy): Sale | DomainError {
    this.#parts.transaction.requireKnown()
    const known = this.byId(basket.saleId)
    if (known !== undefined) return known
    const { terms, ports, shifts, identity, transaction, invoices } = this.#parts
    const receiptNumber = this.#numbers.next
    const { rules, ...sold } = terms()
    const facts = {
      ...sold,
      receiptNumber,
      receiptLabel: receiptLabel(identity.receiptPrefix, receiptNumber),
      shiftId: shifts.current()?.shift.shiftId ?? null,
      operatorId: by.operator.id,
      operatorName: by.operator.name,
      customerId: basket.customer?.id ?? null,
      completedAt: isoTime(ports.clock),
      ...(basket.buyer === undefined ? {} : { invoiceLabel: invoices.nextLabel }),
    }
    const sale = completeSale(basket, tenders, facts, rules)
    if (!(sale instanceof DomainError)) {
      transaction.run(() => {
        this.#recordExchange(basket, by)
        this.#record(sale, basket.buyer)
      })
    }
    return sale
  }

  /** The highest receipt number given out; it stays so when older sales are taken out. */
  keepHighestNumber(): number {
    return this.#numbers.keepHighest()
  }

  /** The number of a sale's entry. */
  entryNumberOf(saleId: string): number | undefined {
    return this.#byId.get(uuidBytes(saleId))?.entryNo
  }

  /** True once a sale with this id is recorded. */
  isRecorded(saleId: string): boolean {
    return this.#byId.get(uuidBytes(saleId)) !== undefined
  }

  /** A sale by its id. */
  byId(saleId: string): Sale | undefined {
    return this.#read(this.#byId.get(uuidBytes(saleId)))
  }

  /** A sale of this till by what its receipt says: `T3-000123`, or the number alone. */
  byLabel(label: string): Sale | undefined {
    const { deviceNumber, receiptPrefix } = this.#parts.identity
    const [, prefix = receiptPrefix, digits] = /^(?:(.+)-)?(\d{1,9})$/u.exec(label.trim()) ?? []
    if (digits === undefined || prefix.toUpperCase() !== receiptPrefix.toUpperCase()) return undefined
    return this.#read(this.#byNumber.get(saleNumber(deviceNumber, Number(digits))))
  }

  /** The newest sales, newest first. */
  last(limit: number): Sale[] {
    const rows = this.#last.all(Math.min(limit, LAST_SALES_MAX))
    return rows.map((row) => this.#read(row)).filter((sale) => sale !== undefined)
  }

  /** What came back in the same ticket is refunded with the sale, or neither happens. */
  #recordExchange({ exchange, saleId }: Basket, { operator, exchangeTenders = [] }: SoldBy): void {
    if (exchange === undefined) return
    const refund = this.#parts.refunds.complete(exchange, exchangeTenders, { operator, exchangeSaleId: saleId })
    assert(!(refund instanceof DomainError), 'What goes back of an exchange makes its sum.')
  }

  #record(sale: Sale, buyer: Buyer | undefined): void {
    const { shifts, printJobs, journal, reservations } = this.#parts
    const entry = this.#recordEntry(sale, buyer)
    this.adopt(sale, { entryNo: journal.entryNumber(entry), shiftNo: shifts.current()?.shiftNo ?? null })
    shifts.addSale(sale)
    printJobs.add('receipt', sale.saleId)
    for (const reservationId of sale.reservationIds ?? []) reservations.forget(reservationId)
  }

  /** Puts a sale whose entry stands in the journal into the table; in the transaction under way. */
  adopt(sale: Sale, { entryNo, shiftNo }: { readonly entryNo: number; readonly shiftNo: number | null }): void {
    const { cashMinor, cardMinor, otherMinor } = tenderSums(sale.tenders)
    const { itemCount, totalMinor: grossMinor, taxMinor, discountMinor } = sale.totals
    this.#insert.run({
      itemCount,
      grossMinor,
      taxMinor,
      discountMinor,
      cashMinor,
      cardMinor,
      otherMinor,
      saleNo: saleNumber(this.#parts.identity.deviceNumber, sale.receiptNumber),
      saleId: uuidBytes(sale.saleId),
      entryNo,
      shiftNo,
    })
  }

  #recordEntry(sale: Sale, buyer: Buyer | undefined): JournalEntry {
    const { journal, invoices, ports } = this.#parts
    const actor = operatorActor(sale.operatorId)
    if (buyer === undefined) return journal.record('sale_completed', sale, { actor })
    invoices.take()
    const part = privateBuyer(buyer, ports)
    const body = { ...sale, privateHash: privateHash(part, ports.sha256) }
    return journal.record('sale_completed', body, { actor, private: part })
  }

  /** Who bought, of a sale with a tax invoice. */
  buyerOf(saleId: string): Buyer | undefined {
    const row = this.#byId.get(uuidBytes(saleId))
    return row === undefined ? undefined : buyerOf(this.#parts.journal.byNumber(row.entryNo))
  }

  #read(row: SaleRow | undefined): Sale | undefined {
    return readBody(this.#parts.journal, row?.entryNo, 'sale_completed')
  }
}
