import { sumOf, voidedIds, type Ledger } from '#tests/simulation/ledger.ts'
import { coupons } from '#tests/simulation/shop-offers.ts'
import type { SimHub } from '#tests/simulation/sim-hub.ts'
import { claim } from '#tests/simulation/violation.ts'

/** Uses of a coupon are those of the sales that stand, and the hub counts each; what is limited is never used more often. */
export function checkCoupons(hub: SimHub, ledger: Ledger, isDiskOld: boolean): void {
  const voided = voidedIds(ledger)
  const counted = new Map(
    hub
      .committed<{ id: number; uses: number }>('SELECT coupon_id AS id, uses FROM coupon_uses')
      .map(({ id, uses }) => [id, uses]),
  )
  for (const { id, code, usesMax = Number.MAX_SAFE_INTEGER } of coupons) {
    const standing = ledger.sales.filter(({ saleId }) => !voided.has(saleId))
    const uses = sumOf(standing, ({ discounts = [] }) => {
      return discounts.filter((discount) => discount.source === 'coupon' && discount.id === id).length
    })
    claim(
      (counted.get(id) ?? 0) === uses,
      () => `The hub counts ${counted.get(id)} uses of ${code}; the sales ${uses}.`,
    )
    // Whose disk went back forgot what was set aside.
    if (isDiskOld) continue
    claim(uses <= usesMax, () => `${code} was used ${uses} times and may be ${usesMax} times.`)
  }
}
