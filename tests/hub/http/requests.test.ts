import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(() => hub.close())

const problem = (status: number, code: string, detail: unknown): unknown =>
  expect.objectContaining({ status, code, detail, type: `urn:vendly:problem:${code}`, request_id: expect.any(String) })

test('a path that nobody knows is 404, a method that it does not know 405 with Allow', async () => {
  expect((await hub.ask('GET', '/api/v1/nothing')).json).toEqual(problem(404, 'not_found', 'Not Found'))
  const wrong = await hub.ask('DELETE', '/api/v1/products')
  expect(wrong.json).toEqual(problem(405, 'method_not_allowed', 'Method Not Allowed'))
  expect(wrong.headers['allow']).toBe('GET, HEAD, POST')
})

test('problems have their own content type for those who ask', async () => {
  const headers = { accept: 'application/problem+json' }
  const answer = await hub.ask('GET', '/api/v1/products/999999', { headers })
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(answer.json).toMatchObject({ detail: 'Product not found', status: 404 })
})

test('malformed JSON is 422 as FastAPI says it', async () => {
  const answer = await hub.ask('POST', '/api/v1/products', { payload: '{"name": ' })
  expect(answer.status).toBe(422)
  expect(answer.json).toMatchObject({ detail: [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error' }] })
})

test.each(['', 'null', '[]', '"text"', '5'])('a body of %j is 422', async (payload) => {
  expect((await hub.ask('POST', '/api/v1/products', { payload })).status).toBe(422)
})

test.each(['__proto__', 'constructor'])('a body with %s in it is 422, and poisons nothing', async (name) => {
  const payload = `{"name":"a","price":1,"${name}":{"prototype":{"isAdmin":true}}}`
  expect((await hub.ask('POST', '/api/v1/products', { payload })).status).toBe(422)
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('a non-numeric id is 422 at its place in the path', async () => {
  const answer = await hub.ask('GET', '/api/v1/products/abc')
  expect(answer.status).toBe(422)
  expect(answer.json).toMatchObject({
    detail: [
      {
        type: 'int_parsing',
        loc: ['path', 'product_id'],
        msg: 'Input should be a valid integer, unable to parse string as an integer',
        input: 'abc',
      },
    ],
  })
})

test.each(['1e999', 'Infinity', '-1e999', '0x10', '%207%20', '1.5', '99999999999999999999', '501', '0', ''])(
  'limit=%s is refused',
  async (limit) => {
    const answer = await hub.ask('GET', `/api/v1/products?limit=${limit}`)
    expect(answer.status).toBe(422)
  },
)

test('1e999 as a number in a body is refused, and said back in words', async () => {
  const answer = await hub.ask('POST', '/api/v1/products', { payload: '{"name":"a","price":1e999}' })
  expect(answer.status).toBe(422)
  expect(answer.json).toMatchObject({ detail: [{ type: 'finite_number', loc: ['body', 'price'], input: 'Infinity' }] })
})

test('what is missing is named, all at once', async () => {
  const { json } = await hub.ask('POST', '/api/v1/products', { body: {} })
  expect(json).toMatchObject({
    detail: [
      { type: 'missing', loc: ['body', 'name'], msg: 'Field required' },
      { type: 'missing', loc: ['body', 'price'], msg: 'Field required' },
    ],
  })
})

test('routes of v1 take digits in strings, and ignore and count what they do not know', async () => {
  const body = { name: 'Digits', price: '2.50', quantity: '3', colour: 'red', is_active: 'yes' }
  const { status, json } = await hub.ask('POST', '/api/v1/products', { body })
  expect(status).toBe(201)
  expect(json).toMatchObject({ price: 2.5, quantity: 3, is_active: true })
  expect(hub.metrics.text()).toMatch(/http_unknown_fields_total\{method="POST",route="\/api\/v1\/products"\} 1/u)
})

test('new routes refuse unknown fields', async () => {
  const { status, json } = await hub.ask('GET', '/api/v1/audit?colour=red')
  expect(status).toBe(422)
  expect(json).toMatchObject({ detail: [{ type: 'extra_forbidden', loc: ['query', 'colour'] }] })
})

test.each(['\u001B[2J', 'a\u0000b', '\u202Etxt.exe', 'x\u009B31m', '\uD800'])(
  'a name with %j in it is refused: a printer or a terminal would obey it',
  async (name) => {
    const answer = await hub.ask('POST', '/api/v1/products', { body: { name, price: 1 } })
    expect(answer.status).toBe(422)
    expect(answer.json).toMatchObject({ detail: [{ loc: ['body', 'name'] }] })
  },
)

test.each([
  ['name', { name: 'card 4111 1111 1111 1111', price: 1 }],
  ['barcode', { name: 'x', barcode: '4111111111111111', price: 1 }],
  ['description', { name: 'x', price: 1, description: '5555-5555-5555-4444' }],
])('a card number typed into %s is refused, and not said back', async (field, body) => {
  const answer = await hub.ask('POST', '/api/v1/products', { body })
  expect(answer.status).toBe(422)
  expect(answer.json).toMatchObject({
    detail: [{ type: 'card_number_refused', loc: ['body', field], input: '[card number]' }],
  })
  expect(answer.text).not.toMatch(/4111|5555/u)
})

test('a card number in an address is refused, and stands in no log', async () => {
  const answer = await hub.ask('GET', '/api/v1/products?q=4111111111111111')
  expect(answer.status).toBe(422)
})

test('a body larger than the limit is 413', async () => {
  const answer = await hub.ask('POST', '/api/v1/products', {
    payload: JSON.stringify({ name: 'x'.repeat(1024 * 1024) }),
  })
  expect(answer.status).toBe(413)
})

test('every answer carries the security headers, errors too', async () => {
  for (const url of ['/', '/api/v1/nothing', '/api/v1/products/abc']) {
    const { headers } = await hub.ask('GET', url)
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/u),
    })
    expect(headers['access-control-allow-origin']).toBeUndefined()
  }
})

test('a list says where its next page is, and its last page says nothing', async () => {
  for (const name of ['Page A', 'Page B', 'Page C']) {
    await hub.ask('POST', '/api/v1/products', { body: { name, price: 1 } })
  }
  const first = await hub.ask<unknown[]>('GET', '/api/v1/products?q=Page&limit=2')
  expect(first.json).toHaveLength(2)
  expect(first.headers['link']).toBe('</api/v1/products?q=Page&limit=2&skip=2>; rel="next"')
  const last = await hub.ask<unknown[]>('GET', '/api/v1/products?q=Page&limit=2&skip=2')
  expect(last.json).toHaveLength(1)
  expect(last.headers['link']).toBeUndefined()
})

test('LIKE has no wildcards for callers', async () => {
  expect((await hub.ask('GET', '/api/v1/products?q=%25')).json).toEqual([])
  expect((await hub.ask('GET', '/api/v1/products?q=_age')).json).toEqual([])
})
