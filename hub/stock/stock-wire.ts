import { Type, type Static } from 'typebox'
import { numberOfMinor } from '#hub/http/money.ts'
import { nullable } from '#hub/http/wire.ts'

export const summaryOut = Type.Object({
  total_products: Type.Integer(),
  in_stock: Type.Integer(),
  out_of_stock: Type.Integer(),
  low_stock: Type.Integer(),
  total_quantity: Type.Integer(),
  total_value: Type.Number(),
  timestamp: Type.String(),
})
const item = {
  id: Type.Integer(),
  name: Type.String(),
  sku: nullable(Type.String()),
  barcode: nullable(Type.String()),
  category_id: nullable(Type.Integer()),
  price: Type.Number(),
  cost: nullable(Type.Number()),
  min_qty: Type.Integer(),
  updated_at: Type.String(),
}
const lowItem = Type.Object({ ...item, current_qty: Type.Integer(), shortage: Type.Integer() })
const outItem = Type.Object(item)
export const lowStockOut = Type.Object({ count: Type.Integer(), items: Type.Array(lowItem) })
export const outOfStockOut = Type.Object({ count: Type.Integer(), items: Type.Array(outItem) })

const changeOut = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  change: Type.Integer(),
  reason: Type.String(),
  timestamp: Type.String(),
})
export const adjustOut = Type.Object({
  ...changeOut.properties,
  quantity: Type.Integer(),
  min_quantity: Type.Integer(),
})
export const setOut = Type.Object({
  ...changeOut.properties,
  previous_quantity: Type.Integer(),
  new_quantity: Type.Integer(),
})
export const historyOut = Type.Object({
  product_id: Type.Integer(),
  product_name: Type.String(),
  days: Type.Integer(),
  count: Type.Integer(),
  items: Type.Array(
    Type.Object({
      change: Type.Integer(),
      reason: Type.String({ description: 'sale: what a day of selling took, less what voids brought back.' }),
      created_at: Type.String({ description: 'The time; of a day of selling the date.' }),
    }),
  ),
})
export const alertOut = Type.Object({
  product_id: Type.Integer(),
  product_name: Type.String(),
  quantity: Type.Integer(),
  min_quantity: Type.Integer(),
  status: Type.String(),
  alert_sent: Type.Boolean(),
})

interface StockRow {
  readonly id: number
  readonly name: string
  readonly sku: string | null
  readonly barcode: string | null
  readonly department_id: number | null
  readonly price_minor: number
  readonly cost_minor: number | null
  readonly minimum_quantity: number
  readonly updated_at: string
  readonly level: number | null
}

export const itemToWire = (row: StockRow, exponent: number): Static<typeof outItem> => ({
  id: row.id,
  name: row.name,
  sku: row.sku,
  barcode: row.barcode,
  category_id: row.department_id,
  price: numberOfMinor(row.price_minor, exponent),
  cost: row.cost_minor === null ? null : numberOfMinor(row.cost_minor, exponent),
  min_qty: row.minimum_quantity,
  updated_at: row.updated_at,
})

export const lowToWire = (row: StockRow, threshold: number | undefined, exponent: number): Static<typeof lowItem> => {
  const level = row.level ?? 0
  return { ...itemToWire(row, exponent), current_qty: level, shortage: (threshold ?? row.minimum_quantity) - level }
}

/** The sums of the whole stock, as the query gives them. */
interface StockSums {
  readonly total_products: number
  readonly in_stock: number
  readonly out_of_stock: number
  readonly low_stock: number
  readonly total_quantity: number
  readonly value_minor: number
}

const NO_STOCK: StockSums = {
  total_products: 0,
  in_stock: 0,
  out_of_stock: 0,
  low_stock: 0,
  total_quantity: 0,
  value_minor: 0,
}

export const summaryToWire = (
  sums: StockSums = NO_STOCK,
  exponent: number,
  timestamp: string,
): Static<typeof summaryOut> => {
  const { value_minor: valueMinor, ...counts } = sums
  return { ...counts, total_value: numberOfMinor(valueMinor, exponent), timestamp }
}
