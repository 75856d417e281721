import { allocateExact } from '#core/money/allocate-exact.ts'
import { allocate } from '#core/money/allocate.ts'
import { divideExact, multiplyDivide, type RoundingMode } from '#core/money/rounding.ts'
import { rateShares } from '#core/tax/rate-shares.ts'
import { isExempt, type TaxExemption } from '#core/tax/tax-exemption.ts'
import type { TaxGroup, TaxRate } from '#core/tax/tax-group.ts'

const PARTS = 1_000_000

/** For each rate of a group, in order: the tax that the price holds (none where it comes on top), and what is paid. */
export interface RateAmounts {
  readonly heldMinor: readonly number[]
  readonly paidMinor: readonly number[]
}

/** How whole minor units are made, and for whom. */
export interface Reckoning {
  readonly mode: RoundingMode
  readonly exemption: TaxExemption | undefined
}

// Each rate is law of its own (a state's, a city's), so each rounds on its own base. A compound one stands on the
// taxes as they are printed, so that anybody can reckon it again from the receipt.
function onTop(netMinor: number, rates: readonly TaxRate[], { mode, exemption }: Reckoning): number[] {
  let taxedMinor = netMinor
  const taxesMinor: number[] = []
  for (const rate of rates) {
    const baseMinor = rate.isCompound === true ? taxedMinor : netMinor
    const taxMinor = isExempt(rate, exemption) ? 0 : multiplyDivide(baseMinor, rate.ratePpm, PARTS, mode)
    taxedMinor += taxMinor
    taxesMinor.push(taxMinor)
  }
  return taxesMinor
}

// One sum by all rates together, so that the net does not depend on how many there are; then its parts.
function held(grossMinor: number, rates: readonly TaxRate[], mode: RoundingMode): number[] {
  const ratesPpm: number[] = []
  let sumPpm = 0
  for (const { ratePpm } of rates) {
    ratesPpm.push(ratePpm)
    sumPpm += ratePpm
  }
  return allocate(multiplyDivide(grossMinor, sumPpm, PARTS + sumPpm, mode), ratesPpm)
}

// As `held`, with the shares as whole numbers over one denominator: gross = net × (1 + shares), nothing rounded before.
function heldCompound(grossMinor: number, rates: readonly TaxRate[], mode: RoundingMode): number[] {
  const { shares, one } = rateShares(rates, undefined)
  const sum = shares.reduce((total, share) => total + share, 0n)
  return allocateExact(Number(divideExact(BigInt(grossMinor) * sum, one + sum, mode)), shares)
}

// A compound tax falls with an exempt one before it, in proportion to what both make of one net amount.
function paidOf(heldMinor: readonly number[], rates: readonly TaxRate[], reckoning: Reckoning): number[] {
  const before = rateShares(rates, undefined).shares
  const after = rateShares(rates, reckoning.exemption).shares
  return heldMinor.map((minor, index) => {
    const [full = 0n, paid = 0n] = [before[index], after[index]]
    return full === paid ? minor : Number(divideExact(BigInt(minor) * paid, full, reckoning.mode))
  })
}

/** What each rate of a group makes of one amount, rounded as told: sums of a whole receipt are such an amount too. */
export function rateAmounts(amountMinor: number, group: TaxGroup, reckoning: Reckoning): RateAmounts {
  const { rates } = group
  const { mode, exemption } = reckoning
  if (!group.isInclusive) return { heldMinor: [], paidMinor: onTop(amountMinor, rates, reckoning) }
  const isCompound = rates.some((rate) => rate.isCompound)
  const heldMinor = isCompound ? heldCompound(amountMinor, rates, mode) : held(amountMinor, rates, mode)
  return { heldMinor, paidMinor: exemption === undefined ? heldMinor : paidOf(heldMinor, rates, reckoning) }
}
