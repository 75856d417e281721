import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub({ RATE_LIMIT_API: 'off', LOG_LEVEL: 'error' })
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 2, quantity: 1_000_000 } })
})
afterAll(() => hub.close())

const TIMEOUT_MS = 120_000
const RUNS = 40

interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
}

/** What no schema wants and every parser has to bear. */
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({ maxDepth: 2, withNullPrototype: false }),
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\0',
    '1e999',
    'NaN',
    '-0',
    '0x10',
    '9'.repeat(400),
    '\uD800',
    "'; DROP TABLE sales; --",
    '${7*7}',
    '../../etc/passwd',
    '4111111111111111',
    1e308,
    -1e308,
    2 ** 53,
    0.1 + 0.2,
    -1,
    [],
    {},
    null,
  ),
)

const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  integer: fc.oneof(fc.integer({ min: -2, max: 100 }), fc.maxSafeInteger(), fc.integer().map(String)),
  number: fc.oneof(
    fc.double(),
    fc.integer({ min: 0, max: 10_000 }).map((minor) => minor / 100),
  ),
  boolean: fc.boolean(),
  null: fc.constant(null),
  string: fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 300 })),
}

/** Mostly what the schema asks for, and often enough not. */
const of = (schema: Schema): fc.Arbitrary<unknown> => {
  const fitting = ((): fc.Arbitrary<unknown> => {
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map(of))
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (schema.const !== undefined) return fc.constant(schema.const)
    if (schema.type === 'array') return fc.array(of(schema.items ?? {}), { maxLength: 3 })
    if (schema.type === 'object') {
      const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, of(field)] as const)
      return fc.record(Object.fromEntries(fields), { requiredKeys: [] })
    }
    return scalars[schema.type ?? ''] ?? nasty
  })()
  return fc.oneof({ weight: 6, arbitrary: fitting }, { weight: 1, arbitrary: nasty })
}

const textOf = (value: unknown): string => {
  try {
    return encodeURIComponent(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'))
  } catch {
    // A lone surrogate has no escape; a percent sign alone is as good.
    return '%'
  }
}

const queryOf = (query: unknown): string =>
  typeof query === 'object' && query !== null
    ? Object.entries(query)
        .map(([name, value]) => `${textOf(name)}=${textOf(value)}`)
        .join('&')
    : textOf(query)

const bodyText = (body: unknown): string => {
  try {
    return JSON.stringify(body) ?? 'undefined'
  } catch {
    return '{'
  }
}

test(
  'whatever is sent to whichever route, the hub answers in its own words and never with 5xx',
  async () => {
    const routes = hub.app.routes().filter(({ method, isHidden }) => method !== 'HEAD' && !isHidden)
    const routesThatDid = new Set<string>()
    for (const { method, url, schema } of routes) {
      const parts = fc.record({
        id: fc.oneof(fc.constantFrom<unknown>(1, 2, 'a', '1.5', -1, 2 ** 60), nasty),
        query: of((schema['querystring'] ?? {}) as Schema),
        body: of((schema['body'] ?? {}) as Schema),
      })
      await fc.assert(
        fc.asyncProperty(parts, async ({ id, query, body }) => {
          const path = url.replaceAll(/:\w+/gu, textOf(id).replaceAll('/', '%2F'))
          const hasBody = schema['body'] !== undefined
          const answer = await hub.ask(method, `${path}?${queryOf(query)}`, hasBody ? { payload: bodyText(body) } : {})
          if (answer.status < 300) routesThatDid.add(`${method} ${url}`)
          expect([method, path, answer.text.slice(0, 200), answer.status < 500]).toEqual([
            method,
            path,
            answer.text.slice(0, 200),
            true,
          ])
        }),
        { numRuns: RUNS },
      )
    }
    expect(hub.bugs).toEqual([])
    // A fuzzer that nothing lets in would prove nothing: most routes have done what they are for.
    expect(routesThatDid.size).toBeGreaterThan(routes.length / 2)
    const { json } = await hub.ask('GET', '/api/v1/audit/verify')
    expect(json).toMatchObject({ is_intact: true })
  },
  TIMEOUT_MS,
)
