import type { CompiledPromotions, OfferSlot, SlotList } from '#core/promotion/compile-promotions.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import { gainMinor, type Gain, type Piece } from '#core/promotion/set-offer.ts'

/** Pieces of one line that are in a class. */
export interface Member {
  /** Place of the line in the input. */
  readonly lineIndex: number
  readonly count: number
}

/** What is the same for all items with one list of slots: the sets they can be part of, and the best offers for one alone. */
export interface Profile {
  readonly order: number
  readonly setSlots: readonly OfferSlot[]
  /** Promotions that could be the best for a piece alone: the highest rate and the highest amount. */
  readonly alone: readonly number[]
}

/** Pieces that no offer tells apart: the same price, the same slots. */
export interface PieceClass extends Piece {
  readonly profile: Profile
  /** What a piece saves outside of every set, and by which promotion. */
  readonly aloneMinor: number
  readonly alonePromotion: number
  readonly members: Member[]
  count: number
}

const strength = (gain: Gain, kind: Gain['kind']): number => {
  if (gain.kind !== kind) return 0
  if (gain.kind === 'part') return gain.ratePpm
  return gain.kind === 'amount' ? gain.amountMinor : 0
}

const strongest = (compiled: CompiledPromotions, slots: readonly OfferSlot[], kind: Gain['kind']): number[] => {
  let best = -1
  let bestStrength = 0
  for (const { promotion } of slots) {
    const gain = compiled.gains[promotion]
    if (gain === undefined || strength(gain, kind) <= bestStrength) continue
    best = promotion
    bestStrength = strength(gain, kind)
  }
  return best < 0 ? [] : [best]
}

const profileOf = (compiled: CompiledPromotions, running: readonly boolean[], list: SlotList): Profile => {
  const slots = list.slots.filter(({ promotion }) => running[promotion] === true)
  const alone = [...strongest(compiled, slots, 'part'), ...strongest(compiled, slots, 'amount')]
  return {
    order: list.order,
    setSlots: slots.filter(({ promotion }) => compiled.sets[promotion] !== undefined),
    alone: alone.toSorted((one, other) => one - other),
  }
}

const newClass = (compiled: CompiledPromotions, profile: Profile, piece: Piece): PieceClass => {
  let aloneMinor = 0
  let alonePromotion = -1
  for (const promotion of profile.alone) {
    const gain = compiled.gains[promotion]
    const savedMinor = gain === undefined ? 0 : gainMinor(gain, piece)
    if (savedMinor <= aloneMinor) continue
    aloneMinor = savedMinor
    alonePromotion = promotion
  }
  return { ...piece, profile, aloneMinor, alonePromotion, members: [], count: 0 }
}

/** The dearest first; then an order that does not depend on how items were scanned. */
const byValue = (one: PieceClass, other: PieceClass): number =>
  other.valueMinor - one.valueMinor || one.profile.order - other.profile.order || one.weightGrams - other.weightGrams

class Classes {
  readonly #compiled: CompiledPromotions
  readonly #running: readonly boolean[]
  readonly #profiles = new Map<SlotList, { readonly profile: Profile; readonly classes: Map<number, PieceClass[]> }>()

  constructor(compiled: CompiledPromotions, running: readonly boolean[]) {
    this.#compiled = compiled
    this.#running = running
  }

  add(list: SlotList, piece: Piece, member: Member): void {
    if (member.count === 0) return
    const { profile, classes } = this.#known(list)
    const sameValue = classes.get(piece.valueMinor) ?? []
    let found = sameValue.find(({ weightGrams }) => weightGrams === piece.weightGrams)
    if (found === undefined) {
      found = newClass(this.#compiled, profile, piece)
      sameValue.push(found)
      classes.set(piece.valueMinor, sameValue)
    }
    found.members.push(member)
    found.count += member.count
  }

  sorted(): PieceClass[] {
    const all = [...this.#profiles.values()].flatMap(({ classes }) => [...classes.values()].flat())
    return all.toSorted(byValue)
  }

  #known(list: SlotList): { readonly profile: Profile; readonly classes: Map<number, PieceClass[]> } {
    const known = this.#profiles.get(list)
    if (known !== undefined) return known
    const made = { profile: profileOf(this.#compiled, this.#running, list), classes: new Map<number, PieceClass[]>() }
    this.#profiles.set(list, made)
    return made
  }
}

/** True when offers may touch a line: it is discountable, and the customer pays something for it. */
export const isOpenToOffers = (line: PromotionLine): boolean => line.isDiscountable && line.amountMinor > 0

/**
 * The pieces of a basket by class. A line's amount is dealt out to its pieces to the minor unit (1.00 for three is 0.34,
 * 0.33, 0.33); a weighed line is one piece.
 */
export function pieceClasses(
  lines: readonly PromotionLine[],
  compiled: CompiledPromotions,
  running: readonly boolean[],
): readonly PieceClass[] {
  const classes = new Classes(compiled, running)
  for (const [lineIndex, line] of lines.entries()) {
    if (!isOpenToOffers(line)) continue
    const list = compiled.slotsOf(line)
    if (line.quantity.unit === 'gram') {
      const piece = { valueMinor: line.amountMinor, weightGrams: line.quantity.weightGrams }
      classes.add(list, piece, { lineIndex, count: 1 })
      continue
    }
    const { count } = line.quantity
    const dearer = line.amountMinor % count
    const valueMinor = (line.amountMinor - dearer) / count
    classes.add(list, { valueMinor: valueMinor + 1, weightGrams: 0 }, { lineIndex, count: dearer })
    classes.add(list, { valueMinor, weightGrams: 0 }, { lineIndex, count: count - dearer })
  }
  return classes.sorted()
}
