import { Type } from 'typebox'
import type { Sha256 } from '#core/ports/sha256.ts'
import type { Reader } from '#hub/db/connection.ts'
import { notFound } from '#hub/http/http-error.ts'
import type { PerformOnce } from '#hub/http/idempotency.ts'
import { actorOf, principalOf, type HubServer } from '#hub/http/server.ts'
import { idNumber, nullable } from '#hub/http/wire.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { applyAgain, takeAgain, type JudgedAgain, type Judging } from '#hub/quarantine/judge-again.ts'
import { listQuarantinedStreams, listUnapplied } from '#hub/quarantine/quarantine-queries.ts'

export interface QuarantineParts {
  readonly read: Reader
  readonly performOnce: PerformOnce
  readonly sha256: Sha256
  readonly version: string
  readonly nowMs: () => number
}

const tags = ['quarantine']

const cursor = Type.Object(
  {
    before: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: Number.MAX_SAFE_INTEGER }),
    limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
  },
  { additionalProperties: false },
)
const params = Type.Object({ number: idNumber })

const uuid = Type.String({ format: 'uuid' })

const entryOut = Type.Object({
  number: Type.Integer(),
  stream: uuid,
  device_number: Type.Integer(),
  seq: Type.Integer(),
  type: Type.String(),
  at: Type.String(),
  /** Of the sale or refund, where it is one. */
  receipt_number: nullable(Type.String()),
  why: Type.String(),
  /** The version of the hub that tried last. */
  tried_by: Type.String(),
})
const streamOut = Type.Object({
  number: Type.Integer(),
  stream: uuid,
  device_id: uuid,
  device_number: Type.Integer(),
  device_name: nullable(Type.String()),
  last_seq: Type.Integer({ description: 'The last entry that was taken.' }),
  why: Type.String(),
  kept_count: Type.Integer(),
  first_seq: nullable(Type.Integer({ description: 'The first entry that was kept apart.' })),
  since: nullable(Type.String()),
})

const releaseIn = Type.Object(
  {
    dismiss: Type.Boolean({
      default: false,
      description: 'Puts aside for good what was kept, so that the till sends again what it holds.',
    }),
  },
  { additionalProperties: false },
)
const releaseOut = Type.Object({
  number: Type.Integer(),
  status: Type.Union([Type.Literal('released'), Type.Literal('kept')]),
  /** What still speaks against it. */
  why: nullable(Type.String()),
  stored_count: Type.Integer({ description: 'Entries of the stream that were taken now.' }),
})

const pageOf = <T extends typeof entryOut | typeof streamOut>(item: T) =>
  Type.Object({ items: Type.Array(item), next_before: nullable(Type.Integer()) })

const nextBefore = (items: readonly { readonly number: number }[], limit: number): number | null =>
  items.length < limit ? null : (items.at(-1)?.number ?? null)

const receiptOf = (text: string): string | null => {
  const { body } = JSON.parse(text) as { readonly body: Readonly<Record<string, unknown>> }
  const label = body['receiptLabel'] ?? body['refundLabel']
  return typeof label === 'string' ? label : null
}

const wireOf = (number: number, { isReleased, why, storedCount }: JudgedAgain) => ({
  number,
  status: isReleased ? ('released' as const) : ('kept' as const),
  why,
  stored_count: storedCount,
})

const readRoutes = (server: HubServer, { read }: QuarantineParts): void => {
  server.get('/api/v1/quarantine/entries', {
    config: { access: 'view_audit_log' },
    schema: {
      tags,
      summary: 'Entries that are in the journal and change nothing yet, newest first',
      querystring: cursor,
      response: { 200: pageOf(entryOut) },
    },
    handler: async ({ query: { before, limit } }) => {
      const rows = await read.all(listUnapplied, { before, rows: limit })
      const items = rows.map(({ text, ...row }) => Object.assign(row, { receipt_number: receiptOf(text) }))
      return { items, next_before: nextBefore(items, limit) }
    },
  })

  server.get('/api/v1/quarantine/streams', {
    config: { access: 'view_audit_log' },
    schema: {
      tags,
      summary: 'Streams of tills that are stopped, newest first',
      querystring: cursor,
      response: { 200: pageOf(streamOut) },
    },
    handler: async ({ query: { before, limit } }) => {
      const items = await read.all(listQuarantinedStreams, { before, rows: limit })
      return { items, next_before: nextBefore(items, limit) }
    },
  })
}

/** `/api/v1/quarantine`: what was sent and does not count, and a manager's way to have it judged again, which is audited. */
export async function quarantineRoutes(server: HubServer, parts: QuarantineParts): Promise<void> {
  const { performOnce, sha256, version, nowMs } = parts
  readRoutes(server, parts)

  const judging = ({ tx, changes }: Work): Judging => {
    return { tx, changes, sha256, version, nowIso: new Date(nowMs()).toISOString() }
  }

  server.post('/api/v1/quarantine/entries/:number/release', {
    config: { access: 'release_device' },
    schema: { tags, summary: 'Applies an entry anew', params, response: { 200: releaseOut } },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work) => {
        const { number } = request.params
        const judged = await applyAgain(judging(work), number)
        if (judged === undefined) throw notFound('No such entry is quarantined')
        const { userId, role } = principalOf(request)
        const detail = `judged the entry ${number} again: ${judged.isReleased ? 'applied' : 'kept'}`
        const body = { event: 'ADMIN_ACTION', userId, role, detail }
        await work.record(actorOf(request), { type: 'security_event', body })
        return { status: 200, body: wireOf(number, judged) }
      }),
  })

  server.post('/api/v1/quarantine/streams/:number/release', {
    config: { access: 'release_device' },
    schema: { tags, summary: 'Opens a stream anew', params, body: releaseIn, response: { 200: releaseOut } },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work) => {
        const { number } = request.params
        const { dismiss } = request.body
        const judged = await takeAgain(judging(work), number, dismiss)
        if (judged === undefined) throw notFound('No such stream is quarantined')
        const { userId, role } = principalOf(request)
        const how = dismiss ? 'opened, what was kept put aside' : 'judged again'
        const detail = `stream ${number} ${how}: ${judged.isReleased ? 'released' : 'kept'}`
        const body = { event: 'ADMIN_ACTION', userId, role, detail }
        await work.record(actorOf(request), { type: 'security_event', body })
        return { status: 200, body: wireOf(number, judged) }
      }),
  })
}
