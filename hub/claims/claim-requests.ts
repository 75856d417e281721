import type { Actor } from '#core/journal/entry.ts'
import { releaseTillsRequestSchema } from '#core/protocol/release-tills.ts'
import { releaseRequestSchema, reserveRequestSchema } from '#core/protocol/reserve.ts'
import { requestHandler, type RequestHandler, type RequestParts } from '#hub/broker/request-handler.ts'
import { requireApplied } from '#hub/claims/head-applied.ts'
import { releaseHold, requireReleaser } from '#hub/claims/release-hold.ts'
import { releaseOwn } from '#hub/claims/release.ts'
import { reserve } from '#hub/claims/reserve.ts'

const operatorActor = (id: number): Actor => ({ kind: 'operator', id })

/** What tills ask of the reservations. Both are answered after COMMIT, and may be asked again. */
export const claimRequests = ({
  database,
  journal,
  nowIso,
}: RequestParts): Readonly<Record<'reserve' | 'release' | 'release_tills', RequestHandler>> => ({
  reserve: requestHandler(reserveRequestSchema, async ({ reservationId, claim, operatorId, head }, device) =>
    database.write(async (tx) => {
      await requireApplied(tx, head, device.id)
      const asked = { reservationId, claim, deviceId: device.id, madeBy: operatorId }
      return reserve(tx, asked, { nowIso: nowIso() })
    }),
  ),
  release: requestHandler(releaseRequestSchema, async ({ reservationId }, device) => {
    await database.write(async (tx) => releaseOwn(tx, reservationId, { deviceId: device.id, nowIso: nowIso() }))
    return { reservationId }
  }),
  release_tills: requestHandler(releaseTillsRequestSchema, async ({ tills, authorisedBy }) =>
    journal.write(async (work) => {
      const by = { ...(await requireReleaser(work.tx, authorisedBy)), actor: operatorActor(authorisedBy) }
      const releasing = { by, nowIso: nowIso() }
      return { released: await releaseHold(work, ({ name }) => tills.includes(name), releasing) }
    }),
  ),
})
