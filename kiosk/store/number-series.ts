import type Sqlite from 'better-sqlite3'
import { assert } from '#core/errors/assert.ts'
import { saleNumber } from '#core/sale/receipt-label.ts'

/** Numbers of receipts and of refunds have nine digits in the API's ids. */
const NUMBER_MAX = 999_999_999

/** Where each series is kept. */
const tables = {
  receipt: 'SELECT max(sale_no) FROM sales WHERE sale_no BETWEEN ? AND ?',
  refund: 'SELECT max(refund_no) FROM refunds WHERE refund_no BETWEEN ? AND ?',
} as const

/** The numbers of this till's receipts, or of its refunds: each one higher than the last, without gaps. */
export class NumberSeries {
  readonly #highest: Sqlite.Statement<[number, number], number | null>
  readonly #none: number
  #carriedNumber: number

  /** `carriedNumber` is the highest that the hub knows of, where the till's own file was lost. */
  constructor(
    connection: Sqlite.Database,
    of: keyof typeof tables,
    { deviceNumber, carriedNumber = 0 }: { readonly deviceNumber: number; readonly carriedNumber?: number | undefined },
  ) {
    this.#highest = connection.prepare<[number, number], number | null>(tables[of]).pluck()
    this.#none = saleNumber(deviceNumber, 0)
    this.#carriedNumber = carriedNumber
  }

  /** The highest number given out, 0 before the first; remembered, also where its row goes. */
  keepHighest(): number {
    this.#carriedNumber = this.next - 1
    return this.#carriedNumber
  }

  /** The number that the next one bears. */
  get next(): number {
    const last = (this.#highest.get(this.#none, this.#none + NUMBER_MAX) ?? this.#none) - this.#none
    const next = Math.max(last, this.#carriedNumber) + 1
    assert(next <= NUMBER_MAX, 'Numbers of receipts and refunds have nine digits.')
    return next
  }
}
