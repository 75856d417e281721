import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

const get = async (url: string) => hub.ask('GET', url, { as: 'nobody' })

test('who is there, and is it well', async () => {
  expect((await get('/')).json).toEqual({ name: 'Vendly', version: 'test', status: 'running', environment: 'test' })
  expect((await get('/health')).json).toMatchObject({ status: 'healthy', service: 'vendly-hub' })
  expect((await get('/api/v1/health/')).json).toEqual({ status: 'healthy', service: 'vendly-hub', version: 'test' })
  expect((await get('/api/v1/health/live')).json).toMatchObject({ alive: true })
  const wanted = { database: true, broker: true, disk: true }
  expect((await get('/health/ready')).json).toEqual({ ready: true, services: wanted, alarms: [] })
  expect((await get('/api/v1/health/detailed')).json).toMatchObject({ status: 'healthy', services: wanted })
  expect((await get('/api/v1/health/startup')).json).toEqual({ started: true, status: 'started', database: true })
})

test('metrics in the text of Prometheus, by route', async () => {
  await get('/health')
  await get('/api/v1/products/123')
  const { headers, text } = await get('/metrics')
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(text).toContain('http_requests_total{method="GET",route="/health",status="200"}')
  expect(text).toContain('http_requests_total{method="GET",route="/api/v1/products/:product_id",status="401"} 1')
  expect(text).not.toContain('/api/v1/products/123')
  for (const line of text.trimEnd().split('\n')) {
    expect(line).toMatch(/^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[^}]*\})? -?[0-9.e+-]+)$/u)
  }
})

interface Operation {
  readonly responses: object
  readonly parameters: readonly { readonly name: string; readonly required: boolean }[]
  readonly requestBody?: {
    readonly required: boolean
    readonly content: Readonly<Record<string, { readonly schema: object }>>
  }
}

test('the OpenAPI document describes every route but those of the test mode', async () => {
  const { json } = await hub.ask<{ openapi: string; paths: Record<string, Record<string, Operation>> }>(
    'GET',
    '/openapi.json',
  )
  expect(json.openapi).toBe('3.1.0')
  const described = Object.entries(json.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const registered = hub.app
    .routes()
    .filter(({ method, isHidden }) => method !== 'HEAD' && !isHidden)
    .map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/gu, '{$1}')}`)
  expect(new Set(described)).toEqual(new Set(registered))
  expect(described).not.toContain('POST /api/v1/testing/reset')
  for (const [path, methods] of Object.entries(json.paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      expect([method, path, Object.keys(responses).some((status) => status.startsWith('2'))]).toEqual([
        method,
        path,
        true,
      ])
    }
  }
  expect(json.paths['/api/v1/products/{product_id}']?.['get']).toMatchObject({
    'x-permission': 'view_products',
    parameters: [{ name: 'product_id', in: 'path', required: true }],
  })
})

test('the OpenAPI document asks for nothing that has a default', async () => {
  const { json } = await hub.ask<{ paths: Record<string, Record<string, Operation>> }>('GET', '/openapi.json')
  const operation = (method: string, path: string): Operation => {
    const found = json.paths[path]?.[method]
    if (found === undefined) throw new Error(`${method} ${path} is not described.`)
    return found
  }
  expect(operation('post', '/api/v1/sales').requestBody?.content['application/json']?.schema).toMatchObject({
    required: ['items'],
    properties: { items: { items: { required: ['product_id', 'quantity', 'unit_price'] } } },
  })
  expect(operation('post', '/api/v1/sales').requestBody?.required).toBe(true)
  expect(operation('post', '/api/v1/sales/{sale_id}/void').requestBody?.required).toBe(false)
  const neededOf = ({ parameters }: Operation): string[] =>
    parameters.filter(({ required }) => required).map(({ name }) => name)
  expect(neededOf(operation('get', '/api/v1/products'))).toEqual([])
  expect(neededOf(operation('post', '/api/v1/inventory/adjust/{product_id}'))).toEqual([
    'product_id',
    'quantity_change',
  ])
})
