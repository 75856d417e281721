import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

const create = async (body: object) => hub.ask<{ id: number }>('POST', '/api/v1/categories', { body })

test('made, read, replaced, listed and removed', async () => {
  const { status, json } = await create({ name: 'Drinks', description: 'wet' })
  expect(status).toBe(201)
  expect(json).toEqual({ id: json.id, name: 'Drinks', description: 'wet', parent_id: null, is_active: true })
  const replaced = await hub.ask('PUT', `/api/v1/categories/${json.id}`, { body: { name: 'Cold drinks' } })
  expect(replaced.json).toEqual({
    id: json.id,
    name: 'Cold drinks',
    description: null,
    parent_id: null,
    is_active: true,
  })
  const child = await create({ name: 'Juice', parent_id: json.id, is_active: false })
  expect(child.json).toMatchObject({ parent_id: json.id })
  expect((await hub.ask('GET', '/api/v1/categories')).json).toEqual([replaced.json])
  expect((await hub.ask<unknown[]>('GET', '/api/v1/categories?active_only=false')).json).toHaveLength(2)
  expect((await hub.ask('DELETE', `/api/v1/categories/${child.json.id}`)).status).toBe(204)
  expect((await hub.ask('GET', `/api/v1/categories/${child.json.id}`)).json).toMatchObject({
    detail: 'Category not found',
  })
  expect((await hub.ask('DELETE', `/api/v1/categories/${child.json.id}`)).status).toBe(404)
})

test('one with products stays', async () => {
  const { json } = await create({ name: 'Full' })
  await hub.ask('POST', '/api/v1/products', { body: { name: 'In it', price: 1, category_id: json.id } })
  const { status, json: problem } = await hub.ask('DELETE', `/api/v1/categories/${json.id}`)
  expect(status).toBe(400)
  expect(problem).toMatchObject({ detail: 'Cannot delete category with 1 products. Reassign products first.' })
})

test('a parent that is not there, or is itself, is refused', async () => {
  expect((await create({ name: 'Orphan', parent_id: 9999 })).status).toBe(400)
  const { json } = await create({ name: 'Own' })
  const own = await hub.ask('PUT', `/api/v1/categories/${json.id}`, { body: { name: 'Own', parent_id: json.id } })
  expect(own.status).toBe(400)
})
