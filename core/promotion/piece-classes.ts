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
  /** Sorts items alike whatever the order of scanning. */
  readonly order: number
  readonly setSlots: readonly OfferSlot[]
  /** Promotions that could be the best for a piece alone: the highest rate and the highest amount. */
  readonly alone: readonly number[]
}

/** Pieces that no offer tells apart: the same price, the same slots. A weighed line is a class of its own. */
export interface PieceClass extends Piece {
  readonly profile: Profile
  /** What a piece saves outside of every set, and by which promotion. */
  readonly aloneMinor: number
  readonly alonePromotion: number
  readonly members: Member[]
  count: number
}

const strengthOf = (gain: Gain | undefined): number => {
  if (gain === undefined) return 0
  if (gain.kind === 'part') return gain.ratePpm
  return gain.kind === 'amount' ? gain.amountMinor : 0
}

const profileOf = (compiled: CompiledPromotions, running: readonly boolean[], list: SlotList): Profile => {
  const { gains, sets } = compiled
  const setSlots: OfferSlot[] = []
  const best = { part: -1, amount: -1, whole: -1, nothing: -1 }
  for (const slot of list.slots) {
    if (running[slot.promotion] !== true) continue
    const gain = gains[slot.promotion]
    if (sets[slot.promotion] !== undefined) setSlots.push(slot)
    if (gain !== undefined && strengthOf(gain) > strengthOf(gains[best[gain.kind]])) best[gain.kind] = slot.promotion
  }
  const alone = [Math.min(best.part, best.amount), Math.max(best.part, best.amount)]
  return { order: list.order, setSlots, alone: alone.filter((promotion) => promotion >= 0) }
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

interface Shelf {
  readonly profile: Profile
  /** Classes of counted pieces by value. */
  readonly byValue: Map<number, PieceClass>
}

class Classes {
  readonly all: PieceClass[] = []
  readonly #compiled: CompiledPromotions
  readonly #running: readonly boolean[]
  readonly #shelves = new Map<SlotList, Shelf>()

  constructor(compiled: CompiledPromotions, running: readonly boolean[]) {
    this.#compiled = compiled
    this.#running = running
  }

  addWeighed(list: SlotList, piece: Piece, lineIndex: number): void {
    const made = newClass(this.#compiled, this.#shelfOf(list).profile, piece)
    made.members.push({ lineIndex, count: 1 })
    made.count = 1
    this.all.push(made)
  }

  addCounted(list: SlotList, valueMinor: number, member: Member): void {
    if (member.count === 0) return
    const { profile, byValue } = this.#shelfOf(list)
    let found = byValue.get(valueMinor)
    if (found === undefined) {
      found = newClass(this.#compiled, profile, { valueMinor, weightGrams: 0 })
      byValue.set(valueMinor, found)
      this.all.push(found)
    }
    found.members.push(member)
    found.count += member.count
  }

  #shelfOf(list: SlotList): Shelf {
    const known = this.#shelves.get(list)
    if (known !== undefined) return known
    const made = { profile: profileOf(this.#compiled, this.#running, list), byValue: new Map<number, PieceClass>() }
    this.#shelves.set(list, made)
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
  lists: readonly SlotList[],
  compiled: CompiledPromotions,
  running: readonly boolean[],
): readonly PieceClass[] {
  const classes = new Classes(compiled, running)
  for (const [lineIndex, line] of lines.entries()) {
    const list = lists[lineIndex]
    if (list === undefined || !isOpenToOffers(line)) continue
    if (line.quantity.unit === 'gram') {
      const piece = { valueMinor: line.amountMinor, weightGrams: line.quantity.weightGrams }
      classes.addWeighed(list, piece, lineIndex)
      continue
    }
    const { count } = line.quantity
    const dearer = line.amountMinor % count
    const valueMinor = (line.amountMinor - dearer) / count
    classes.addCounted(list, valueMinor + 1, { lineIndex, count: dearer })
    classes.addCounted(list, valueMinor, { lineIndex, count: count - dearer })
  }
  return classes.all
}
