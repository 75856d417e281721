import type { SearchReport } from '#core/promotion/apply-sets.ts'
import type { CompiledPromotions, SlotList } from '#core/promotion/compile-promotions.ts'
import { offMinor } from '#core/promotion/off-minor.ts'
import { isOpenToOffers } from '#core/promotion/piece-classes.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { SaleLedger } from '#core/promotion/sale-ledger.ts'

/** A threshold that the sale passes. */
interface Passed {
  /** Place of its promotion. */
  readonly promotion: number
  readonly lineIndexes: readonly number[]
  readonly savedMinor: number
}

/** What thresholds are judged by. */
export interface ThresholdFacts {
  readonly lines: readonly PromotionLine[]
  /** Beside the lines. */
  readonly lists: readonly SlotList[]
  readonly compiled: CompiledPromotions
  /** Beside the promotions. */
  readonly running: readonly boolean[]
}

/** For each running threshold, the lines it speaks of. */
const linesByThreshold = ({ lines, lists, compiled, running }: ThresholdFacts): ReadonlyMap<number, number[]> => {
  const open = compiled.thresholds.filter((index) => running[index] === true)
  const found = new Map(open.map((index): [number, number[]] => [index, []]))
  if (open.length === 0) return found
  for (const [lineIndex, line] of lines.entries()) {
    if (!isOpenToOffers(line)) continue
    for (const { promotion } of lists[lineIndex]?.slots ?? []) found.get(promotion)?.push(lineIndex)
  }
  return found
}

/** The ones that are reached and save something: the best first, then by id. */
const passedOf = (facts: ThresholdFacts, ledger: SaleLedger): readonly Passed[] => {
  const passed: Passed[] = []
  for (const [promotion, lineIndexes] of linesByThreshold(facts)) {
    const offer = facts.compiled.promotions[promotion]?.offer
    if (offer?.kind !== 'threshold') continue
    const itemsMinor = lineIndexes.reduce((sum, index) => sum + (facts.lines[index]?.amountMinor ?? 0), 0)
    if (itemsMinor < offer.minimumMinor) continue
    const savedMinor = offMinor(offer.off, ledger.leftOf(lineIndexes), offer.maxOffMinor)
    if (savedMinor > 0) passed.push({ promotion, lineIndexes, savedMinor })
  }
  return passed.toSorted((one, other) => other.savedMinor - one.savedMinor)
}

/** What the thresholds from each place on save at the most: of those with the same first line only one can apply. */
const restOf = (passed: readonly Passed[]): readonly number[] => {
  const byFirstLine = new Map<number, number>()
  const rest = [0]
  let sum = 0
  for (const { lineIndexes, savedMinor } of passed.toReversed()) {
    const first = lineIndexes[0] ?? 0
    // Sorted, so the one met later saves no less.
    sum += savedMinor - (byFirstLine.get(first) ?? 0)
    byFirstLine.set(first, savedMinor)
    rest.push(sum)
  }
  return rest.toReversed()
}

class Choosing {
  readonly #passed: readonly Passed[]
  readonly #rest: readonly number[]
  readonly #nodesMax: number
  readonly #taken = new Set<number>()
  readonly #chosen: Passed[] = []
  #best: readonly Passed[] = []
  #bestMinor = 0
  nodes = 0

  constructor(passed: readonly Passed[], nodesMax: number) {
    this.#passed = passed
    this.#rest = restOf(passed)
    this.#nodesMax = nodesMax
  }

  get isExact(): boolean {
    return this.nodes < this.#nodesMax
  }

  run(): readonly Passed[] {
    this.#from(0, 0)
    return this.#best
  }

  #from(at: number, savedMinor: number): void {
    if (savedMinor > this.#bestMinor) {
      this.#bestMinor = savedMinor
      this.#best = [...this.#chosen]
    }
    for (let place = at; savedMinor + (this.#rest[place] ?? 0) > this.#bestMinor && this.isExact; place++) {
      const passed = this.#passed[place]
      if (passed === undefined) return
      this.nodes += 1
      if (passed.lineIndexes.some((index) => this.#taken.has(index))) continue
      this.#with(passed, place, savedMinor)
    }
  }

  #with(passed: Passed, place: number, savedMinor: number): void {
    for (const index of passed.lineIndexes) this.#taken.add(index)
    this.#chosen.push(passed)
    this.#from(place + 1, savedMinor + passed.savedMinor)
    this.#chosen.pop()
    for (const index of passed.lineIndexes) this.#taken.delete(index)
  }
}

const choose = (passed: readonly Passed[], nodesMax: number): SearchReport & { readonly chosen: readonly Passed[] } => {
  if (passed.length <= 1) return { chosen: passed, isExact: true, nodes: 0 }
  const choosing = new Choosing(passed, nodesMax)
  const chosen = choosing.run().toSorted((one, other) => one.promotion - other.promotion)
  return { chosen, isExact: choosing.isExact, nodes: choosing.nodes }
}

/**
 * Applies thresholds to what the other promotions left. Each line counts for one of them at the most; of those that
 * are passed the ones that save most together apply. A minimum is judged on prices before promotions, so that no other
 * promotion takes a threshold away.
 */
export function applyThresholds(facts: ThresholdFacts, ledger: SaleLedger, nodesMax: number): SearchReport {
  const { chosen, isExact, nodes } = choose(passedOf(facts, ledger), nodesMax)
  for (const { promotion, lineIndexes, savedMinor } of chosen) {
    const { id = 0, name = '' } = facts.compiled.promotions[promotion] ?? {}
    ledger.takeFrom({ source: 'promotion', id, name }, savedMinor, lineIndexes)
  }
  return { isExact, nodes }
}
