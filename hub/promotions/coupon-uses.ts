import type { SaleDiscount } from '#core/sale/sale.ts'
import { readCoupon } from '#hub/claims/claim-coupon.ts'
import type { Tx } from '#hub/db/connection.ts'
import { defineQuery } from '#hub/db/query.ts'

const countUse = defineQuery((db, p: { couponId: number; uses: number }) =>
  db
    .insertInto('coupon_uses')
    .values({ coupon_id: p.couponId, uses: p.uses })
    .onConflict((conflict) =>
      conflict.column('coupon_id').doUpdateSet((sum) => ({
        uses: sum('coupon_uses.uses', '+', sum.ref('excluded.uses')),
      })),
    ),
)

/** Counts the coupons of a sale, or takes a voided sale's off again; gives in words which are used more often than they may be. */
export async function countCouponUses(
  tx: Tx,
  { discounts = [] }: { readonly discounts?: readonly SaleDiscount[] },
  uses: 1 | -1,
): Promise<string[]> {
  const problems: string[] = []
  for (const { source, id } of discounts) {
    if (source !== 'coupon' || id === null) continue
    await tx.run(countUse, { couponId: id, uses })
    const found = await readCoupon(tx, id)
    const usesMax = found?.coupon.usesMax ?? Number.MAX_SAFE_INTEGER
    if (found !== undefined && uses > 0 && found.usesCount > usesMax) {
      problems.push(`coupon ${found.coupon.code} was used ${found.usesCount} of ${usesMax} times`)
    }
  }
  return problems
}
