import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { JournalEntry } from '#core/journal/entry.ts'
import { judgeEntry } from '#core/journal/replication.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import type { Refund } from '#core/refund/refund.ts'
import { NOTHING_REFUNDED, type Refunded } from '#core/refund/refunded.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { expectedCashMinor } from '#core/shift/shift-totals.ts'
import { openDatabase } from '#kiosk/store/open-database.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'
import { openTill } from '#tests/kiosk/store/till-fixture.ts'

const sha256 = (text: string): string => hash('sha256', text)

/** All entries of a till, oldest first. */
export const allEntries = (store: TillStore): JournalEntry[] =>
  store.journal.cursors().flatMap(({ stream, headSeq }) => Array.from(store.journal.read(stream, 0, headSeq)))

const brokenLinks = (entries: readonly JournalEntry[]): string[] => {
  const problems: string[] = []
  let last: JournalEntry | undefined
  for (const entry of entries) {
    const held = entry.stream === last?.stream ? last : undefined
    const verdict = judgeEntry(held, undefined, entry, sha256)
    if (verdict !== 'next') problems.push(`entry ${entry.seq} of ${entry.stream}: ${verdict}`)
    if (last !== undefined && entry.prevHash !== last.hash) problems.push(`entry ${entry.seq} does not follow`)
    last = entry
  }
  return problems
}

const salesProblems = (store: TillStore, sales: readonly Sale[]): string[] => {
  const problems = sales.flatMap(verifySale)
  for (const [index, sale] of sales.entries()) {
    if (sale.receiptNumber !== index + 1) problems.push(`receipt ${sale.receiptNumber} stands at ${index + 1}`)
    if (!store.sales.isRecorded(sale.saleId)) problems.push(`sale ${sale.saleId} is in the journal alone`)
  }
  const current = store.shifts.current()
  if (current === undefined) return problems
  const ofShift = sales.filter(({ shiftId }) => shiftId === current.shift.shiftId)
  const sumMinor = ofShift.reduce((sum, { totals }) => sum + totals.totalMinor, 0)
  if (sumMinor !== current.totals.grossMinor)
    problems.push(`the shift has ${current.totals.grossMinor}, not ${sumMinor}`)
  const { cashMinor, cardMinor, otherMinor } = current.totals
  if (cashMinor + cardMinor + otherMinor !== sumMinor) problems.push('the shift was not paid for')
  const { refundCashMinor } = current.totals
  if (expectedCashMinor(current.shift, current.totals) + refundCashMinor < cashMinor) {
    problems.push('the float is missing')
  }
  return problems
}

/** Each refund adds up, with the sale where it is of this till, and stands in its table once, under the next number. */
const refundProblems = (store: TillStore, sales: readonly Sale[], refunds: readonly Refund[]): string[] => {
  const before = new Map<string, Refunded>()
  return refunds.flatMap((refund, index) => {
    const sale = sales.find(({ saleId }) => saleId === refund.originalSaleId)
    const refunded = before.get(refund.originalSaleId ?? '') ?? NOTHING_REFUNDED
    const problems = verifyRefund(refund, sale, refunded)
    if (sale !== undefined) before.set(sale.saleId, addRefund(sale, refunded, refund))
    if (refund.refundNumber !== index + 1) problems.push(`refund ${refund.refundNumber} stands at ${index + 1}`)
    if (store.refunds.byId(refund.refundId) === undefined)
      problems.push(`${refund.refundLabel} is in the journal alone`)
    const { exchangeSaleId } = refund
    const isAlone = exchangeSaleId !== undefined && !store.sales.isRecorded(exchangeSaleId)
    if (isAlone) problems.push(`${refund.refundLabel} is exchanged for nothing`)
    return problems
  })
}

/** Sums of the projections against the journal's, and what SQLite says of its own file. */
const fileProblems = (folder: string): string[] => {
  const connection = openDatabase(join(folder, 'till.sqlite'), 'till')
  const problems: string[] = []
  const damage = connection.pragma('integrity_check', { simple: true })
  if (damage !== 'ok') problems.push(String(damage))
  if (connection.prepare('PRAGMA foreign_key_check').all().length > 0) problems.push('a foreign key points nowhere')
  const hasSales = connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sale_lines'").get() !== undefined
  if (hasSales) {
    const wrong = connection
      .prepare<[], number>(
        `SELECT count(*) FROM sales s WHERE total_minor <> cash_minor + card_minor + other_minor OR
          total_minor <> (SELECT sum(gross_minor) FROM sale_lines l WHERE l.sale_no = s.sale_no) OR
          total_minor <> (SELECT sum(amount_minor) FROM sale_tenders t WHERE t.sale_no = s.sale_no)`,
      )
      .pluck()
      .get()
    if (wrong !== 0) problems.push(`${wrong} sales do not add up`)
  }
  connection.close()
  return problems
}

/** The catalogue is one or the other, never something between. */
const catalogueProblems = ({ catalogue }: TillStore): string[] => {
  if (catalogue.revision() === 0) return []
  const isWhole =
    catalogue.policy() !== undefined &&
    catalogue.operatorByNumber(12) !== undefined &&
    catalogue.findByCode('SKU-1')?.id === 1 &&
    catalogue.search('sku', 1)[0]?.id === 1
  return isWhole ? [] : [`catalogue ${catalogue.revision()} is not whole`]
}

/** What stands in a till's data, and everything that is wrong with it, in words. */
export interface TillAudit {
  readonly saleIds: ReadonlySet<string>
  readonly problems: readonly string[]
}

/** Looks through an open store. */
export function auditStore(store: TillStore): TillAudit {
  const entries = allEntries(store)
  const sales = entries.filter(({ type }) => type === 'sale_completed').map(({ body }) => body as unknown as Sale)
  const refunds = entries.filter(({ type }) => type === 'refund_completed').map(({ body }) => body as unknown as Refund)
  return {
    saleIds: new Set(sales.map(({ saleId }) => saleId)),
    problems: [
      ...brokenLinks(entries),
      ...salesProblems(store, sales),
      ...refundProblems(store, sales, refunds),
      ...catalogueProblems(store),
    ],
  }
}

/** Starts a till on a folder as it was left, and looks through it and its file. */
export function auditFolder(folder: string): TillAudit {
  const store = openTill(folder)
  store.openStream()
  const { saleIds, problems } = auditStore(store)
  store.close()
  return { saleIds, problems: [...problems, ...fileProblems(folder)] }
}
