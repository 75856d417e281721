import { defineQuery } from '#hub/db/query.ts'
import type { Projection } from '#hub/ingest/fact.ts'

const savePromotion = defineQuery((db, p: { id: number; isActive: number; row: string }) =>
  db.replaceInto('promotions').values({ id: p.id, is_active: p.isActive, row: p.row }),
)

const saveCoupon = defineQuery((db, p: { id: number; code: string; row: string; at: string }) =>
  db
    .insertInto('coupons')
    .values({ id: p.id, code: p.code, row: p.row, created_at: p.at, updated_at: null })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({
        code: excluded.ref('excluded.code'),
        row: excluded.ref('excluded.row'),
        updated_at: excluded.ref('excluded.created_at'),
      })),
    ),
)

/** A promotion as it is from now on, at the hub and at the tills. */
export const projectPromotion: Projection<'promotion_saved'> = async (tx, { body, changes }) => {
  const { promotion } = body
  const isActive = promotion.isActive ? 1 : 0
  await tx.run(savePromotion, { id: promotion.id, isActive, row: JSON.stringify(promotion) })
  changes.catalogueRows.push({ table: 'promotion', row: promotion })
}

/** A coupon as it is from now on. How often it was used is counted from the sales. */
export const projectCoupon: Projection<'coupon_saved'> = async (tx, { body, entry, changes }) => {
  const { coupon } = body
  await tx.run(saveCoupon, { id: coupon.id, code: coupon.code, row: JSON.stringify(coupon), at: entry.at })
  changes.catalogueRows.push({ table: 'coupon', row: coupon })
}
