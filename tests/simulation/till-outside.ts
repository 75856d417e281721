import type { SimTill } from '#tests/simulation/sim-till.ts'
import type { Trace } from '#tests/simulation/trace.ts'
import { claim } from '#tests/simulation/violation.ts'

/** Watches what leaves a till for the world outside: paper, and an open drawer. */
export class TillOutside {
  readonly #till: SimTill
  readonly #trace: Trace
  readonly #printed = new Set<string>()
  #drawerCount = 0
  #cashSaleCount = 0
  #countedTo = 0

  constructor(till: SimTill, trace: Trace) {
    this.#till = till
    this.#trace = trace
  }

  onPrinted(label: string, isCopy: boolean): void {
    const { name } = this.#till.device
    this.#trace.note(name, `prints ${label}${isCopy ? ' as a copy' : ''}`)
    const isStored = this.#isStored(label)
    claim(isStored, () => `${name} printed ${label} before it was on the disk.`)
    claim(isCopy || !this.#printed.has(label), () => `${name} printed ${label} twice, and not as a copy.`)
    this.#printed.add(label)
  }

  onDrawer(reason: string): void {
    if (reason !== 'sale') return
    this.#drawerCount += 1
    const { name } = this.#till.device
    if (!this.#till.isInTransaction()) this.#countCashSales()
    claim(this.#drawerCount <= this.#cashSaleCount, () => {
      return `${name} opened the drawer ${this.#drawerCount} times for ${this.#cashSaleCount} sales and refunds in cash on its disk.`
    })
  }

  /** The till's disk is another now: labels may come again, and counting begins anew. */
  diskChanged(): void {
    this.#printed.clear()
    this.#drawerCount = 0
    this.#cashSaleCount = 0
    const [row] = this.#till.read<{ last: number | null }>('SELECT max(entry_no) AS last FROM entries')
    this.#countedTo = row?.last ?? 0
  }

  #countCashSales(): void {
    const [row] = this.#till.read<{ sales: number; last: number | null }>(
      `SELECT max(entry_no) AS last, count(*) FILTER (WHERE type IN ('sale_completed', 'refund_completed') AND text LIKE '%"kind":"cash"%') AS sales
       FROM entries WHERE entry_no > ?`,
      this.#countedTo,
    )
    this.#cashSaleCount += row?.sales ?? 0
    this.#countedTo = row?.last ?? this.#countedTo
  }

  #isStored(label: string): boolean {
    const number = Number(label.split('-').at(-1)?.replace('R', ''))
    const sql = label.includes('-R')
      ? 'SELECT 1 FROM refunds WHERE refund_no % 1000000000 = ?'
      : 'SELECT 1 FROM sales WHERE sale_no % 1000000000 = ?'
    return !this.#till.isInTransaction() && this.#till.read(sql, number).length === 1
  }
}
