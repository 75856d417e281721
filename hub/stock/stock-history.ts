import { readPolicy } from '#hub/catalogue/read-policy.ts'
import type { Reader } from '#hub/db/connection.ts'
import { localDate } from '#hub/ports/local-date.ts'
import { listMovements, listSoldDays } from '#hub/stock/stock-queries.ts'
import type { StockedProduct } from '#hub/stock/stocked-product.ts'

/** One line of a product's history: a movement that somebody made, or what a day of selling took. */
export interface HistoryItem {
  readonly change: number
  readonly reason: string
  readonly created_at: string
}

const DAY_MS = 86_400_000
/** Nobody counts a product more often than this in three months. */
const MOVEMENTS_MAX = 10_000

/** What was at the same time stays in its order. */
const newestFirst = (one: HistoryItem, other: HistoryItem): number =>
  Number(one.created_at < other.created_at) - Number(one.created_at > other.created_at)

/** What moved a product's stock in the last days, newest first. */
export async function readHistory(
  read: Reader,
  { id: productId, unit }: StockedProduct,
  nowMs: number,
  days: number,
): Promise<HistoryItem[]> {
  const { timeZone } = await readPolicy(read)
  const dates = Array.from({ length: days + 1 }, (_, back) => localDate(nowMs - back * DAY_MS, timeZone))
  const since = new Date(nowMs - days * DAY_MS).toISOString()
  const movements = await read.all(listMovements, { productId, since, rows: MOVEMENTS_MAX })
  const sold = await read.all(listSoldDays, { productId, dates: JSON.stringify(dates) })
  return [
    ...movements.map(({ change, reason, at }) => ({ change, reason, created_at: at })),
    ...sold.map(({ quantity, weight_grams: weightGrams, business_date: date }) => {
      return { change: 0 - (unit === 'gram' ? weightGrams : quantity), reason: 'sale', created_at: date }
    }),
  ].toSorted(newestFirst)
}
