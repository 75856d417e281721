import { Type } from 'typebox'
import { DomainError } from '#core/errors/domain-error.ts'
import { releaseHold } from '#hub/claims/release-hold.ts'
import { releaseByManager } from '#hub/claims/release.ts'
import { listOpen } from '#hub/claims/reservation-queries.ts'
import type { Reader } from '#hub/db/connection.ts'
import type { PerformOnce } from '#hub/http/idempotency.ts'
import { actorOf, principalOf, type HubServer } from '#hub/http/server.ts'
import { nullable } from '#hub/http/wire.ts'
import { devicesThatHold } from '#hub/sales/refund-hold.ts'

export interface ApprovalParts {
  readonly read: Reader
  readonly performOnce: PerformOnce
  readonly nowMs: () => number
}

/** More open ones than a shop has tills, many times over. */
const OPEN_SHOWN_MAX = 500

const approvalOut = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  /** The sale, the coupon or the customer. */
  subject_id: Type.Integer(),
  receipt_number: nullable(Type.String()),
  /** Points, or minor units; 1 for a coupon. */
  claimed: Type.Integer(),
  /** Null: the API. */
  device: nullable(Type.String()),
  made_by: nullable(Type.Integer()),
  made_at: Type.String(),
})
const holdOut = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** When it last reported; null: never. */
  seen_at: nullable(Type.String()),
})
const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const releaseOut = Type.Object({ id: Type.String(), status: Type.String() })

/** `/api/v1/approvals`: what is reserved and not yet used, and a manager's way to give it free, which is audited. */
export async function approvalRoutes(server: HubServer, parts: ApprovalParts): Promise<void> {
  const { read, performOnce } = parts
  const tags = ['approvals']

  server.get('/api/v1/approvals', {
    config: { access: 'refund_beyond_policy' },
    schema: { tags, response: { 200: Type.Object({ items: Type.Array(approvalOut) }) } },
    handler: async () => {
      const rows = await read.all(listOpen, { rows: OPEN_SHOWN_MAX })
      const items = rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        subject_id: row.subject_id,
        receipt_number: row.receipt_label,
        claimed: row.claimed,
        device: row.device_name,
        made_by: row.made_by,
        made_at: row.made_at,
      }))
      return { items }
    },
  })

  server.post('/api/v1/approvals/:id/release', {
    config: { access: 'refund_beyond_policy' },
    schema: { tags, params, response: { 200: releaseOut } },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work) => {
        const { userId, role } = principalOf(request)
        const what = await releaseByManager(work.tx, request.params.id, userId)
        const detail = `released the reservation ${request.params.id}: ${what}`
        const body = { event: 'ADMIN_ACTION', userId, role, detail }
        await work.record(actorOf(request), { type: 'security_event', body })
        return { status: 200, body: { id: request.params.id, status: 'released' } }
      }),
  })
}

/**
 * `/api/v1/approvals/holds`: the tills that refunds wait for since the hub was started, and a manager's way to wait no
 * longer for one that is gone, which is audited.
 */
export async function holdRoutes(server: HubServer, { read, performOnce, nowMs }: ApprovalParts): Promise<void> {
  const tags = ['approvals']

  server.get('/api/v1/approvals/holds', {
    config: { access: 'refund_beyond_policy' },
    schema: {
      tags,
      summary: 'Devices that refunds wait for since the hub was started',
      response: { 200: Type.Object({ items: Type.Array(holdOut) }) },
    },
    handler: async () => ({ items: [...(await devicesThatHold(read))] }),
  })

  server.post('/api/v1/approvals/holds/:id/release', {
    config: { access: 'refund_beyond_policy' },
    schema: {
      tags,
      summary: 'Let refunds wait no longer for a device that is gone',
      params,
      response: { 200: releaseOut },
    },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work) => {
        const { id } = request.params
        const { userId, role } = principalOf(request)
        const by = { actor: actorOf(request), userId, role }
        const releasing = { by, nowIso: new Date(nowMs()).toISOString() }
        const released = await releaseHold(work, (device) => device.id === id, releasing)
        if (released.length === 0) throw new DomainError('not_found', 'No refund waits for this device')
        return { status: 200, body: { id, status: 'released' } }
      }),
  })
}
