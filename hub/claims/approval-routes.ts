import { Type } from 'typebox'
import { releaseByManager } from '#hub/claims/release.ts'
import { listOpen } from '#hub/claims/reservation-queries.ts'
import type { Reader } from '#hub/db/connection.ts'
import type { PerformOnce } from '#hub/http/idempotency.ts'
import { actorOf, principalOf, type HubServer } from '#hub/http/server.ts'
import { nullable } from '#hub/http/wire.ts'

export interface ApprovalParts {
  readonly read: Reader
  readonly performOnce: PerformOnce
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
const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const releaseOut = Type.Object({ id: Type.String(), status: Type.String() })

/** `/api/v1/approvals`: what is reserved and not yet used, and a manager's way to give it free, which is audited. */
export async function approvalRoutes(server: HubServer, { read, performOnce }: ApprovalParts): Promise<void> {
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
