import type { LoyaltyPolicy } from '#core/catalogue/policy.ts'
import { divide, multiplyDivide } from '#core/money/rounding.ts'

/** The points for so much paid, minor units: whole ones only, and none for money that goes back. */
export const pointsFor = (paidMinor: number, { earnPerMinor }: LoyaltyPolicy): number =>
  paidMinor <= 0 ? 0 : divide(paidMinor, earnPerMinor, 'floor')

/** What points pay, minor units. */
export const pointsWorthMinor = (points: number, { pointValueMinor }: LoyaltyPolicy): number => points * pointValueMinor

/** The fewest points that pay an amount: those that are needed for it, and no part of a point back. */
export const pointsToPay = (amountMinor: number, { pointValueMinor }: LoyaltyPolicy): number =>
  divide(amountMinor, pointValueMinor, 'floor')

/** Points of a sale that go with a part of it: `partMinor` of `wholeMinor`, cumulated, so that the parts end at the whole. */
export const pointsShare = (points: number, partMinor: number, wholeMinor: number): number =>
  wholeMinor <= 0 ? 0 : multiplyDivide(points, Math.min(partMinor, wholeMinor), wholeMinor, 'floor')
