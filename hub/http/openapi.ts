import type { RouteEntry } from '#hub/http/route-table.ts'

type Schema = Readonly<Record<string, unknown>>

const propertiesOf = (schema: unknown): [string, Schema][] =>
  Object.entries((schema as { properties?: Readonly<Record<string, Schema>> } | undefined)?.properties ?? {})

const requiredOf = (schema: unknown): readonly string[] =>
  (schema as { required?: readonly string[] } | undefined)?.required ?? []

/** What is asked for, as a client sees it: a field with a default may be left out, whatever the checked value has. */
const asAsked = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asAsked)
  if (typeof value !== 'object' || value === null) return value
  const hasDefault = new Set(propertiesOf(value).flatMap(([name, property]) => ('default' in property ? [name] : [])))
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'required' ? requiredOf(value).filter((name) => !hasDefault.has(name)) : asAsked(member),
    ]),
  )
}

const parametersIn = (place: 'path' | 'query', schema: unknown): object[] =>
  propertiesOf(schema).map(([name, property]) => ({
    name,
    in: place,
    required: requiredOf(schema).includes(name),
    schema: property,
  }))

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same body gives the same answer, for seven days.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

const jsonContent = (schema: unknown): object => ({ 'application/json': { schema } })

/** An answer's schema is a body, or says its own content types (receipts), or nothing (204). */
const answerOf = (schema: Schema): object => {
  const description = typeof schema['description'] === 'string' ? schema['description'] : 'Done'
  if ('content' in schema) return { description, content: schema['content'] }
  return schema['type'] === 'null' ? { description } : { description, content: jsonContent(schema) }
}

const PROBLEMS = {
  '4XX': { description: 'Refused: `detail` says why.', content: jsonContent({ $ref: '#/components/schemas/Problem' }) },
}

const operationOf = ({ method, url, access, isBodyOptional, schema }: RouteEntry): object => {
  const answers = (schema['response'] ?? {}) as Readonly<Record<string, Schema>>
  return {
    operationId: `${method.toLowerCase()}${url.replaceAll(/[^A-Za-z0-9]+/gu, '_')}`,
    summary: schema['summary'],
    tags: schema['tags'],
    ...(access === 'anyone' ? { security: [] } : { 'x-permission': access }),
    parameters: [
      ...parametersIn('path', schema['params']),
      ...parametersIn('query', asAsked(schema['querystring'])),
      ...(method === 'POST' && access !== 'anyone' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(schema['body'] === undefined
      ? {}
      : { requestBody: { required: !isBodyOptional, content: jsonContent(asAsked(schema['body'])) } }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(answer)])),
      ...PROBLEMS,
    },
  }
}

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['detail', 'type', 'title', 'status', 'code', 'request_id'],
  properties: {
    detail: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'object' } }] },
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    request_id: { type: 'string' },
  },
}

/** The OpenAPI 3.1 document of the routes that are not hidden. */
export function describeRoutes(routes: readonly RouteEntry[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes.filter(({ method, isHidden }) => !isHidden && method !== 'HEAD')) {
    const path = route.url.replaceAll(/:(\w+)/gu, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Vendly hub', version, license: { name: 'MIT', identifier: 'MIT' } },
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: { Problem: PROBLEM_SCHEMA },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}
