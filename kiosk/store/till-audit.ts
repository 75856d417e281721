import type Sqlite from 'better-sqlite3'
import { GENESIS_HASH, type JournalEntry } from '#core/journal/entry.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Sale } from '#core/sale/sale.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { tenderSums } from '#core/shift/shift-totals.ts'
import { uuidBytes } from '#kiosk/store/uuid-bytes.ts'

/** Entries looked through at once: some milliseconds, so that a key is answered in between. */
const ENTRIES_A_STEP = 50

/** More than so many say no more than the first ones. */
const PROBLEMS_MAX = 20

/** `file`: what SQLite says of its own file; `chain`: an entry is not what was written; `money`: sums do not agree. */
interface AuditProblem {
  readonly kind: 'file' | 'chain' | 'money'
  readonly what: string
}

/** What a whole look through a till's file came to. */
export interface TillAudit {
  readonly entryCount: number
  readonly saleCount: number
  readonly problems: readonly AuditProblem[]
}

/** What is looked through. */
export interface AuditParts {
  readonly connection: Sqlite.Database
  readonly sha256: Sha256
}

interface EntryRow {
  readonly entryNo: number
  readonly text: string
  readonly hash: Buffer
}

type Entry = Omit<JournalEntry, 'hash'>

interface SaleRow {
  readonly itemCount: number
  readonly totalMinor: number
  readonly taxMinor: number
  readonly discountMinor: number
  readonly cashMinor: number
  readonly cardMinor: number
  readonly otherMinor: number
}

/** Follows the chain from entry to entry, and adds the sales up as it meets them. */
class EntryAudit {
  readonly #sha256: Sha256
  readonly #sale: Sqlite.Statement<[Buffer], SaleRow>
  readonly problems: AuditProblem[] = []
  #last: { readonly stream: string; readonly seq: number; readonly hash: string } | undefined
  entryCount = 0
  saleCount = 0

  constructor({ connection, sha256 }: AuditParts) {
    this.#sha256 = sha256
    this.#sale = connection.prepare(`
      SELECT item_count AS itemCount, total_minor AS totalMinor, tax_minor AS taxMinor, discount_minor AS discountMinor,
        cash_minor AS cashMinor, card_minor AS cardMinor, other_minor AS otherMinor
      FROM sales WHERE sale_id = ?`)
  }

  take({ entryNo, text, hash: bytes }: EntryRow): void {
    const hash = bytes.toString('hex')
    this.entryCount += 1
    if (this.#sha256(text) !== hash) return this.#note('chain', `entry ${entryNo} is not what was written`)
    const entry = JSON.parse(text) as Entry
    if (!this.#follows(entry)) this.#note('chain', `entry ${entryNo} does not follow the one before it`)
    this.#last = { stream: entry.stream, seq: entry.seq, hash }
    // The body was checked when it was written, and the hash says that it is still the same.
    if (entry.type === 'sale_completed') this.#takeSale(entry.body as unknown as Sale)
  }

  #follows({ stream, seq, prevHash, body }: Entry): boolean {
    const last = this.#last
    // What came before the oldest entry was pruned, or lost with an earlier file.
    if (last === undefined) return true
    if (stream === last.stream) return seq === last.seq + 1 && prevHash === last.hash
    const parent = body['parent']
    const isRoot = parent === null && prevHash === GENESIS_HASH
    return seq === 1 && (prevHash === last.hash || isRoot)
  }

  #takeSale(sale: Sale): void {
    this.saleCount += 1
    for (const what of verifySale(sale)) this.#note('money', `${sale.receiptLabel}: ${what}`)
    const row = this.#sale.get(uuidBytes(sale.saleId))
    if (row === undefined) return this.#note('money', `${sale.receiptLabel} is in the journal alone`)
    const { itemCount, totalMinor, taxMinor, discountMinor } = sale.totals
    const { cashMinor, cardMinor, otherMinor } = tenderSums(sale.tenders)
    const wanted: SaleRow = { itemCount, totalMinor, taxMinor, discountMinor, cashMinor, cardMinor, otherMinor }
    const isSame = (Object.keys(wanted) as (keyof SaleRow)[]).every((name) => row[name] === wanted[name])
    if (!isSame) this.#note('money', `${sale.receiptLabel} stands otherwise in the sums`)
  }

  #note(kind: AuditProblem['kind'], what: string): void {
    if (this.problems.length < PROBLEMS_MAX) this.problems.push({ kind, what })
  }
}

function* fileProblems(connection: Sqlite.Database): Generator<void, AuditProblem[]> {
  const problems: AuditProblem[] = []
  const tables = connection.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  for (const table of tables) {
    yield
    const found: unknown = connection.pragma(`integrity_check(${table})`, { simple: true })
    if (found !== 'ok') problems.push({ kind: 'file', what: `${table}: ${String(found)}` })
  }
  return problems
}

/**
 * Looks through the whole of a till's file, piece by piece: what SQLite says of each table, every entry's hash and place in
 * the chain, every sale's sums, in the entry, by its lines and tenders, and in the table that reports read. What a till
 * took from stock is a view of its sales' lines, and right where they are.
 */
export function* auditTill(parts: AuditParts): Generator<void, TillAudit> {
  const { connection } = parts
  const problems = yield* fileProblems(connection)
  const newest = connection.prepare<[], number>('SELECT ifnull(max(entry_no), 0) FROM journal').pluck().get() ?? 0
  const next = connection.prepare<[number, number, number], EntryRow>(
    'SELECT entry_no AS entryNo, text, hash FROM journal WHERE entry_no > ? AND entry_no <= ? ORDER BY entry_no LIMIT ?',
  )
  const audit = new EntryAudit(parts)
  for (let from = 0; ;) {
    const rows = next.all(from, newest, ENTRIES_A_STEP)
    for (const row of rows) audit.take(row)
    const last = rows.at(-1)
    if (last === undefined) break
    from = last.entryNo
    yield
  }
  const { entryCount, saleCount } = audit
  return { entryCount, saleCount, problems: [...problems, ...audit.problems] }
}
