import { applyCoupons } from '#core/promotion/apply-coupons.ts'
import { applySets } from '#core/promotion/apply-sets.ts'
import { applyThresholds } from '#core/promotion/apply-thresholds.ts'
import { isRunning } from '#core/promotion/is-running.ts'
import { offMinor } from '#core/promotion/off-minor.ts'
import { pieceClasses } from '#core/promotion/piece-classes.ts'
import type { PromotionInput, PromotionLine } from '#core/promotion/promotion-input.ts'
import type { PromotionResult } from '#core/promotion/promotion-result.ts'
import type { Off } from '#core/promotion/promotion.ts'
import { SaleLedger } from '#core/promotion/sale-ledger.ts'

/** Search steps for one sale: they keep 500 lines with 200 promotions under 20 ms. Counted, never timed. */
export const PROMOTION_NODES_MAX = 30_000

const sizeOf = ({ quantity }: PromotionLine): number =>
  quantity.unit === 'gram' ? 0 - quantity.weightGrams : quantity.count

const byItem = (one: PromotionLine, other: PromotionLine): number =>
  (one.productId ?? 0) - (other.productId ?? 0) ||
  (one.departmentId ?? 0) - (other.departmentId ?? 0) ||
  one.amountMinor - other.amountMinor ||
  sizeOf(one) - sizeOf(other) ||
  one.line - other.line

const takeOrderDiscount = (off: Off, ledger: SaleLedger): void => {
  const lineIndexes = [...ledger.leftMinor.keys()]
  const amountMinor = offMinor(off, ledger.leftOf(lineIndexes))
  if (amountMinor > 0) ledger.takeFrom({ source: 'order', id: null, name: null }, amountMinor, lineIndexes)
}

/**
 * What all offers of a sale come to: promotions on items and in sets, then thresholds, then coupons, then the cashier's
 * discount on the whole sale, each on what those before it left. The sum does not depend on the order of the lines, no
 * line falls below 0, and what an offer gives is shared out to the minor unit.
 *
 * Items and sets are exact up to `nodesMax` steps: each piece is in one set at the most or has its best discount alone,
 * and the customer saves as much as there is. Of solutions that save the same the one with discounts on single pieces
 * wins over sets, then the promotion with the lower id; of equal pieces the one of the lower product id, then of the
 * earlier line. So do the last minor units of an offer. Coupons have half as many steps of their own to find the order
 * in which they save most, whatever the order in which they were attached.
 */
export function pricePromotions(input: PromotionInput): PromotionResult {
  const { promotions: compiled, at, customerGroupIds, nodesMax = PROMOTION_NODES_MAX } = input
  // Whatever is settled by an order, such as who bears the last cent, must not depend on the order of scanning.
  const lines = input.lines.toSorted(byItem)
  const running = compiled.promotions.map((promotion) => isRunning(promotion, at, customerGroupIds))
  const lists = lines.map(compiled.slotsOf)
  const ledger = new SaleLedger(lines)
  const sets = applySets(compiled, pieceClasses(lines, lists, compiled, running), ledger, nodesMax)
  const thresholds = applyThresholds({ lines, lists, compiled, running }, ledger, nodesMax - sets.nodes)
  const coupons = applyCoupons({ lines, coupons: input.coupons, at, customerGroupIds }, ledger, nodesMax / 2)
  if (input.orderDiscount !== undefined) takeOrderDiscount(input.orderDiscount, ledger)
  return {
    discounts: ledger.discounts,
    applied: ledger.applied,
    refusedCoupons: coupons.refusedCoupons,
    isExact: sets.isExact && thresholds.isExact && coupons.isExact,
    nodes: sets.nodes + thresholds.nodes + coupons.nodes,
  }
}
