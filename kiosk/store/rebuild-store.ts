import type Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import { bodyOf } from '#core/journal/body-of.ts'
import type { TillRecord, TillStanding } from '#core/protocol/till-record.ts'
import type { Shift } from '#core/shift/shift.ts'
import { writeCarried } from '#kiosk/store/carried.ts'
import type { FactsStore } from '#kiosk/store/facts-store.ts'
import type { RefundStore } from '#kiosk/store/refund-store.ts'
import type { ReportStore } from '#kiosk/store/report-store.ts'
import type { SaleStore } from '#kiosk/store/sale-store.ts'
import type { Salvage, SalvagedEntry, SalvagedTable } from '#kiosk/store/salvage.ts'
import type { Transaction } from '#kiosk/store/transaction.ts'

const PENDING = 'rebuild_pending'

/** What a till's new file is filled from. */
export interface RebuildPlan {
  readonly standing: TillStanding
  /** The streams of this till that the hub holds. */
  readonly streams: TillRecord['streams']
  readonly salvage: Salvage
  /** Sales that the hub holds: what was about them is over. */
  readonly isAtHub: (saleId: string) => boolean
  /** The card went back in time: what it says is open may have ended since. */
  readonly isRolledBack: boolean
}

/** What the new file goes on with, for whoever looks into it later. */
export interface Rebuilt {
  readonly entries: number
  /** Receipt numbers between the hub's last and the next that nobody has a sale for. */
  readonly skipped: { readonly from: number; readonly to: number } | undefined
}

/** What rebuilding writes through. */
export interface RebuildParts {
  readonly connection: Sqlite.Database
  readonly transaction: Transaction
  readonly facts: FactsStore
  readonly deviceNumber: number
  readonly sales: SaleStore
  readonly refunds: RefundStore
  readonly reports: ReportStore
}

type Project = (parts: RebuildParts, entry: SalvagedEntry['entry'], entryNo: number) => void

const shiftNoOf = ({ connection }: RebuildParts, shiftId: string | null): number | null =>
  connection.prepare<[string | null], number>('SELECT shift_no FROM shifts WHERE shift_id = ?').pluck().get(shiftId) ??
  null

const addShift = ({ connection }: RebuildParts, shift: Shift, fromEntryNo: number): void =>
  void connection
    .prepare('INSERT INTO shifts (shift_id, shift, from_entry_no) VALUES (?, ?, ?)')
    .run(shift.shiftId, JSON.stringify(shift), fromEntryNo)

// The bodies were checked when the till wrote them, and their hashes were checked now.
const projections: Readonly<Record<string, Project>> = {
  shift_opened: (parts, entry, entryNo) => addShift(parts, bodyOf(entry, 'shift_opened'), entryNo),
  shift_closed: ({ connection }, entry) => {
    const close = bodyOf(entry, 'shift_closed')
    connection.prepare('UPDATE shifts SET close = ? WHERE shift_id = ?').run(JSON.stringify(close), close.shiftId)
  },
  sale_completed: (parts, entry, entryNo) => {
    const sale = bodyOf(entry, 'sale_completed')
    parts.sales.adopt(sale, { entryNo, shiftNo: shiftNoOf(parts, sale.shiftId) })
    const invoice = Number(/\d+$/u.exec(sale.invoiceLabel ?? '')?.[0] ?? 0)
    if (invoice > 0) parts.facts.set(`invoices_${parts.deviceNumber}`, String(invoice))
  },
  refund_completed: (parts, entry, entryNo) => {
    const refund = bodyOf(entry, 'refund_completed')
    parts.refunds.adopt(refund, { entryNo, shiftNo: shiftNoOf(parts, refund.shiftId) })
  },
  shift_report: (parts, entry, entryNo) => {
    const report = bodyOf(entry, 'shift_report')
    const shiftNo = shiftNoOf(parts, report.shiftId)
    if (shiftNo !== null) parts.reports.adopt(report, { entryNo, shiftNo })
  },
}

/** Puts the salvaged entries into the journal under the numbers they had within their streams; gives their count. */
const adoptStreams = (parts: RebuildParts, { streams }: Salvage): number => {
  const { connection } = parts
  const addStream = connection.prepare(
    'INSERT INTO streams (stream_no, stream, first_entry_no, acked_seq) VALUES (?, ?, ?, ?)',
  )
  const append = connection.prepare('INSERT INTO journal (entry_no, text, hash, private) VALUES (?, ?, ?, ?)')
  let next = streams[0]?.ackedSeq ?? 0
  let count = 0
  for (const [index, { stream, ackedSeq, entries }] of streams.entries()) {
    addStream.run(index + 1, stream, next + 1 - ackedSeq, ackedSeq)
    for (const { entry, text } of entries) {
      next += 1
      count += 1
      const part = entry.private === undefined ? null : JSON.stringify(entry.private)
      append.run(next, text, Buffer.from(entry.hash, 'hex'), part)
      projections[entry.type]?.(parts, entry, next)
    }
  }
  return count
}

type Row = Readonly<Record<string, unknown>>

/** A card that was charged for a sale which is nowhere is the customer's money, until somebody gives it back. */
const claimed = (row: Row, basket: Row | undefined): Row =>
  row['state'] === 'approved' && row['sale_id'] !== basket?.['sale_id'] ? { ...row, claim: 'unclaimed' } : row

const adoptRows = ({ connection, sales }: RebuildParts, plan: RebuildPlan): void => {
  const { salvage, isAtHub, isRolledBack } = plan
  const isOver = ({ sale_id: saleId }: Row): boolean =>
    typeof saleId === 'string' && (isAtHub(saleId) || salvage.isSold(saleId) || sales.isRecorded(saleId))
  const basket = salvage.rows.open_basket?.find((row) => !isOver(row))
  const keeps: Readonly<Record<SalvagedTable, (row: Row) => boolean>> = {
    open_basket: (row) => row === basket,
    held_baskets: () => !isRolledBack,
    held_at_hub: () => !isRolledBack,
    payment_intents: (row) => !isOver(row),
    open_reservations: () => true,
  }
  for (const [table, rows] of Object.entries(salvage.rows)) {
    for (const found of rows.filter(keeps[table as SalvagedTable])) {
      const row = table === 'payment_intents' ? claimed(found, basket) : found
      const columns = Object.keys(row)
      const places = columns.map((column) => `@${column}`).join(', ')
      connection.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`).run(row)
    }
  }
}

const skippedOf = (standing: TillStanding, salvage: Salvage): Rebuilt['skipped'] => {
  const sold = salvage.streams.flatMap(({ entries }) =>
    entries.flatMap(({ entry }) =>
      entry.type === 'sale_completed' ? [bodyOf(entry, 'sale_completed').receiptNumber] : [],
    ),
  )
  const last = Math.max(standing.receiptNumber, ...sold)
  return salvage.receiptNumber > last ? { from: last + 1, to: salvage.receiptNumber } : undefined
}

/**
 * True for a shift that is open at the hub where the till has opened another since: its card went back to before the
 * first, and somebody counted the drawer anew. The till goes on with the one that it knows.
 */
const isOvertaken = (shiftId: string, { streams }: Salvage): boolean => {
  for (const { entry } of streams.flatMap(({ entries }) => entries)) {
    if (entry.type === 'shift_closed' && entry.body['shiftId'] === shiftId) return false
    if (entry.type === 'shift_opened' && entry.body['shiftId'] !== shiftId) return true
  }
  return false
}

/** Why a till is rebuilt: its file is damaged or gone, or its card went back in time. */
export type RebuildReason = 'damaged' | 'rolled_back'

/** Marks a new file as one that is to be filled from the hub before anything is done with it. */
export const beginRebuild = (facts: FactsStore, transaction: Transaction, reason: RebuildReason): void =>
  transaction.run(() => facts.set(PENDING, reason))

/** Why a file waits for what the hub has; undefined for one that does not. */
export function pendingRebuild(facts: FactsStore): RebuildReason | undefined {
  const reason = facts.get(PENDING)
  return reason === 'damaged' || reason === 'rolled_back' ? reason : undefined
}

/**
 * Fills a till's new file from what the hub has and what could be read of the old one, in one transaction. The numbers go
 * on after the highest that was ever given out, so that none is given out twice.
 */
export function rebuild(parts: RebuildParts, plan: RebuildPlan): Rebuilt {
  const { connection, transaction, facts, deviceNumber } = parts
  const { standing, salvage } = plan
  assert(connection.prepare('SELECT 1 FROM streams').get() === undefined, 'Only a new file is filled.')
  const receiptNumber = Math.max(standing.receiptNumber, salvage.receiptNumber)
  return transaction.run(() => {
    writeCarried(facts, deviceNumber, { ...standing, receiptNumber, streams: plan.streams })
    if (standing.invoiceNumber > 0) facts.set(`invoices_${deviceNumber}`, String(standing.invoiceNumber))
    const shift = standing.shift?.shift
    if (shift !== undefined && !isOvertaken(shift.shiftId, salvage)) addShift(parts, shift, 1)
    const entries = adoptStreams(parts, salvage)
    adoptRows(parts, plan)
    facts.set(PENDING, 'no')
    return { entries, skipped: skippedOf(standing, salvage) }
  })
}
