import { refundMovements } from '#core/refund/refund-movements.ts'
import { saleMovements } from '#core/sale/sale-movements.ts'
import { sumOf, type Ledger } from '#tests/simulation/ledger.ts'
import { OPENING_STOCK, products } from '#tests/simulation/shop.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import { claim } from '#tests/simulation/violation.ts'

/** What the hub reports is what the tills and the API did, to the cent. */
export function checkHubSums(hub: SimHub, { sales, refunds }: Ledger): void {
  const soldMinor = sumOf(sales, ({ totals }) => totals.totalMinor)
  const backMinor = sumOf(refunds, ({ totals }) => totals.totalMinor)
  const [gross] = hub.committed<Record<string, number | null>>(
    `SELECT (SELECT sum(total_minor) FROM sales) AS sales, (SELECT sum(gross_minor) FROM sale_lines) AS lines,
       (SELECT sum(amount_minor) FROM sale_tenders) AS tenders`,
  )
  const [net] = hub.committed<Record<string, number | null>>(
    `SELECT (SELECT sum(total_minor) FROM day_totals) AS days, (SELECT sum(amount_minor) FROM day_tenders) AS day_tenders`,
  )
  for (const [name, sum] of Object.entries(gross ?? {})) {
    claim((sum ?? 0) === soldMinor, () => `The hub's ${name} make ${sum}, the tills sold for ${soldMinor}.`)
  }
  for (const [name, sum] of Object.entries(net ?? {})) {
    claim((sum ?? 0) === soldMinor - backMinor, () => {
      return `The hub's ${name} make ${sum}; ${soldMinor} were sold and ${backMinor} went back.`
    })
  }
  const tax = sumOf(sales, ({ totals }) => totals.taxMinor) - sumOf(refunds, ({ totals }) => totals.taxMinor)
  const [due] = hub.committed<{ tax: number | null }>('SELECT sum(tax_minor) AS tax FROM day_taxes')
  claim((due?.tax ?? 0) === tax, () => `The hub's taxes by day make ${due?.tax}, those of the tills ${tax}.`)
}

/** Stock is what its movements make, and those are what was sold and what came back to the shelf. */
export function checkStock(hub: SimHub, { sales, refunds }: Ledger): void {
  const levels = new Map<number, number>(products.map(({ id }) => [id, OPENING_STOCK]))
  const byId = new Map(sales.map((sale) => [sale.saleId, sale]))
  const moved = [
    ...sales.flatMap((sale) => saleMovements(sale)),
    ...refunds.flatMap(({ lines, originalSaleId }) => refundMovements(lines, byId.get(originalSaleId ?? ''))),
  ]
  for (const { productId, change } of moved) levels.set(productId, (levels.get(productId) ?? 0) + change)
  const rows = hub.committed<{ id: number; level: number; moved: number }>(
    `SELECT product_id AS id, level,
       (SELECT sum(change) FROM stock_movements WHERE product_id = stock_levels.product_id) AS moved
     FROM stock_levels`,
  )
  claim(rows.length === products.length, () => `The hub has levels of ${rows.length} products.`)
  for (const { id, level, moved: made } of rows) {
    claim(level === made, () => `Stock of ${id} is ${level}, its movements make ${made}.`)
    claim(level === levels.get(id), () => `Stock of ${id} is ${level} at the hub, the tills left ${levels.get(id)}.`)
  }
}

/** What is said where a disk went back: of a hub that has heard of all again, and of tills that forgot. */
const afterRollback: ReadonlySet<string> = new Set([
  'journal_parent_missing',
  'reservation_unknown',
  'refund_without_sale',
  'refund_wrong',
  'coupon_overused',
  'balance_exceeded',
])

/** What is said of a till whose disk went back, and of no other. */
const afterTillRollback: ReadonlySet<string> = new Set(['journal_forked', 'receipt_number_twice'])

/** What explains that something is odd. */
interface OddFacts {
  readonly unclaimed: readonly unknown[]
  readonly isTillDiskOld: boolean
  /** A refund took points back while they were reserved: the customer may have fewer than were burned. */
  readonly arePointsTakenBack: boolean
}

const expectedKinds = (hub: SimHub, { isTillDiskOld, arePointsTakenBack }: OddFacts): ReadonlySet<string> =>
  new Set([
    'payment_unclaimed',
    ...(isTillDiskOld || hub.rollbackCount > 0 ? afterRollback : []),
    ...(isTillDiskOld ? afterTillRollback : []),
    ...(arePointsTakenBack ? ['balance_exceeded'] : []),
  ])

/** What somebody has to look at is what the tills could not settle, each once, and nothing else. */
export function checkNothingOdd(hub: SimHub, facts: OddFacts): void {
  const { unclaimed } = facts
  const noted = hub.committed<{ id: string }>(
    `SELECT entries.id FROM exceptions JOIN entries ON entries.number = exceptions.entry_number
     WHERE kind = 'payment_unclaimed'`,
  )
  const isSame = noted.length === unclaimed.length && new Set(noted.map(({ id }) => id)).size === noted.length
  claim(isSame, () => `The hub noted ${noted.length} cards without a sale, the tills ${unclaimed.length}.`)
  const expected = expectedKinds(hub, facts)
  const odd = hub
    .committed<{ kind: string; detail: string }>('SELECT kind, detail FROM exceptions')
    .filter(({ kind }) => !expected.has(kind))
    .slice(0, 3)
  claim(odd.length === 0, () => `The hub noted: ${odd.map(({ kind, detail }) => `${kind} (${detail})`).join('; ')}`)
  const [kept] = hub.committed<{ count: number }>('SELECT count(*) AS count FROM quarantined_entries')
  claim(kept?.count === 0, () => `The hub keeps ${kept?.count} entries apart.`)
}
