import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import { prunedBeforeMs } from '#core/journal/pruning.ts'
import type { StreamCursor } from '#core/journal/replication.ts'
import { REFUND_POLICY_DEFAULT } from '#core/refund/refund-policy.ts'
import { NOTHING_SOLD } from '#core/shift/shift-report.ts'
import { BasketStore } from '#kiosk/store/basket-store.ts'
import { readCarried, writeCarried, type Carried } from '#kiosk/store/carried.ts'
import { CashStore } from '#kiosk/store/cash-store.ts'
import { CatalogueStore } from '#kiosk/store/catalogue-store.ts'
import { ErasureStore } from '#kiosk/store/erasure-store.ts'
import { FactsStore } from '#kiosk/store/facts-store.ts'
import { HeldAtHubStore } from '#kiosk/store/held-at-hub-store.ts'
import { HubContactStore } from '#kiosk/store/hub-contact-store.ts'
import { JournalStore, type JournalContext } from '#kiosk/store/journal-store.ts'
import { migrate, orClose } from '#kiosk/store/migrate.ts'
import { TILL_STEPS_OF_VERSION_BEFORE, tillMigrations } from '#kiosk/store/migrations.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import { PaymentStore } from '#kiosk/store/payment-store.ts'
import { PrintJobStore } from '#kiosk/store/print-job-store.ts'
import { PruneStore } from '#kiosk/store/prune-store.ts'
import {
  beginRebuild,
  pendingRebuild,
  rebuild,
  type Rebuilt,
  type RebuildPlan,
  type RebuildReason,
} from '#kiosk/store/rebuild-store.ts'
import { RefundStore } from '#kiosk/store/refund-store.ts'
import { ReplicationStore } from '#kiosk/store/replication-store.ts'
import { ReportStore } from '#kiosk/store/report-store.ts'
import { ReservationStore } from '#kiosk/store/reservation-store.ts'
import { SaleStore, type SaleTerms } from '#kiosk/store/sale-store.ts'
import { ShiftStore } from '#kiosk/store/shift-store.ts'
import { SignInStore } from '#kiosk/store/sign-in-store.ts'
import type { StorePorts, TillIdentity } from '#kiosk/store/store-ports.ts'
import { TaxInvoices } from '#kiosk/store/tax-invoices.ts'
import { auditTill, type TillAudit } from '#kiosk/store/till-audit.ts'
import { Transaction } from '#kiosk/store/transaction.ts'

/** What a till's store is made of. */
export interface TillStoreParts extends StorePorts {
  /** The kiosk's data folder; made when it is not there. */
  readonly folder: string
  readonly identity: TillIdentity
  readonly softwareVersion: string
}

/** All that a till remembers: one SQLite file for what may never be lost, one for the catalogue's replica. */
export class TillStore {
  readonly #connection: Sqlite.Database
  readonly #parts: TillStoreParts
  readonly #transaction: Transaction
  readonly #facts: FactsStore
  readonly #carried: Carried | undefined
  readonly journal: JournalStore
  readonly catalogue: CatalogueStore
  readonly baskets: BasketStore
  readonly heldAtHub: HeldAtHubStore
  readonly payments: PaymentStore
  readonly sales: SaleStore
  readonly refunds: RefundStore
  readonly reservations: ReservationStore
  readonly reports: ReportStore
  readonly shifts: ShiftStore
  readonly cash: CashStore
  readonly signIns: SignInStore
  readonly printJobs: PrintJobStore
  readonly replication: ReplicationStore
  readonly erasures: ErasureStore
  readonly hubContact: HubContactStore

  /** Opens the store. Throws `DataLockedError` or `DataNewerError`, which whoever started the kiosk can mend. */
  constructor(parts: TillStoreParts) {
    mkdirSync(parts.folder, { recursive: true })
    this.#parts = parts
    this.#connection = openDatabase(join(parts.folder, 'till.sqlite'), 'till')
    const connection = this.#connection
    orClose(connection, () => migrate(connection, tillMigrations, TILL_STEPS_OF_VERSION_BEFORE))
    const transaction = new Transaction(connection)
    this.#transaction = transaction
    const facts = new FactsStore(connection)
    this.#facts = facts
    const { folder } = parts
    this.catalogue = orClose(connection, () => new CatalogueStore({ folder, facts, transaction }))
    this.journal = new JournalStore(connection, transaction, parts, this.#journalContext())
    this.#carried = readCarried(facts, parts.identity.deviceNumber)
    const shared = { connection, transaction, ports: parts, journal: this.journal, carried: this.#carried }
    const terms = (): SaleTerms => this.#terms()
    this.heldAtHub = new HeldAtHubStore(shared)
    const { heldAtHub } = this
    this.baskets = new BasketStore(
      { ...shared, terms, heldAtHub },
      {
        isSold: (saleId) => this.sales.isRecorded(saleId),
        shiftId: () => this.shifts.current()?.shift.shiftId ?? null,
        onCancelled: (cancelled) => this.shifts.addCancelled(cancelled),
      },
    )
    this.payments = new PaymentStore(shared, this.baskets)
    this.printJobs = new PrintJobStore(shared)
    this.reports = new ReportStore({
      ...shared,
      printJobs: this.printJobs,
      identity: parts.identity,
      currency: () => this.#terms().currency,
      operatorName: (operatorId) => this.catalogue.operators().find(({ id }) => id === operatorId)?.name ?? '',
    })
    this.shifts = new ShiftStore(shared, this.reports, {
      isBasketOpen: () => this.baskets.isOpen(),
      unfinishedPayments: () => this.payments.pending().length,
      unclaimedPayments: () => this.payments.unclaimed().length,
    })
    this.cash = new CashStore(shared, this.shifts)
    this.reservations = new ReservationStore(shared)
    const { shifts, printJobs, reservations } = this
    const recorded = { ...shared, shifts, printJobs, identity: parts.identity }
    this.refunds = new RefundStore({ ...recorded, reservations })
    this.sales = new SaleStore({
      ...recorded,
      refunds: this.refunds,
      reservations,
      terms,
      invoices: new TaxInvoices(facts, parts.identity),
    })
    this.signIns = new SignInStore(shared)
    this.replication = new ReplicationStore(shared, facts)
    this.erasures = new ErasureStore(shared, facts)
    this.hubContact = new HubContactStore(parts.clock, facts, transaction)
  }

  /** Looks through the whole of the file, piece by piece. */
  audit(): Generator<void, TillAudit> {
    return auditTill({ connection: this.#connection, sha256: this.#parts.sha256 })
  }

  /** Marks this file, which is new, as one that is to be filled from the hub. */
  beginRebuild(reason: RebuildReason): void {
    beginRebuild(this.#facts, this.#transaction, reason)
  }

  /** All streams that this till knows of, oldest first, as it has them now; those of a file that was lost are the hub's. */
  knownStreams(): readonly Pick<StreamCursor, 'stream' | 'headSeq'>[] {
    const lost = (this.#carried?.streams ?? []).map(({ stream }) => ({ stream, headSeq: Infinity }))
    return [...lost, ...this.journal.cursors()]
  }

  /** Why this file is to be filled from the hub before anything is done with it; undefined for one that is not. */
  pendingRebuild(): RebuildReason | undefined {
    return pendingRebuild(this.#facts)
  }

  /** Fills this file from the hub and from the one before; the store is opened anew after that. */
  rebuild(plan: RebuildPlan): Rebuilt {
    const { deviceNumber } = this.#parts.identity
    const { sales, refunds, reports } = this
    return rebuild(
      {
        connection: this.#connection,
        transaction: this.#transaction,
        facts: this.#facts,
        deviceNumber,
        sales,
        refunds,
        reports,
      },
      plan,
    )
  }

  /** Begins this boot's stream of the journal, before anything else is recorded. */
  openStream(): JournalEntry {
    // What an earlier boot wrote counts as handed over, as far as it was written.
    this.replication.linkDown()
    return this.journal.openStream(this.#parts.identity, this.#parts.softwareVersion)
  }

  /** True for a sale of which this till may give back without the hub: no other can know of it. */
  mayRefundAlone(saleId: string): boolean {
    const entryNumber = this.sales.entryNumberOf(saleId)
    return entryNumber !== undefined && this.replication.isKnownHereAlone(entryNumber)
  }

  /** Moves the logs into the databases where they have grown; only while no basket is open. True when one was. */
  checkpoint(): boolean {
    assert(!this.baskets.isOpen(), 'Nobody waits for a checkpoint.')
    const isMoved = this.#transaction.checkpoint()
    return this.catalogue.checkpoint() || isMoved
  }

  /**
   * What the journal needs while nobody is served: an anchor for what was written in the last hour, and room for what
   * comes. True when something was written that the hub is to have.
   */
  keepJournal(): boolean {
    assert(!this.baskets.isOpen(), 'Nobody waits while older entries are taken out.')
    const isAnchored = this.journal.anchorIfStale()
    const daysMax = this.catalogue.policy()?.refunds?.daysMax ?? REFUND_POLICY_DEFAULT.daysMax
    return this.#pruneStore().prune(prunedBeforeMs(this.hubContact.trustedMs(), daysMax)) || isAnchored
  }

  /** What this till is called. */
  tillName(): string {
    return this.#parts.identity.deviceName
  }

  close(): void {
    this.catalogue.close()
    this.#connection.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #pruneStore(): PruneStore {
    const { deviceNumber } = this.#parts.identity
    return new PruneStore({
      connection: this.#connection,
      transaction: this.#transaction,
      ports: this.#parts,
      journal: this.journal,
      carried: this.#carried,
      replication: this.replication,
      deviceNumber,
      keepNumbers: () => writeCarried(this.#facts, deviceNumber, this.#goesOnFrom()),
    })
  }

  /** What a till goes on from whose older sales, refunds and reports are no longer here. */
  #goesOnFrom(): Carried {
    const { shift = null, streams = [], invoiceNumber = 0, grandTotal = NOTHING_SOLD } = this.#carried ?? {}
    return {
      ...this.reports.keepHighestNumbers(),
      receiptNumber: this.sales.keepHighestNumber(),
      refundNumber: this.refunds.keepHighestNumber(),
      invoiceNumber,
      grandTotal: this.reports.grandTotal(undefined) ?? grandTotal,
      shift,
      streams,
    }
  }

  #journalContext(): JournalContext {
    return {
      businessDate: () => this.shifts.current()?.shift.businessDate ?? null,
      grandTotal: () => this.reports.grandTotal(this.shifts.current()),
    }
  }

  #terms(): SaleTerms {
    const policy = this.catalogue.policy()
    assert(policy !== undefined, 'A till sells by a catalogue.')
    return {
      currency: policy.currency,
      catalogueRevision: this.catalogue.revision(),
      rules: this.catalogue.sellingRules(),
    }
  }
}
