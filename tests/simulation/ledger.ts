import type { EntryBodies, EntryType } from '#core/journal/entry-bodies.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import type { Refund } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'

/** The bodies of all entries of one type, in their order. */
export const bodiesOf = <T extends EntryType>(entries: readonly JournalEntry[], wanted: T): EntryBodies[T][] =>
  entries.flatMap(({ type, body }) => (type === wanted ? [body as EntryBodies[T]] : []))

/** What was sold and what went back, by the journals of one device or of all. */
export interface Ledger {
  readonly sales: readonly Sale[]
  readonly refunds: readonly Refund[]
}

/** Reads it out of a journal. */
export const ledgerOf = (entries: readonly JournalEntry[]): Ledger => ({
  sales: bodiesOf(entries, 'sale_completed') as readonly unknown[] as readonly Sale[],
  refunds: bodiesOf(entries, 'refund_completed'),
})

/** All of them in one. */
export const ledgerOfAll = (ledgers: readonly Ledger[]): Ledger => ({
  sales: ledgers.flatMap(({ sales }) => sales),
  refunds: ledgers.flatMap(({ refunds }) => refunds),
})

/** What a list comes to. */
export const sumOf = <T>(items: readonly T[], amountOf: (item: T) => number): number =>
  items.reduce((sum, item) => sum + amountOf(item), 0)

/** Sales that were undone as a whole. */
export const voidedIds = ({ refunds }: Ledger): ReadonlySet<string> =>
  new Set(refunds.flatMap(({ kind, originalSaleId }) => (kind === 'void' && originalSaleId ? [originalSaleId] : [])))
