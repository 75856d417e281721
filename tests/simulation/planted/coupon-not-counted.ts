/** Planted: the hub counts no use of a coupon. */
export async function countCouponUses(): Promise<string[]> {
  return []
}
