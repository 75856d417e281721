import { DomainError } from '#core/errors/domain-error.ts'
import { ServiceError } from '#core/errors/service-error.ts'
import type { Actor } from '#core/journal/entry.ts'
import type { NewId } from '#core/ports/new-id.ts'
import { defineQuery } from '#hub/db/query.ts'
import { HUB_DEVICE_NUMBER } from '#hub/ingest/hub-stream.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { tillsThatHold } from '#hub/sales/refund-hold.ts'

/** A till reports every half minute. */
const RETRY_AFTER_MS = 30_000

/** What somebody wants to undo of a sale. */
export interface Reservation {
  readonly sale: { readonly id: number; readonly device_number: number }
  readonly kind: 'void' | 'refund'
  readonly actor: Actor
}

export interface ReserveParts {
  readonly newId: NewId
  readonly nowMs: () => number
  /** When this start of the hub began, ISO 8601. */
  readonly startedAt: string
}

const openReservation = defineQuery(
  (db, p: { id: string; saleId: number; kind: string; madeBy: number | null; madeAt: string }) =>
    db.insertInto('sale_reservations').orIgnore().values({
      id: p.id,
      sale_id: p.saleId,
      kind: p.kind,
      state: 'open',
      made_by: p.madeBy,
      made_at: p.madeAt,
    }),
)

/**
 * Takes the exclusive right to undo a sale, for API and tills alike: one open reservation a sale. What a till sold is
 * decided only when every till has told this start of the hub what it knows; until then the answer is 503.
 */
export function createReserveSale({ newId, nowMs, startedAt }: ReserveParts) {
  return async ({ tx }: Work, { sale, kind, actor }: Reservation): Promise<string> => {
    if (sale.device_number !== HUB_DEVICE_NUMBER && (await tillsThatHold(tx, startedAt)).length > 0) {
      throw new ServiceError('unavailable', 'tills that have not reported yet', RETRY_AFTER_MS)
    }
    const id = newId()
    const madeAt = new Date(nowMs()).toISOString()
    const isTaken = (await tx.run(openReservation, { id, saleId: sale.id, kind, madeBy: actor.id, madeAt })) === 0
    if (isTaken) throw new DomainError('conflict', 'Somebody else is undoing this sale right now')
    return id
  }
}
