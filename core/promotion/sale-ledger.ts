import { allocate } from '#core/money/allocate.ts'
import { isOpenToOffers } from '#core/promotion/piece-classes.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { AppliedOffer, LineDiscount } from '#core/promotion/promotion-result.ts'

/** Who gives a discount. */
export type Giver = Pick<AppliedOffer, 'source' | 'id' | 'name'>

/** What part of an offer's discount a line bears: an amount, or a weight to share it out by. */
export interface LineShare {
  readonly lineIndex: number
  readonly shareMinor: number
}

/** What is left to pay for each line as offers take from it, and who took what. It never takes more than is left. */
export class SaleLedger {
  readonly discounts: LineDiscount[] = []
  readonly applied: AppliedOffer[] = []
  /** Beside the lines: what is left to pay; 0 for what offers may not touch. */
  readonly leftMinor: number[]
  readonly #lines: readonly PromotionLine[]

  constructor(lines: readonly PromotionLine[]) {
    this.#lines = lines
    this.leftMinor = lines.map((line) => (isOpenToOffers(line) ? line.amountMinor : 0))
  }

  /** What is left to pay for these lines together. */
  leftOf(lineIndexes: readonly number[]): number {
    return lineIndexes.reduce((sum, index) => sum + (this.leftMinor[index] ?? 0), 0)
  }

  /** Takes from each line its own amount. */
  take(giver: Giver, shares: readonly LineShare[], times: number): void {
    const taken: LineDiscount[] = []
    let amountMinor = 0
    for (const { lineIndex, shareMinor } of shares) {
      const line = this.#lines[lineIndex]?.line
      if (line === undefined || shareMinor === 0) continue
      taken.push({ line, source: giver.source, id: giver.id, amountMinor: shareMinor })
      this.leftMinor[lineIndex] = (this.leftMinor[lineIndex] ?? 0) - shareMinor
      amountMinor += shareMinor
    }
    if (amountMinor === 0) return
    this.discounts.push(...taken.toSorted((one, other) => one.line - other.line))
    this.applied.push({ ...giver, amountMinor, times })
  }

  /** Takes an amount from lines in proportion to their shares, to the minor unit. */
  takeTogether(
    giver: Giver,
    sum: { readonly amountMinor: number; readonly times: number },
    shares: readonly LineShare[],
  ): void {
    const weights = shares.map(({ shareMinor }) => shareMinor)
    const parts = allocate(sum.amountMinor, weights)
    const taken = shares.map(({ lineIndex }, index) => ({ lineIndex, shareMinor: parts[index] ?? 0 }))
    this.take(giver, taken, sum.times)
  }

  /** Takes an amount from lines in proportion to what is left to pay for them. */
  takeFrom(giver: Giver, amountMinor: number, lineIndexes: readonly number[]): void {
    const shares = lineIndexes.map((lineIndex) => ({ lineIndex, shareMinor: this.leftMinor[lineIndex] ?? 0 }))
    this.takeTogether(giver, { amountMinor, times: 1 }, shares)
  }
}
