import { Type } from 'typebox'
import { exponentOf, type ShopParts } from '#hub/catalogue/product-routes.ts'
import { actorOf, type HubServer } from '#hub/http/server.ts'
import { idNumber, v1 } from '#hub/http/wire.ts'
import { readHistory } from '#hub/stock/stock-history.ts'
import { listLowStock, listOutOfStock, summariseStock } from '#hub/stock/stock-queries.ts'
import {
  adjustOut,
  alertOut,
  historyOut,
  itemToWire,
  lowStockOut,
  lowToWire,
  outOfStockOut,
  setOut,
  summaryOut,
  summaryToWire,
} from '#hub/stock/stock-wire.ts'
import { adjustStock, readStocked, stockStatus } from '#hub/stock/stocked-product.ts'

export interface StockParts extends ShopParts {
  readonly nowMs: () => number
}

/** Rows of a stock list: a store's whole range fits; a chain's warehouse exports instead. */
const ROWS_MAX = 10_000

const params = Type.Object({ product_id: idNumber })

const listRoutes = (server: HubServer, { read, nowMs }: StockParts): void => {
  const tags = ['inventory']

  server.get('/api/v1/inventory/summary', {
    config: { access: 'view_inventory' },
    schema: { tags, response: { 200: summaryOut } },
    handler: async () => {
      const sums = await read.one(summariseStock, {})
      return summaryToWire(sums, await exponentOf(read), new Date(nowMs()).toISOString())
    },
  })

  server.get('/api/v1/inventory/low-stock', {
    config: { access: 'view_inventory' },
    schema: {
      tags,
      querystring: Type.Object({ threshold: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })) }, v1),
      response: { 200: lowStockOut },
    },
    handler: async (request) => {
      const { threshold } = request.query
      const rows = await read.all(listLowStock, { threshold: threshold ?? null, rows: ROWS_MAX })
      const exponent = await exponentOf(read)
      return { count: rows.length, items: rows.map((row) => lowToWire(row, threshold, exponent)) }
    },
  })

  server.get('/api/v1/inventory/out-of-stock', {
    config: { access: 'view_inventory' },
    schema: { tags, response: { 200: outOfStockOut } },
    handler: async () => {
      const rows = await read.all(listOutOfStock, { rows: ROWS_MAX })
      const exponent = await exponentOf(read)
      return { count: rows.length, items: rows.map((row) => itemToWire(row, exponent)) }
    },
  })
}

const productStockRoutes = (server: HubServer, { read, nowMs }: StockParts): void => {
  const tags = ['inventory']

  server.get('/api/v1/inventory/history/:product_id', {
    config: { access: 'view_inventory' },
    schema: {
      tags,
      params,
      querystring: Type.Object({ days: Type.Integer({ minimum: 1, maximum: 90, default: 7 }) }, v1),
      response: { 200: historyOut },
    },
    handler: async (request) => {
      const { days } = request.query
      const product = await readStocked(read, request.params.product_id)
      const items = await readHistory(read, product, nowMs(), days)
      return { product_id: product.id, product_name: product.name, days, count: items.length, items }
    },
  })

  server.post('/api/v1/inventory/alert-check/:product_id', {
    config: { access: 'view_inventory' },
    schema: { tags, params, response: { 200: alertOut } },
    handler: async (request) => {
      const product = await readStocked(read, request.params.product_id)
      const status = stockStatus(product)
      return {
        product_id: product.id,
        product_name: product.name,
        quantity: product.level,
        min_quantity: product.minimumQuantity,
        status,
        // Nobody is told yet: notifications come with webhooks.
        alert_sent: false,
      }
    },
  })
}

/** `/api/v1/inventory`: levels, which are sums of movements, and movements that people make. */
export async function stockRoutes(server: HubServer, parts: StockParts): Promise<void> {
  const { performOnce, nowMs } = parts
  const tags = ['inventory']
  const timestamp = (): string => new Date(nowMs()).toISOString()
  listRoutes(server, parts)
  productStockRoutes(server, parts)

  server.post('/api/v1/inventory/adjust/:product_id', {
    config: { access: 'manage_inventory' },
    schema: {
      tags,
      params,
      querystring: Type.Object(
        {
          quantity_change: Type.Integer({ minimum: -10_000, maximum: 10_000 }),
          reason: Type.String({ minLength: 1, maxLength: 100, default: 'adjustment' }),
        },
        v1,
      ),
      response: { 200: adjustOut },
    },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work, keyHash) => {
        const { quantity_change: change, reason } = request.query
        const product = await readStocked(work.tx, request.params.product_id)
        await adjustStock(work, actorOf(request), product, { change, reason, keyHash })
        const { id, name, level, minimumQuantity: min_quantity } = product
        const body = { id, name, quantity: level + change, min_quantity, change, reason, timestamp: timestamp() }
        return { status: 200, body }
      }),
  })

  server.post('/api/v1/inventory/set/:product_id', {
    config: { access: 'manage_inventory' },
    schema: {
      tags,
      params,
      querystring: Type.Object({ quantity: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }, v1),
      response: { 200: setOut },
    },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work, keyHash) => {
        const product = await readStocked(work.tx, request.params.product_id)
        const change = request.query.quantity - product.level
        const reason = 'stock_count'
        await adjustStock(work, actorOf(request), product, { change, reason, keyHash })
        const { id, name, level: previous_quantity } = product
        const new_quantity = request.query.quantity
        const body = { id, name, previous_quantity, new_quantity, change, reason, timestamp: timestamp() }
        return { status: 200, body }
      }),
  })
}
