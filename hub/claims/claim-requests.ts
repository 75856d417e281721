import { releaseRequestSchema, reserveRequestSchema } from '#core/protocol/reserve.ts'
import { requestHandler, type RequestHandler, type RequestParts } from '#hub/broker/request-handler.ts'
import { requireApplied } from '#hub/claims/head-applied.ts'
import { releaseOwn } from '#hub/claims/release.ts'
import { reserve } from '#hub/claims/reserve.ts'

/** What tills ask of the reservations. Both are answered after COMMIT, and may be asked again. */
export const claimRequests = ({
  database,
  nowIso,
  startedAt,
}: RequestParts): Readonly<Record<'reserve' | 'release', RequestHandler>> => ({
  reserve: requestHandler(reserveRequestSchema, async ({ reservationId, claim, operatorId, head }, device) =>
    database.write(async (tx) => {
      await requireApplied(tx, head, device.id)
      const asked = { reservationId, claim, deviceId: device.id, madeBy: operatorId }
      return reserve(tx, asked, { nowIso: nowIso(), startedAt })
    }),
  ),
  release: requestHandler(releaseRequestSchema, async ({ reservationId }, device) => {
    await database.write(async (tx) => releaseOwn(tx, reservationId, { deviceId: device.id, nowIso: nowIso() }))
    return { reservationId }
  }),
})
