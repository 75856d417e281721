import type { Sale, SaleTax } from '#core/sale/sale.ts'
import { methodOf } from '#core/tender/tender-method.ts'
import type { Tx } from '#hub/db/connection.ts'
import { productSums } from '#hub/reports/product-sums.ts'
import {
  addToDay,
  addToDayTaxes,
  addToDayTenders,
  addToProductDay,
  addToProductMonth,
  NO_TOTALS,
  type DayTaxRow,
} from '#hub/reports/rollup-queries.ts'

/** The day and the till that a fact counts on. */
export interface CountedOn {
  readonly businessDate: string
  readonly deviceNumber: number
}

/** The taxes of a sale, or with −1 those that went back, as a day adds them up. */
export const taxRows = (taxes: readonly SaleTax[], businessDate: string, sign: 1 | -1): DayTaxRow[] =>
  taxes.map(({ rateId, ratePpm, name, netMinor, taxMinor }) => {
    return { businessDate, rateId, ratePpm, name, netMinor: sign * netMinor, taxMinor: sign * taxMinor }
  })

/** Adds a sale to the roll-ups of its day. */
export async function applyToRollups(tx: Tx, sale: Sale, { businessDate, deviceNumber }: CountedOn): Promise<void> {
  const { itemCount, discountMinor, taxMinor, totalMinor } = sale.totals
  await tx.run(addToDay, {
    ...NO_TOTALS,
    businessDate,
    deviceNumber,
    saleCount: 1,
    itemCount,
    discountMinor,
    taxMinor,
    totalMinor,
  })
  await tx.runEach(
    addToDayTenders,
    sale.tenders.map((tender) => {
      return { businessDate, method: methodOf(tender), count: 1, amountMinor: tender.amountMinor }
    }),
  )
  await tx.runEach(addToDayTaxes, taxRows(sale.taxes, businessDate, 1))
  const sums = productSums(sale.lines, businessDate)
  await tx.runEach(addToProductDay, sums)
  await tx.runEach(addToProductMonth, sums)
}
