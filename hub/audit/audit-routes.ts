import { Type } from 'typebox'
import type { Sha256 } from '#core/ports/sha256.ts'
import { listEntries, listExceptions } from '#hub/audit/audit-queries.ts'
import { verifyChains } from '#hub/audit/verify-chains.ts'
import type { Reader } from '#hub/db/connection.ts'
import type { HubServer } from '#hub/http/server.ts'
import { nullable } from '#hub/http/wire.ts'

export interface AuditParts {
  readonly read: Reader
  readonly sha256: Sha256
}

const cursor = {
  before: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: Number.MAX_SAFE_INTEGER }),
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
}
const instant = Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,12}Z)?$' }))
const entryQuery = Type.Object({
  ...cursor,
  type: Type.Optional(Type.String({ pattern: '^[a-z][a-z_]{1,40}$' })),
  device_number: Type.Optional(Type.Integer({ minimum: 0, maximum: 8999 })),
  actor_id: Type.Optional(Type.Integer({ minimum: 1 })),
  from: instant,
  to: instant,
})

const uuid = Type.String({ format: 'uuid' })

const entryOut = Type.Object({
  number: Type.Integer(),
  stream: uuid,
  device_number: Type.Integer(),
  seq: Type.Integer(),
  id: uuid,
  type: Type.String(),
  at: Type.String(),
  business_date: nullable(Type.String()),
  hash: Type.String({ format: 'hex' }),
  actor: Type.Unsafe<object>({}),
  body: Type.Unsafe<object>({}),
})

const pageOf = <T extends typeof entryOut | typeof exceptionOut>(item: T) =>
  Type.Object({ items: Type.Array(item), next_before: nullable(Type.Integer()) })

const exceptionOut = Type.Object({
  number: Type.Integer(),
  kind: Type.String(),
  at: Type.String(),
  entry_number: nullable(Type.Integer()),
  detail: Type.String(),
})

const verifyOut = Type.Object({
  is_intact: Type.Boolean(),
  stream_count: Type.Integer(),
  entry_count: Type.Integer(),
  breaks: Type.Array(Type.Object({ stream: uuid, seq: Type.Integer(), why: Type.String() })),
})

/** The cursor of the next page; null when this one was not full. */
const nextBefore = (items: readonly { readonly number: number }[], limit: number): number | null =>
  items.length < limit ? null : (items.at(-1)?.number ?? null)

/** `/api/v1/audit`: the journal as it was written, newest first, and whether its chains hold. */
export async function auditRoutes(server: HubServer, { read, sha256 }: AuditParts): Promise<void> {
  const tags = ['audit']

  server.get('/api/v1/audit', {
    config: { access: 'view_audit_log' },
    schema: { tags, querystring: entryQuery, response: { 200: pageOf(entryOut) } },
    handler: async (request) => {
      const { before, limit, type, device_number: deviceNumber, actor_id: actorId, from, to } = request.query
      const rows = await read.all(listEntries, {
        before,
        type: type ?? null,
        deviceNumber: deviceNumber ?? null,
        actorId: actorId ?? null,
        from: from ?? null,
        to: to ?? null,
        rows: limit,
      })
      const items = rows.map(({ text, ...row }) => {
        // The hashed text holds no personal data: that stands beside it and is not shown here.
        const { actor, body } = JSON.parse(text) as { actor: object; body: object }
        return Object.assign(row, { actor, body })
      })
      return { items, next_before: nextBefore(items, limit) }
    },
  })

  server.get('/api/v1/audit/exceptions', {
    config: { access: 'view_audit_log' },
    schema: { tags, querystring: Type.Object(cursor), response: { 200: pageOf(exceptionOut) } },
    handler: async (request) => {
      const { before, limit } = request.query
      const items = await read.all(listExceptions, { before, rows: limit })
      return { items, next_before: nextBefore(items, limit) }
    },
  })

  server.get('/api/v1/audit/verify', {
    config: { access: 'view_audit_log' },
    schema: { tags, response: { 200: verifyOut } },
    handler: async () => {
      const { breaks, streamCount, entryCount } = await verifyChains(read, sha256)
      return {
        is_intact: breaks.length === 0,
        stream_count: streamCount,
        entry_count: entryCount,
        breaks: [...breaks],
      }
    },
  })
}
