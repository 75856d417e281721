import type { Actor } from '#core/journal/entry.ts'
import { PROMOTIONS_MAX, type Promotion } from '#core/promotion/promotion.ts'
import { defineQuery } from '#hub/db/query.ts'
import { HttpError } from '#hub/http/http-error.ts'
import type { Work } from '#hub/ingest/journal.ts'

const countOtherActive = defineQuery((db, p: { id: number }) =>
  db
    .selectFrom('promotions')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('is_active', '=', 1)
    .where('id', '!=', p.id),
)

const refuseTooMany = async ({ tx }: Work, { id }: Promotion): Promise<void> => {
  const others = (await tx.one(countOtherActive, { id }))?.count ?? 0
  if (others < PROMOTIONS_MAX) return
  throw new HttpError(409, 'conflict', `No more than ${PROMOTIONS_MAX} promotions run at once. Switch one off first`)
}

/** Saves a promotion as it is from now on; one that runs is refused where as many run already as a till may hold. */
export async function savePromotion(work: Work, actor: Actor, promotion: Promotion): Promise<void> {
  if (promotion.isActive) await refuseTooMany(work, promotion)
  await work.record(actor, { type: 'promotion_saved', body: { promotion } })
}
