import { Type, type Static } from 'typebox'
import type { Actor } from '#core/journal/entry.ts'
import {
  countProductsOf,
  findDepartment,
  lastDepartmentId,
  listDepartments,
  listTaxGroups,
} from '#hub/catalogue/product-queries.ts'
import type { ShopParts } from '#hub/catalogue/product-routes.ts'
import { taxGroupForRate } from '#hub/catalogue/tax-group-for-rate.ts'
import type { Reader } from '#hub/db/connection.ts'
import { badRequest, notFound } from '#hub/http/http-error.ts'
import { keyField } from '#hub/http/idempotency.ts'
import { page, rowsToRead } from '#hub/http/paging.ts'
import { actorOf, type HubServer } from '#hub/http/server.ts'
import { idNumber, maybe, nothing, nullable, oneLine, paging, v1 } from '#hub/http/wire.ts'
import type { Work } from '#hub/ingest/journal.ts'

const params = Type.Object({ category_id: idNumber })
const listQuery = Type.Object({ active_only: Type.Boolean({ default: true }), ...paging(100, 500) }, v1)
const categoryIn = Type.Object(
  {
    name: oneLine(100),
    description: maybe(Type.String({ maxLength: 1000 })),
    parent_id: maybe(idNumber),
    is_active: Type.Boolean({ default: true }),
  },
  v1,
)
type CategoryIn = Static<typeof categoryIn>

const categoryOut = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  description: nullable(Type.String()),
  parent_id: nullable(Type.Integer()),
  is_active: Type.Boolean(),
})

interface DepartmentRow {
  readonly id: number
  readonly name: string
  readonly description: string | null
  readonly parent_id: number | null
  readonly is_active: number
}

const toWire = ({ id, name, description, parent_id, is_active }: DepartmentRow): Static<typeof categoryOut> => ({
  id,
  name,
  description,
  parent_id,
  is_active: is_active === 1,
})

const readCategory = async (read: Reader, id: number): Promise<DepartmentRow & { readonly tax_group_id: number }> => {
  const row = await read.one(findDepartment, { id })
  if (row === undefined) throw notFound('Category not found')
  return row
}

/** Open amounts of a new department bear the shop's first tax; one that bears none is made where there is no tax at all. */
const firstTaxGroupId = async (work: Work, actor: Actor): Promise<number> => {
  const [first] = await work.tx.all(listTaxGroups, {})
  return first?.id ?? (await taxGroupForRate(work, actor, 0)).id
}

const saveCategory = async (
  work: Work,
  actor: Actor,
  numbers: { readonly id: number; readonly taxGroupId: number; readonly keyHash: string | undefined },
  input: CategoryIn,
): Promise<Static<typeof categoryOut>> => {
  const { id, taxGroupId, keyHash } = numbers
  const parentId = input.parent_id ?? null
  if (parentId === id) throw badRequest('category_unknown', 'A category is not its own parent')
  if (parentId !== null && (await work.tx.one(findDepartment, { id: parentId })) === undefined) {
    throw badRequest('category_unknown', 'Parent category not found')
  }
  const { name, is_active: isActive } = input
  const department = { id, name, description: input.description ?? null, parentId, taxGroupId, isActive }
  await work.record(actor, { type: 'department_saved', body: { department, ...keyField(keyHash) } })
  return toWire(await readCategory(work.tx, id))
}

/** `/api/v1/categories`: departments, as the tills call them. */
export async function categoryRoutes(server: HubServer, { read, journal, performOnce }: ShopParts): Promise<void> {
  const tags = ['categories']

  server.get('/api/v1/categories', {
    config: { access: 'view_products' },
    schema: { tags, querystring: listQuery, response: { 200: Type.Array(categoryOut) } },
    handler: async (request, reply) => {
      const { active_only: activeOnly, skip, limit } = request.query
      const filter = { activeOnly: activeOnly ? 1 : 0, skip, rows: rowsToRead({ skip, limit }) }
      return page(request, reply, { skip, limit }, await read.all(listDepartments, filter)).map(toWire)
    },
  })

  server.get('/api/v1/categories/:category_id', {
    config: { access: 'view_products' },
    schema: { tags, params, response: { 200: categoryOut } },
    handler: async (request) => toWire(await readCategory(read, request.params.category_id)),
  })

  server.post('/api/v1/categories', {
    config: { access: 'manage_categories' },
    schema: { tags, body: categoryIn, response: { 201: categoryOut } },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work, keyHash) => {
        const actor = actorOf(request)
        const id = ((await work.tx.one(lastDepartmentId, {}))?.id ?? 0) + 1
        const numbers = { id, taxGroupId: await firstTaxGroupId(work, actor), keyHash }
        return { status: 201, body: await saveCategory(work, actor, numbers, request.body) }
      }),
  })

  server.put('/api/v1/categories/:category_id', {
    config: { access: 'manage_categories' },
    schema: { tags, params, body: categoryIn, response: { 200: categoryOut } },
    handler: async (request) =>
      journal.write(async (work) => {
        const { id, tax_group_id: taxGroupId } = await readCategory(work.tx, request.params.category_id)
        return saveCategory(work, actorOf(request), { id, taxGroupId, keyHash: undefined }, request.body)
      }),
  })

  server.delete('/api/v1/categories/:category_id', {
    config: { access: 'manage_categories' },
    schema: { tags, params, response: { 204: nothing } },
    handler: async (request, reply) => {
      await journal.write(async (work) => {
        const { id } = await readCategory(work.tx, request.params.category_id)
        const { count } = (await work.tx.one(countProductsOf, { departmentId: id })) ?? { count: 0 }
        if (count > 0) {
          const detail = `Cannot delete category with ${count} products. Reassign products first.`
          throw badRequest('category_in_use', detail)
        }
        await work.record(actorOf(request), { type: 'department_removed', body: { id } })
      })
      await reply.status(204).send(null)
    },
  })
}
