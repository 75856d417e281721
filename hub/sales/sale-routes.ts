import { Type } from 'typebox'
import type { ReceiptDocument } from '#core/receipt/receipt-document.ts'
import { statusMarks } from '#core/receipt/receipt-head.ts'
import { renderHtml } from '#core/receipt/render-html.ts'
import { renderText } from '#core/receipt/render-text.ts'
import { saleReceipt } from '#core/receipt/sale-receipt.ts'
import { exponentOf, type ShopParts } from '#hub/catalogue/product-routes.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import type { Reader } from '#hub/db/connection.ts'
import { notFound } from '#hub/http/http-error.ts'
import { likePattern } from '#hub/http/like-pattern.ts'
import { page, rowsToRead } from '#hub/http/paging.ts'
import { actorOf, principalOf, type HubServer } from '#hub/http/server.ts'
import { idNumber, maybe, paging, v1 } from '#hub/http/wire.ts'
import { localDateTime } from '#hub/ports/local-date.ts'
import { recordRestriction } from '#hub/sales/api-restrictions.ts'
import { createPostSale } from '#hub/sales/post-sale.ts'
import { readBuyer } from '#hub/sales/read-buyer.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { listSales, readSaleRows } from '#hub/sales/read-sales.ts'
import { findSale, findSaleByUuid } from '#hub/sales/sale-queries.ts'
import { saleIn, saleOut, saleToWire, type SaleOut } from '#hub/sales/sale-wire.ts'
import type { SellingParts } from '#hub/sales/selling-parts.ts'

export type SaleParts = ShopParts & SellingParts

export const saleParams = Type.Object({ sale_id: idNumber })
const listQuery = Type.Object(
  {
    status: maybe(Type.String({ maxLength: 32 })),
    customer_phone: maybe(Type.String({ maxLength: 40 })),
    customer_name: maybe(Type.String({ maxLength: 100 })),
    ...paging(50, 200),
  },
  v1,
)
const receiptQuery = Type.Object({ format: Type.String({ pattern: '^(text|html)$', default: 'html' }) }, v1)

const receiptOut = {
  description: 'The receipt, marked as a copy.',
  content: { 'text/html': { schema: Type.String() }, 'text/plain': { schema: Type.String() } },
}

/** Vendly's receipts have 40 columns, whatever the printer has. */
const RECEIPT_COLUMNS = 40

/** A sale as the API shows it; 404 where there is none. */
export const readSale = async (read: Reader, id: number): Promise<SaleOut> => {
  const sale = await read.one(findSale, { id })
  if (sale === undefined) throw notFound('Sale not found')
  return saleToWire(await readSaleRows(read, sale), await exponentOf(read))
}

const readReceipt = async (read: Reader, id: number): Promise<{ document: ReceiptDocument; label: string }> => {
  const row = await read.one(findSale, { id })
  if (row === undefined) throw notFound('Sale not found')
  const sale = await readSaleFact(read, row.entry_number)
  const policy = await readPolicy(read)
  const localTime = localDateTime(Date.parse(sale.completedAt), policy.timeZone)
  const buyer = await readBuyer(read, row.entry_number, sale)
  const facts = {
    policy,
    localTime,
    isCopy: true,
    ...statusMarks(row.status),
    ...(buyer === undefined ? {} : { buyer }),
  }
  return { document: saleReceipt(sale, facts), label: sale.receiptLabel }
}

const readRoutes = (server: HubServer, { read }: ShopParts): void => {
  const tags = ['sales']

  server.get('/api/v1/sales', {
    config: { access: 'process_sales' },
    schema: { tags, querystring: listQuery, response: { 200: Type.Array(saleOut) } },
    handler: async (request, reply) => {
      const { status, customer_phone: phone, customer_name: name, skip, limit } = request.query
      const rows = await read.all(listSales, {
        status: status ?? null,
        phonePattern: likePattern(phone),
        namePattern: likePattern(name),
        skip,
        rows: rowsToRead({ skip, limit }),
      })
      const exponent = await exponentOf(read)
      const shown = page(request, reply, { skip, limit }, rows)
      return Promise.all(shown.map(async (sale) => saleToWire(await readSaleRows(read, sale), exponent)))
    },
  })

  server.get('/api/v1/sales/:sale_id', {
    config: { access: 'process_sales' },
    schema: { tags, params: saleParams, response: { 200: saleOut } },
    handler: async (request) => readSale(read, request.params.sale_id),
  })

  server.get('/api/v1/sales/:sale_id/receipt', {
    config: { access: 'process_sales' },
    schema: { tags, params: saleParams, querystring: receiptQuery, response: { 200: receiptOut } },
    handler: async (request, reply) => {
      const { document, label } = await readReceipt(read, request.params.sale_id)
      const isText = request.query.format === 'text'
      reply.type(isText ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8')
      if (!isText) reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
      await reply.send(isText ? renderText(document, RECEIPT_COLUMNS) : renderHtml(document, label))
    },
  })
}

/** `/api/v1/sales`: what was sold, and selling. */
export async function saleRoutes(server: HubServer, parts: SaleParts): Promise<void> {
  const { performOnce, journal, newId } = parts
  const postSale = createPostSale(parts)
  const tags = ['sales']
  readRoutes(server, parts)

  server.post('/api/v1/sales', {
    config: { access: 'process_sales' },
    schema: { tags, body: saleIn, response: { 201: saleOut } },
    handler: async (request, reply) => {
      const { client_sale_id: saleUuid } = request.body
      const sell = performOnce(request, reply, async (work, keyHash) => {
        const known = saleUuid == null ? undefined : await work.tx.one(findSaleByUuid, { saleUuid })
        const id = known?.id ?? (await postSale(work, request.body, principalOf(request), keyHash))
        return { status: 201, body: await readSale(work.tx, id) }
      })
      return sell.catch(async (error: unknown) => {
        await recordRestriction(journal, error, { actor: actorOf(request), saleId: saleUuid ?? newId() })
        throw error
      })
    },
  })
}
