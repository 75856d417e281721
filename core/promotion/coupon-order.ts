import { allocate } from '#core/money/allocate.ts'
import type { SearchReport } from '#core/promotion/apply-sets.ts'
import type { Coupon } from '#core/promotion/coupon.ts'
import { offMinor } from '#core/promotion/off-minor.ts'

/** A coupon that is good for a sale, and the lines it may take from. */
export interface GoodCoupon {
  readonly coupon: Coupon
  readonly lineIndexes: readonly number[]
}

/** Coupons in the order in which they save most together, each from what the one before it left. */
export interface CouponOrder extends SearchReport {
  readonly order: readonly GoodCoupon[]
  readonly savedMinor: number
}

type Left = readonly number[]

/** What it costs to try a coupon, beside its lines: about as much as so many of them. */
const STEPS_OF_COUPON = 4

const sumOf = (amountsMinor: Left): number => {
  let sum = 0
  for (const amountMinor of amountsMinor) sum += amountMinor
  return sum
}

/** What a coupon takes off what is left to pay; `leftMinor` stands beside the lines. */
export const couponOffMinor = ({ coupon, lineIndexes }: GoodCoupon, leftMinor: Left): number => {
  let sum = 0
  for (const index of lineIndexes) sum += leftMinor[index] ?? 0
  return offMinor(coupon.off, sum, coupon.maxOffMinor)
}

/** What is left when a coupon has taken its amount, shared out as a ledger shares it out. */
const leftAfter = ({ lineIndexes }: GoodCoupon, amountMinor: number, leftMinor: Left): Left => {
  if (amountMinor === 0) return leftMinor
  const weights = lineIndexes.map((index) => leftMinor[index] ?? 0)
  const left = [...leftMinor]
  const parts = allocate(amountMinor, weights)
  for (const [place, index] of lineIndexes.entries()) left[index] = (left[index] ?? 0) - (parts[place] ?? 0)
  return left
}

/** True for an amount, and for a rate that comes to more than its cap: the others lose by what is taken before them. */
const isFixed = (good: GoodCoupon, leftMinor: Left): boolean =>
  good.coupon.off.kind === 'amount' || couponOffMinor(good, leftMinor) === good.coupon.maxOffMinor

/** The order that is kept unless another saves more: rates before amounts, the choosiest first, then by id. */
const usualOrder = (coupons: readonly GoodCoupon[], leftMinor: Left): readonly GoodCoupon[] =>
  coupons
    .map((good) => ({
      good,
      rank: Number(isFixed(good, leftMinor)),
      itemsMinor: good.lineIndexes.reduce((sum, index) => sum + (leftMinor[index] ?? 0), 0),
      kind: Number(good.coupon.off.kind === 'amount'),
    }))
    .toSorted(
      (one, other) =>
        one.rank - other.rank ||
        one.itemsMinor - other.itemsMinor ||
        one.kind - other.kind ||
        one.good.coupon.id - other.good.coupon.id,
    )
    .map(({ good }) => good)

/** Coupons in groups of those that hang together by lines they share; who takes first matters within a group only. */
const groupsOf = (coupons: readonly GoodCoupon[]): readonly GoodCoupon[][] => {
  let groups: Array<{ readonly members: GoodCoupon[]; readonly lines: Set<number> }> = []
  for (const good of coupons) {
    const meets = ({ lines }: { readonly lines: Set<number> }): boolean =>
      good.lineIndexes.some((index) => lines.has(index))
    const met = groups.filter(meets)
    const merged = {
      members: [...met.flatMap(({ members }) => members), good],
      lines: new Set([...met.flatMap(({ lines }) => [...lines]), ...good.lineIndexes]),
    }
    groups = [...groups.filter((group) => !met.includes(group)), merged]
  }
  return groups.map(({ members }) => members)
}

const isTwin = (one: GoodCoupon, other: GoodCoupon): boolean =>
  one.coupon.maxOffMinor === other.coupon.maxOffMinor &&
  JSON.stringify(one.coupon.off) === JSON.stringify(other.coupon.off) &&
  one.lineIndexes.join() === other.lineIndexes.join()

/** Coupons on their way through the search: their places in the usual order, also as bits, and what they left. */
interface Taken {
  readonly places: readonly number[]
  readonly bits: number
  readonly leftMinor: Left
  readonly savedMinor: number
}

const has = (bits: number, place: number): boolean => ((bits >> place) & 1) === 1

class OrderSearch {
  readonly #coupons: readonly GoodCoupon[]
  /** Beside the coupons: an earlier one that does just the same and goes first; -1 where there is none. */
  readonly #twins: readonly number[]
  readonly #nodesMax: number
  /** What was left by which coupons: whatever their order was, the rest goes on alike. */
  readonly #seen = new Set<string>()
  #best: Taken
  #nodes = 0
  #isExact = true

  /** Every line belongs to one of the coupons. */
  constructor(coupons: readonly GoodCoupon[], leftMinor: Left, nodesMax: number) {
    this.#coupons = coupons
    this.#twins = coupons.map((good, place) => coupons.findLastIndex((one, at) => at < place && isTwin(one, good)))
    this.#nodesMax = nodesMax
    const start = { places: [], bits: 0, leftMinor, savedMinor: 0 }
    this.#best = this.#withRest(start)
    this.#from(start)
  }

  get found(): SearchReport & Pick<Taken, 'places' | 'savedMinor'> {
    const { places, savedMinor } = this.#withRest(this.#best)
    return { places, savedMinor, isExact: this.#isExact, nodes: this.#nodes }
  }

  /** With the coupons that are still missing, in the usual order. */
  #withRest(taken: Taken): Taken {
    let all = taken
    for (const [place, good] of this.#coupons.entries()) {
      if (!has(taken.bits, place)) all = this.#take(all, place, good)
    }
    return all
  }

  #take({ places, bits, leftMinor, savedMinor }: Taken, place: number, good: GoodCoupon): Taken {
    const amountMinor = couponOffMinor(good, leftMinor)
    return {
      places: [...places, place],
      bits: bits | (1 << place),
      leftMinor: leftAfter(good, amountMinor, leftMinor),
      savedMinor: savedMinor + amountMinor,
    }
  }

  /** No coupon takes more later than it would now, and all together no more than there is. */
  #boundOf({ bits, leftMinor, savedMinor }: Taken): number {
    let takeMinor = 0
    for (const [place, good] of this.#coupons.entries()) {
      if (!has(bits, place)) takeMinor += couponOffMinor(good, leftMinor)
    }
    return savedMinor + Math.min(takeMinor, sumOf(leftMinor))
  }

  #from(taken: Taken): void {
    if (taken.savedMinor > this.#best.savedMinor) this.#best = taken
    if (!this.#isExact || this.#boundOf(taken) <= this.#best.savedMinor) return
    for (const [place, good] of this.#coupons.entries()) {
      const twin = this.#twins[place] ?? -1
      const isNext = !has(taken.bits, place) && (twin < 0 || has(taken.bits, twin))
      if (isNext) this.#try(taken, place, good)
    }
  }

  #try(taken: Taken, place: number, good: GoodCoupon): void {
    // A line that a coupon looks at is a step, so that a long sale takes no longer than a short and knotty one.
    const steps = STEPS_OF_COUPON + good.lineIndexes.length
    this.#isExact &&= this.#nodes + steps <= this.#nodesMax
    if (!this.#isExact) return
    this.#nodes += steps
    const next = this.#take(taken, place, good)
    const key = `${next.bits} ${next.leftMinor.join()}`
    if (this.#seen.has(key)) return
    this.#seen.add(key)
    this.#from(next)
  }
}

/** Searches a group by itself: what other lines cost is of no interest, so only its own are copied at each step. */
const searchGroup = (group: readonly GoodCoupon[], leftMinor: Left, nodesMax: number): CouponOrder => {
  const lines = [...new Set(group.flatMap(({ lineIndexes }) => lineIndexes))].toSorted((one, other) => one - other)
  const placeOf = new Map(lines.map((index, place) => [index, place]))
  const coupons = group.map(({ coupon, lineIndexes }) => ({
    coupon,
    lineIndexes: lineIndexes.map((index) => placeOf.get(index) ?? 0),
  }))
  const search = new OrderSearch(
    coupons,
    lines.map((index) => leftMinor[index] ?? 0),
    nodesMax,
  )
  const { places, ...found } = search.found
  return { ...found, order: places.flatMap((place) => group[place] ?? []) }
}

/**
 * The order in which coupons save most together. It depends neither on the order in which they come, nor on how long a
 * search takes: that is counted, a step for each line that a coupon looks at and a few for the coupon. Where it ends at its limit the best order
 * found is taken. Of orders that save the same the usual one is kept, then the one found first.
 */
export function bestCouponOrder(
  coupons: readonly GoodCoupon[],
  leftMinor: readonly number[],
  nodesMax: number,
): CouponOrder {
  const [only] = coupons
  if (only === undefined) return { order: [], savedMinor: 0, isExact: true, nodes: 0 }
  if (coupons.length === 1) {
    return { order: coupons, savedMinor: couponOffMinor(only, leftMinor), isExact: true, nodes: 0 }
  }
  const order: GoodCoupon[] = []
  let savedMinor = 0
  let isExact = true
  let nodes = 0
  for (const group of groupsOf(usualOrder(coupons, leftMinor)).toSorted((one, other) => one.length - other.length)) {
    const found = searchGroup(group, leftMinor, nodesMax - nodes)
    order.push(...found.order)
    savedMinor += found.savedMinor
    isExact &&= found.isExact
    nodes += found.nodes
  }
  return { order, savedMinor, isExact, nodes }
}
