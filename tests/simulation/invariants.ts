import { canonicalJson } from '#core/journal/canonical-json.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { GENESIS_HASH, type JournalEntry, type JournalPlace } from '#core/journal/entry.ts'
import { hashedText } from '#core/journal/seal.ts'
import { saleNumber } from '#core/sale/receipt-label.ts'
import { saleMovements } from '#core/sale/sale-movements.ts'
import type { Sale } from '#core/sale/sale.ts'
import { addCancelled, addCashMovement, addSale, NO_SALES } from '#core/shift/shift-totals.ts'
import { checkCards } from '#tests/simulation/check-cards.ts'
import { sha256 } from '#tests/simulation/ids.ts'
import { OPENING_STOCK, products } from '#tests/simulation/shop.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import type { SimTill } from '#tests/simulation/sim-till.ts'
import { claim } from '#tests/simulation/violation.ts'

/** An entry as a database holds it. */
interface Stored {
  readonly stream: string
  readonly seq: number
  readonly text: string
  readonly hash: string
}

const tillEntries = (till: SimTill): Stored[] =>
  till
    .read<{ text: string; hash: Buffer }>('SELECT text, hash FROM journal ORDER BY entry_no')
    .map(({ text, hash }) => {
      const { stream, seq } = JSON.parse(text) as JournalEntry
      return { stream, seq, text, hash: hash.toString('hex') }
    })

const hubEntries = (hub: SimHub, deviceNumber: number): Stored[] =>
  hub.committed<Stored>(
    `SELECT streams.stream, entries.seq, entries.text, entries.hash
     FROM entries JOIN streams ON streams.number = entries.stream_number
     WHERE streams.device_number = ? ORDER BY streams.number, entries.seq`,
    deviceNumber,
  )

const byPlace = (one: Stored, other: Stored): number => {
  if (one.stream === other.stream) return one.seq - other.seq
  return one.stream < other.stream ? -1 : 1
}

const bodyOf = ({ text }: Stored): JournalEntry => JSON.parse(text) as JournalEntry

const hashBeforeStream = (parent: JournalPlace | null, hashes: ReadonlyMap<string, string>): string | undefined =>
  parent === null ? GENESIS_HASH : hashes.get(`${parent.stream}@${parent.seq}`)

/** Every entry's hash is that of its text, and every link holds: within a stream, and from a stream to its parent. */
const checkChain = (owner: string, entries: readonly Stored[]): void => {
  const hashes = new Map<string, string>()
  for (const { stream, seq, text, hash } of entries) {
    const entry = JSON.parse(text) as JournalEntry
    claim(sha256(hashedText(entry)) === hash, () => `${owner}: the hash of ${stream}@${seq} is wrong.`)
    const { parent } = entry.body as EntryBodies['stream_opened']
    const before = seq > 1 ? hashes.get(`${stream}@${seq - 1}`) : hashBeforeStream(parent, hashes)
    claim(before === entry.prevHash, () => `${owner}: ${stream}@${seq} does not follow the entry before it.`)
    hashes.set(`${stream}@${seq}`, hash)
  }
}

const salesOf = (entries: readonly Stored[]): Sale[] =>
  entries
    .map(bodyOf)
    .filter(({ type }) => type === 'sale_completed')
    .map(({ body }) => body as unknown as Sale)

/** What a till was heard to have sold is on its disk, as it was; asked after every start. */
export function checkNothingLost(till: SimTill): void {
  for (const [saleId, sale] of till.acknowledged) {
    const stored = till.process.inspect(() => till.store().sales.byId(saleId))
    claim(stored !== undefined, () => `${till.device.name} lost the sale ${sale.receiptLabel}, which was acknowledged.`)
    const isSame = canonicalJson(stored) === canonicalJson(sale)
    claim(isSame, () => `${till.device.name} changed ${sale.receiptLabel}.`)
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

const bodiesOf = <T extends keyof EntryBodies>(entries: readonly Stored[], type: T): EntryBodies[T][] =>
  entries
    .map(bodyOf)
    .filter((entry) => entry.type === type)
    .map(({ body }) => body as EntryBodies[T])

const movementsOf = (entries: readonly Stored[], shiftId: string): EntryBodies['cash_moved'][] =>
  bodiesOf(entries, 'cash_moved').filter((movement) => movement.shiftId === shiftId)

/** Each shift that ended has one Z, numbered without a gap, and the last one's perpetual total is all that they sold. */
const checkReports = (till: SimTill, entries: readonly Stored[], sales: readonly Sale[]): void => {
  const { name } = till.device
  const closed = new Set(bodiesOf(entries, 'shift_closed').map(({ shiftId }) => shiftId))
  const reports = bodiesOf(entries, 'shift_report').filter(({ kind }) => kind === 'z')
  const numbers = reports.map(({ reportNumber }) => reportNumber)
  claim(
    numbers.every((number, index) => number === index + 1) && reports.every(({ shiftId }) => closed.has(shiftId)),
    () => `${name}: Z reports are ${numbers.join(' ')} for ${closed.size} shifts that ended.`,
  )
  claim(reports.length === closed.size, () => `${name} has ${reports.length} Z reports of ${closed.size} shifts.`)
  const soldMinor = sales
    .filter(({ shiftId }) => shiftId !== null && closed.has(shiftId))
    .reduce((sum, { totals }) => sum + totals.totalMinor, 0)
  const grandMinor = reports.at(-1)?.grandTotal.salesMinor ?? 0
  claim(grandMinor === soldMinor, () => `${name}: the last Z has ${grandMinor} since the enrolment, sold ${soldMinor}.`)
}

/** What moved in the drawers without a sale is at the hub, each once. */
const checkCashAtHub = (hub: SimHub, till: SimTill, entries: readonly Stored[]): void => {
  const moved = bodiesOf(entries, 'cash_moved')
  const [row] = hub.committed<{ count: number; total: number | null }>(
    'SELECT count(*) AS count, sum(amount_minor) AS total FROM cash_movements WHERE device_number = ?',
    till.device.deviceNumber,
  )
  const total = moved.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  claim(
    row?.count === moved.length && (row.total ?? 0) === total,
    () =>
      `The hub has ${row?.count} movements of cash of ${till.device.name}, ${row?.total}; it made ${moved.length}, ${total}.`,
  )
}

const cancelledIn = (entries: readonly Stored[], shiftId: string): EntryBodies['basket_cancelled'][] =>
  entries
    .map(bodyOf)
    .flatMap(({ type, body }) => (type === 'basket_cancelled' ? [body as EntryBodies['basket_cancelled']] : []))
    .filter((cancelled) => cancelled.shiftId === shiftId)

const checkShifts = (till: SimTill, entries: readonly Stored[], sales: readonly Sale[]): void => {
  const opened = entries.map(bodyOf).filter(({ type }) => type === 'shift_opened')
  for (const { body } of opened) {
    const { shiftId } = body as EntryBodies['shift_opened']
    const sold = sales.filter((sale) => sale.shiftId === shiftId).reduce(addSale, NO_SALES)
    const moved = movementsOf(entries, shiftId).reduce(addCashMovement, sold)
    const made = cancelledIn(entries, shiftId).reduce(addCancelled, moved)
    const kept = till.process.inspect(() => {
      const { shifts } = till.store()
      return shifts.closeOf(shiftId)?.totals ?? shifts.current()?.totals
    })
    const isSame = kept !== undefined && canonicalJson({ ...kept }) === canonicalJson({ ...made })
    claim(
      isSame,
      () => `${till.device.name} keeps ${JSON.stringify(kept)} of a shift whose sales make ${JSON.stringify(made)}.`,
    )
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

const checkHubSums = (hub: SimHub, sales: readonly Sale[]): void => {
  const total = sales.reduce((sum, { totals }) => sum + totals.totalMinor, 0)
  const [row] = hub.committed<Record<string, number | null>>(
    `SELECT (SELECT sum(total_minor) FROM sales) AS sales, (SELECT sum(gross_minor) FROM sale_lines) AS lines,
       (SELECT sum(amount_minor) FROM sale_tenders) AS tenders, (SELECT sum(total_minor) FROM day_totals) AS days,
       (SELECT sum(amount_minor) FROM day_tenders) AS day_tenders`,
  )
  for (const [name, sum] of Object.entries(row ?? {})) {
    claim((sum ?? 0) === total, () => `The hub's ${name} make ${sum}, the tills sold for ${total}.`)
  }
  const tax = sales.reduce((sum, { totals }) => sum + totals.taxMinor, 0)
  const [due] = hub.committed<{ tax: number | null }>('SELECT sum(tax_minor) AS tax FROM day_taxes')
  claim((due?.tax ?? 0) === tax, () => `The hub's taxes by day make ${due?.tax}, those of the tills ${tax}.`)
}

/** What tills asked for is used or given back once they are at rest: an open reservation would block somebody for good. */
const checkNothingReserved = (hub: SimHub): void => {
  const open = hub.committed<{ id: string; kind: string }>("SELECT id, kind FROM reservations WHERE state = 'open'")
  claim(open.length === 0, () => `The hub keeps open: ${open.map(({ id, kind }) => `${kind} ${id}`).join(', ')}`)
}

const checkStock = (hub: SimHub, sales: readonly Sale[]): void => {
  const levels = new Map<number, number>(products.map(({ id }) => [id, OPENING_STOCK]))
  for (const sale of sales) {
    for (const { productId, change } of saleMovements(sale))
      levels.set(productId, (levels.get(productId) ?? 0) + change)
  }
  const rows = hub.committed<{ id: number; level: number; moved: number }>(
    `SELECT product_id AS id, level,
       (SELECT sum(change) FROM stock_movements WHERE product_id = stock_levels.product_id) AS moved
     FROM stock_levels`,
  )
  claim(rows.length === products.length, () => `The hub has levels of ${rows.length} products.`)
  for (const { id, level, moved } of rows) {
    claim(level === moved, () => `Stock of ${id} is ${level}, its movements make ${moved}.`)
    claim(level === levels.get(id), () => `Stock of ${id} is ${level} at the hub, the tills left ${levels.get(id)}.`)
  }
}

/** What somebody has to look at is what the tills could not settle, each once, and nothing else. */
const checkNothingOdd = (hub: SimHub, unclaimed: readonly JournalEntry[]): void => {
  const noted = hub.committed<{ id: string }>(
    `SELECT entries.id FROM exceptions JOIN entries ON entries.number = exceptions.entry_number
     WHERE kind = 'payment_unclaimed'`,
  )
  const isSame = noted.length === unclaimed.length && new Set(noted.map(({ id }) => id)).size === noted.length
  claim(isSame, () => `The hub noted ${noted.length} cards without a sale, the tills ${unclaimed.length}.`)
  const odd = hub.committed<{ kind: string; detail: string }>(
    "SELECT kind, detail FROM exceptions WHERE kind <> 'payment_unclaimed' LIMIT 3",
  )
  claim(odd.length === 0, () => `The hub noted: ${odd.map(({ kind, detail }) => `${kind} (${detail})`).join('; ')}`)
  const [kept] = hub.committed<{ count: number }>('SELECT count(*) AS count FROM quarantined_entries')
  claim(kept?.count === 0, () => `The hub keeps ${kept?.count} entries apart.`)
}

/** Everything that must hold once all is well again: at the tills, at the hub, and between them. */
export function checkStore(hub: SimHub, tills: readonly SimTill[]): void {
  const all: Sale[] = []
  const unclaimed: JournalEntry[] = []
  for (const till of tills) {
    checkNothingLost(till)
    const entries = tillEntries(till)
    const held = hubEntries(hub, till.device.deviceNumber)
    // Streams may have come in another order than they were written; each has its own.
    const isSame = JSON.stringify(held.toSorted(byPlace)) === JSON.stringify(entries.toSorted(byPlace))
    claim(isSame, () => `The hub holds ${held.length} entries of ${till.device.name}, which wrote ${entries.length}.`)
    checkChain(till.device.name, entries)
    const sales = salesOf(entries)
    checkReceiptNumbers(till.device.name, sales)
    checkNoneDoubled(till.device.name, sales)
    checkTables(till, sales)
    checkMovements(till, sales)
    checkShifts(till, entries, sales)
    checkReports(till, entries, sales)
    checkCashAtHub(hub, till, entries)
    checkCards(till, entries.map(bodyOf))
    unclaimed.push(...entries.map(bodyOf).filter(({ type }) => type === 'payment_unclaimed'))
    checkAtHub(hub, till, sales)
    all.push(...sales)
  }
  checkChain('hub', hubEntries(hub, 0))
  checkHubSums(hub, all)
  checkNothingReserved(hub)
  checkStock(hub, all)
  checkNothingOdd(hub, unclaimed)
}
