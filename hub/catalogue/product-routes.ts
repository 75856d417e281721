import { Type } from 'typebox'
import { currencyOf } from '#core/money/currency.ts'
import { findProduct, listProducts } from '#hub/catalogue/product-queries.ts'
import { productIn, productOut, productPatch, productToWire, type ProductOut } from '#hub/catalogue/product-wire.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { createProduct, patchProduct } from '#hub/catalogue/save-product.ts'
import type { Reader } from '#hub/db/connection.ts'
import { notFound } from '#hub/http/http-error.ts'
import type { PerformOnce } from '#hub/http/idempotency.ts'
import { likePattern } from '#hub/http/like-pattern.ts'
import { page, rowsToRead } from '#hub/http/paging.ts'
import { actorOf, type HubServer } from '#hub/http/server.ts'
import { idNumber, maybe, nothing, paging, v1 } from '#hub/http/wire.ts'
import type { Journal } from '#hub/ingest/journal.ts'

/** What routes that read and write the shop are given. */
export interface ShopParts {
  readonly read: Reader
  readonly journal: Journal
  readonly performOnce: PerformOnce
}

const params = Type.Object({ product_id: idNumber })
const listQuery = Type.Object(
  {
    q: maybe(Type.String({ maxLength: 100 })),
    category_id: maybe(idNumber),
    active_only: Type.Boolean({ default: true }),
    ...paging(100, 500),
  },
  v1,
)

/** The number of decimal places of the shop's currency. */
export const exponentOf = async (read: Reader): Promise<number> =>
  currencyOf((await readPolicy(read)).currency).exponent

const readProduct = async (read: Reader, id: number): Promise<ProductOut> => {
  const row = await read.one(findProduct, { id })
  if (row === undefined) throw notFound('Product not found')
  return productToWire(row, await exponentOf(read))
}

/** `/api/v1/products`. */
export async function productRoutes(server: HubServer, { read, journal, performOnce }: ShopParts): Promise<void> {
  const tags = ['products']

  server.get('/api/v1/products', {
    config: { access: 'view_products' },
    schema: { tags, querystring: listQuery, response: { 200: Type.Array(productOut) } },
    handler: async (request, reply) => {
      const { q, category_id: departmentId, active_only: activeOnly, skip, limit } = request.query
      const rows = await read.all(listProducts, {
        pattern: likePattern(q),
        departmentId: departmentId ?? null,
        activeOnly: activeOnly ? 1 : 0,
        skip,
        rows: rowsToRead({ skip, limit }),
      })
      const exponent = await exponentOf(read)
      return page(request, reply, { skip, limit }, rows).map((row) => productToWire(row, exponent))
    },
  })

  server.post('/api/v1/products', {
    config: { access: 'create_products' },
    schema: { tags, body: productIn, response: { 201: productOut } },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work, keyHash) => {
        const context = { actor: actorOf(request), exponent: await exponentOf(work.tx), keyHash }
        const id = await createProduct(work, request.body, context)
        return { status: 201, body: await readProduct(work.tx, id) }
      }),
  })

  server.get('/api/v1/products/:product_id', {
    config: { access: 'view_products' },
    schema: { tags, params, response: { 200: productOut } },
    handler: async (request) => readProduct(read, request.params.product_id),
  })

  server.patch('/api/v1/products/:product_id', {
    config: { access: 'update_products' },
    schema: { tags, params, body: productPatch, response: { 200: productOut } },
    handler: async (request) =>
      journal.write(async (work) => {
        const { product_id: id } = request.params
        const context = { actor: actorOf(request), exponent: await exponentOf(work.tx), keyHash: undefined }
        await patchProduct(work, id, request.body, context)
        return readProduct(work.tx, id)
      }),
  })

  server.delete('/api/v1/products/:product_id', {
    config: { access: 'delete_products' },
    schema: { tags, params, response: { 204: nothing } },
    handler: async (request, reply) => {
      await journal.write(async (work) => {
        const { product_id: id } = request.params
        // Vendly v1 answers 204 whether or not there was one.
        if ((await work.tx.one(findProduct, { id })) === undefined) return
        await work.record(actorOf(request), { type: 'product_removed', body: { id } })
      })
      await reply.status(204).send(null)
    },
  })
}
