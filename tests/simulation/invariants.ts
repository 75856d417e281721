import { canonicalJson } from '#core/journal/canonical-json.ts'
import type { JournalEntry } from '#core/journal/entry.ts'
import { saleNumber } from '#core/sale/receipt-label.ts'
import { saleMovements } from '#core/sale/sale-movements.ts'
import type { Sale } from '#core/sale/sale.ts'
import { checkCards } from '#tests/simulation/check-cards.ts'
import { checkCoupons } from '#tests/simulation/check-coupons.ts'
import { checkHeld } from '#tests/simulation/check-held.ts'
import { checkHubSums, checkNothingOdd, checkStock } from '#tests/simulation/check-hub.ts'
import { checkJournal, type StoredEntry } from '#tests/simulation/check-journal.ts'
import { checkPoints } from '#tests/simulation/check-points.ts'
import { checkRefundNumbers, checkRefunds, checkRefundsAtHub } from '#tests/simulation/check-refunds.ts'
import { checkReservations } from '#tests/simulation/check-reservations.ts'
import { checkCashAtHub, checkReports, checkShifts } from '#tests/simulation/check-shifts.ts'
import { bodiesOf, ledgerOf, ledgerOfAll } from '#tests/simulation/ledger.ts'
import { signer, type SimHub } from '#tests/simulation/sim-hub.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'
import { claim } from '#tests/simulation/violation.ts'

const tillEntries = (till: SimTill): StoredEntry[] =>
  till
    .read<{ text: string; hash: Buffer; private: string | null }>(
      'SELECT text, hash, private FROM journal ORDER BY entry_no',
    )
    .map(({ text, hash, private: personal }) => {
      const { stream, seq } = JSON.parse(text) as JournalEntry
      return { stream, seq, text, hash: hash.toString('hex'), private: personal }
    })

const hubEntries = (hub: SimHub, deviceNumber: number): StoredEntry[] =>
  hub.committed<StoredEntry>(
    `SELECT streams.stream, entries.seq, entries.text, entries.hash, entries.private
     FROM entries JOIN streams ON streams.number = entries.stream_number
     WHERE streams.device_number = ? ORDER BY streams.number, entries.seq`,
    deviceNumber,
  )

const byPlace = (one: StoredEntry, other: StoredEntry): number => {
  if (one.stream === other.stream) return one.seq - other.seq
  return one.stream < other.stream ? -1 : 1
}

const bodyOf = ({ text }: StoredEntry): JournalEntry => JSON.parse(text) as JournalEntry

/** What a till was heard to have sold is on its disk, as it was; asked after every start. */
export function checkNothingLost(till: SimTill): void {
  // One that was rebuilt has its older sales at the hub.
  if (till.disk.rollbackCount > 0) return
  for (const [saleId, sale] of till.acknowledged) {
    const stored = till.process.inspect(() => till.store().sales.byId(saleId))
    claim(stored !== undefined, () => `${till.device.name} lost the sale ${sale.receiptLabel}, which was acknowledged.`)
    const isSame = canonicalJson(stored) === canonicalJson(sale)
    claim(isSame, () => `${till.device.name} changed ${sale.receiptLabel}.`)
  }
  for (const [refundId, refund] of till.acknowledgedRefunds) {
    const stored = till.process.inspect(() => till.store().refunds.byId(refundId))
    claim(stored !== undefined && canonicalJson(stored) === canonicalJson(refund), () => {
      return `${till.device.name} lost or changed the refund ${refund.refundLabel}, which was acknowledged.`
    })
  }
}

/**
 * A basket is sold once, whatever happened on the way; it is known by the moment it was opened at. (Keys typed ahead can
 * open and pay a whole basket, and open the next, within one moment.)
 */
const checkNoneDoubled = (name: string, sales: readonly Sale[]): void => {
  const baskets = new Map<string, Sale>()
  for (const sale of sales) {
    const twin = baskets.get(sale.openedAt)
    const isTwice = twin !== undefined && twin.completedAt !== twin.openedAt
    claim(!isTwice, () => `${name} sold one basket twice: ${twin?.receiptLabel} and ${sale.receiptLabel}.`)
    baskets.set(sale.openedAt, sale)
  }
}

const checkReceiptNumbers = (name: string, sales: readonly Sale[]): void => {
  const numbers = sales.map(({ receiptNumber }) => receiptNumber)
  const isGapless = numbers.every((number, index) => number === index + 1)
  claim(isGapless, () => `${name}: receipts are not numbered without a gap: ${numbers.join(' ')}`)
}

const checkTables = (till: SimTill, sales: readonly Sale[]): void => {
  const { name } = till.device
  const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)
  const total = sum(sales.map(({ totals }) => totals.totalMinor))
  const [row] = till.read<{ sales: number; total: number | null; gross: number | null; paid: number | null }>(
    `SELECT count(*) AS sales, sum(total_minor) AS total, (SELECT sum(gross_minor) FROM sale_lines) AS gross,
       sum(cash_minor + card_minor + other_minor) AS paid FROM sales`,
  )
  claim(row?.sales === sales.length, () => `${name} has ${row?.sales} sales and ${sales.length} in its journal.`)
  const sums = [row.total ?? 0, row.gross ?? 0, row.paid ?? 0]
  claim(
    sums.every((one) => one === total),
    () => `${name}: sales, lines and tenders make ${sums.join(', ')}; the journal ${total}.`,
  )
}

const checkMovements = (till: SimTill, sales: readonly Sale[]): void => {
  const made = new Map<number, number>()
  for (const { productId, change } of sales.flatMap(saleMovements)) {
    made.set(productId, (made.get(productId) ?? 0) + change)
  }
  const kept = till.read<{ id: number; change: number }>(
    'SELECT product_id AS id, sum(change) AS change FROM stock_movements GROUP BY product_id',
  )
  claim(kept.length === made.size, () => `${till.device.name} moved ${kept.length} products and sold ${made.size}.`)
  for (const { id, change } of kept) {
    claim(made.get(id) === change, () => `${till.device.name} moved ${change} of ${id} and sold ${made.get(id)}.`)
  }
}

const checkAtHub = (hub: SimHub, till: SimTill, sales: readonly Sale[]): void => {
  const { name, deviceNumber } = till.device
  const held = hub.committed<{ id: number; uuid: string; total: number }>(
    'SELECT id, sale_uuid AS uuid, total_minor AS total FROM sales WHERE device_number = ? ORDER BY id',
    deviceNumber,
  )
  for (const sale of sales) {
    const copies = held.filter(({ uuid }) => uuid === sale.saleId)
    claim(copies.length === 1, () => `The hub has ${copies.length} of ${sale.receiptLabel}.`)
    claim(copies[0]?.total === sale.totals.totalMinor, () => `The hub has another total of ${sale.receiptLabel}.`)
    claim(
      copies[0].id === saleNumber(deviceNumber, sale.receiptNumber),
      () => `The hub renumbered ${sale.receiptLabel}.`,
    )
  }
  claim(held.length === sales.length, () => `The hub has ${held.length} sales of ${name}, which made ${sales.length}.`)
}

/** A till whose disk went back is rebuilt from the hub: what was sold is there, each sale once. */
const checkRolledBack = (hub: SimHub, till: SimTill, held: readonly StoredEntry[]): JournalEntry[] => {
  const { name } = till.device
  const entries = held.map(bodyOf)
  checkJournal(`${name} at the hub`, held, till.keyIds(), true)
  const { sales } = ledgerOf(entries)
  for (const [saleId, sale] of [...till.disk.kept, ...till.acknowledged]) {
    const copies = sales.filter((one) => one.saleId === saleId)
    claim(copies.length === 1, () => `The hub has ${copies.length} of ${sale.receiptLabel}, which was acknowledged.`)
    const isSame = canonicalJson({ ...copies[0] }) === canonicalJson({ ...sale })
    claim(isSame, () => `The hub has another ${sale.receiptLabel} than was acknowledged.`)
  }
  const [row] = hub.committed<{ count: number }>(
    'SELECT count(*) AS count FROM sales WHERE device_number = ?',
    till.device.deviceNumber,
  )
  claim(
    row?.count === sales.length,
    () => `The hub has ${row?.count} sales of ${name} and ${sales.length} in its journal.`,
  )
  checkCashAtHub(hub, till, entries)
  return entries
}

/** What one till says of itself, and what the hub holds of it; gives its journal. */
const checkTill = (hub: SimHub, till: SimTill): JournalEntry[] => {
  const { name, deviceNumber } = till.device
  const held = hubEntries(hub, deviceNumber)
  if (till.disk.rollbackCount > 0) return checkRolledBack(hub, till, held)
  checkNothingLost(till)
  const stored = tillEntries(till)
  // Streams may have come in another order than they were written; each has its own.
  const isSame = JSON.stringify(held.toSorted(byPlace)) === JSON.stringify(stored.toSorted(byPlace))
  claim(isSame, () => `The hub holds ${held.length} entries of ${name}, which wrote ${stored.length}.`)
  checkJournal(name, stored, till.keyIds(), false)
  const entries = stored.map(bodyOf)
  const { sales, refunds } = ledgerOf(entries)
  checkReceiptNumbers(name, sales)
  checkRefundNumbers(name, refunds)
  checkNoneDoubled(name, sales)
  checkTables(till, sales)
  checkMovements(till, sales)
  checkShifts(till, entries)
  checkReports(till, entries)
  checkCashAtHub(hub, till, entries)
  checkCards(till, entries)
  checkAtHub(hub, till, sales)
  return entries
}

/** Everything that must hold once all is well again: at the tills, at the hub, and between them. */
export function checkStore(hub: SimHub, tills: readonly SimTill[]): void {
  const records = tills.map((till) => ({ till, entries: checkTill(hub, till) }))
  const ofHub = hubEntries(hub, 0)
  checkJournal('The hub', ofHub, new Set([signer.keyId]), hub.rollbackCount > 0)
  const ofApi = ledgerOf(ofHub.map(bodyOf))
  checkRefundNumbers('The API', ofApi.refunds)
  const all = ledgerOfAll([...records.map(({ entries }) => ledgerOf(entries)), ofApi])
  checkRefunds(all)
  checkRefundsAtHub(hub, all.refunds)
  const isTillDiskOld = tills.some(({ disk }) => disk.rollbackCount > 0)
  const isDiskOld = hub.rollbackCount > 0 || isTillDiskOld
  checkCoupons(hub, all, isDiskOld)
  checkPoints(hub, all, isDiskOld)
  checkHubSums(hub, all)
  // A till whose disk went back no longer knows what it asked for, nor what it set aside.
  if (!isTillDiskOld) {
    checkHeld(records)
    checkReservations(hub, tills, all)
  }
  checkStock(hub, all)
  checkNothingOdd(hub, {
    unclaimed: records.flatMap(({ entries }) => bodiesOf(entries, 'payment_unclaimed')),
    isTillDiskOld,
    arePointsTakenBack: all.refunds.some(({ pointsTakenBack = 0 }) => pointsTakenBack > 0),
  })
}
