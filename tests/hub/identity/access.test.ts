import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '#core/staff/operator.ts'
import { permissionsOf } from '#core/staff/roles.ts'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub({ RATE_LIMIT_API: 'off' })
})
afterAll(() => hub.close())

const urlOf = (url: string): string => url.replaceAll(/:\w+/gu, '1')

test('every route refuses who may not call it, and lets in who may', async () => {
  const routes = hub.app.routes().filter(({ method }) => method !== 'HEAD')
  expect(routes.length).toBeGreaterThan(30)
  for (const { method, url, access } of routes) {
    if (access === 'anyone') continue
    const anonymous = await hub.ask(method, urlOf(url), { as: 'nobody' })
    expect([method, url, anonymous.status]).toEqual([method, url, 401])
    expect(anonymous.headers['www-authenticate']).toBe('Bearer')
    for (const role of ['clerk', 'manager', 'admin'] as const satisfies readonly Role[]) {
      const { status } = await hub.ask(method, urlOf(url), { as: role })
      const may = access === 'signed_in' || permissionsOf(role).has(access)
      expect([method, url, role, status === 403]).toEqual([method, url, role, !may])
      expect(status).not.toBe(401)
      expect(status).toBeLessThan(500)
    }
  }
})

test('anyone may call only what says so', () => {
  const open = hub.app.routes().filter(({ access, method }) => access === 'anyone' && method !== 'HEAD')
  expect(open.map(({ method, url }) => `${method} ${url}`).toSorted()).toEqual([
    'GET /',
    'GET /api/v1/health',
    'GET /api/v1/health/detailed',
    'GET /api/v1/health/live',
    'GET /api/v1/health/ready',
    'GET /api/v1/health/startup',
    'GET /health',
    'GET /health/live',
    'GET /health/ready',
    'GET /metrics',
    'GET /openapi.json',
    'POST /api/v1/auth/login',
    'POST /api/v1/testing/reset',
  ])
})

test('a refusal for want of a permission is audited', async () => {
  await hub.ask('POST', '/api/v1/products', { as: 'clerk', body: { name: 'x', price: 1 } })
  const { json } = await hub.ask<{ items: { body: object }[] }>('GET', '/api/v1/audit?type=security_event&limit=500')
  expect(json.items.map(({ body }) => body)).toContainEqual({
    event: 'UNAUTHORIZED_ACCESS',
    userId: 3,
    role: 'clerk',
    detail: 'POST /api/v1/products needs create_products',
  })
})
