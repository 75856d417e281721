import { DomainError } from '#core/errors/domain-error.ts'
import { couponRefusal, type Coupon } from '#core/promotion/coupon.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import type { Granted } from '#hub/claims/granted.ts'
import { sumOpenOf } from '#hub/claims/reservation-queries.ts'
import type { Reader } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

const findCoupon = defineQuery((db, p: { id: number }) =>
  db
    .selectFrom('coupons')
    .leftJoin('coupon_uses', 'coupon_uses.coupon_id', 'coupons.id')
    .select(['coupons.row', 'coupon_uses.uses'])
    .where('coupons.id', '=', p.id),
)

/** A coupon, and how often it was used; undefined where there is no such coupon. */
export async function readCoupon(
  reader: Reader,
  id: number,
): Promise<{ readonly coupon: Coupon; readonly usesCount: number } | undefined> {
  const found = await reader.one(findCoupon, { id })
  // The row was checked when it became an entry.
  return found && { coupon: JSON.parse(found.row) as Coupon, usesCount: found.uses ?? 0 }
}

/** Reserves one use: of the last one exactly one claim is granted. What the sale itself lacks is the till's to say. */
export async function claimCoupon(
  tx: Reader,
  { couponId }: Extract<Claim, { kind: 'coupon' }>,
  nowIso: string,
): Promise<Granted> {
  const found = await readCoupon(tx, couponId)
  if (found === undefined) throw new DomainError('coupon_unknown', 'No coupon has this number.')
  const open = await tx.one(sumOpenOf, { kind: 'coupon', subjectId: couponId })
  const refusal = couponRefusal(found.coupon, {
    nowIso,
    customerGroupIds: found.coupon.customerGroupIds ?? [],
    attachedIds: [],
    itemsMinor: Number.MAX_SAFE_INTEGER,
    usesCount: found.usesCount + (open?.claimed ?? 0),
  })
  if (refusal !== undefined) throw refusal
  return { subjectId: couponId, claimed: 1 }
}
