import type { OfferSlot } from '#core/promotion/compile-promotions.ts'
import type { PieceClass } from '#core/promotion/piece-classes.ts'
import { gainMinor, setSize, type SetOffer } from '#core/promotion/set-offer.ts'

/** A piece of a class can fill this part of this offer, and saves `netMinor` more there than it does alone. */
export interface Choice {
  /** Place in `SetProblem.offers`. */
  readonly offer: number
  readonly part: number
  readonly netMinor: number
}

/** Offers and classes that hang together: whatever one takes, another may miss. */
export interface SetProblem {
  readonly offers: readonly SetOffer[]
  /** The dearest first. */
  readonly classes: readonly PieceClass[]
  /** Beside each class: where its pieces may go. */
  readonly choices: ReadonlyArray<readonly Choice[]>
}

/** So many pieces of a class in a part of an offer. */
export interface Take {
  readonly offer: number
  readonly part: number
  /** Place in `SetProblem.classes`. */
  readonly piece: number
  readonly count: number
}

/** Which pieces go where, and what that saves beyond what they save alone. */
export interface SetSolution {
  readonly netMinor: number
  readonly takes: readonly Take[]
}

interface Viable {
  readonly piece: PieceClass
  readonly slots: readonly OfferSlot[]
}

/** Pieces for each part of each offer; a ladder's parts share theirs. */
const suppliesOf = (classes: readonly PieceClass[]): ReadonlyMap<number, readonly number[]> => {
  const supplies = new Map<number, number[]>()
  for (const piece of classes) {
    for (const { promotion, part } of piece.profile.setSlots) {
      const supply = supplies.get(promotion) ?? []
      supplies.set(promotion, supply)
      supply[part] = (supply[part] ?? 0) + piece.count
    }
  }
  return supplies
}

const isViable = (offer: SetOffer | undefined, supply: readonly number[] | undefined): boolean => {
  if (offer === undefined || supply === undefined) return false
  if (offer.isLadder) return (supply[0] ?? 0) >= setSize(offer)
  return offer.parts.every(({ count }, part) => (supply[part] ?? 0) >= count)
}

/** Offers that find too few pieces for one set tie nothing together. */
const viableOf = (sets: ReadonlyArray<SetOffer | undefined>, classes: readonly PieceClass[]): readonly Viable[] => {
  const supplies = suppliesOf(classes)
  const viable = new Set([...supplies.keys()].filter((index) => isViable(sets[index], supplies.get(index))))
  return classes.flatMap((piece) => {
    const slots = piece.profile.setSlots.filter(({ promotion }) => viable.has(promotion))
    return slots.length === 0 ? [] : [{ piece, slots }]
  })
}

const choicesOf = ({ piece, slots }: Viable, offers: readonly SetOffer[]): Choice[] =>
  slots.flatMap(({ promotion, part }) => {
    const place = offers.findIndex((offer) => offer.promotion === promotion)
    // The pieces of a ladder take from one selector and may fill every part.
    return (offers[place]?.parts ?? []).flatMap(({ gain }, index) =>
      offers[place]?.isLadder === true || index === part
        ? [{ offer: place, part: index, netMinor: gainMinor(gain, piece) - piece.aloneMinor }]
        : [],
    )
  })

/** Finds the first promotion of the group that a promotion hangs together with. */
const groupFinder = (viable: readonly Viable[]): ((promotion: number) => number) => {
  const parents = new Map<number, number>()
  const rootOf = (promotion: number): number => {
    let root = promotion
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent
    return root
  }
  for (const { slots } of viable) {
    for (const { promotion } of slots) {
      const first = rootOf(slots[0]?.promotion ?? promotion)
      const other = rootOf(promotion)
      if (first !== other) parents.set(Math.max(first, other), Math.min(first, other))
    }
  }
  return rootOf
}

const problemOf = (sets: ReadonlyArray<SetOffer | undefined>, group: readonly Viable[]): SetProblem => {
  const promotions = new Set(group.flatMap(({ slots }) => slots.map(({ promotion }) => promotion)))
  const offers = [...promotions].toSorted((one, other) => one - other).flatMap((index) => sets[index] ?? [])
  return { offers, classes: group.map(({ piece }) => piece), choices: group.map((item) => choicesOf(item, offers)) }
}

/** The sets of a basket in independent problems, the smallest first, so that a hard one takes no steps from an easy one. */
export function setProblems(
  sets: ReadonlyArray<SetOffer | undefined>,
  classes: readonly PieceClass[],
): readonly SetProblem[] {
  const viable = viableOf(sets, classes)
  const groupOf = groupFinder(viable)
  const groups = new Map<number, Viable[]>()
  for (const item of viable) {
    const root = groupOf(item.slots[0]?.promotion ?? 0)
    const group = groups.get(root) ?? []
    groups.set(root, group)
    group.push(item)
  }
  const problems = [...groups.values()].map((group) => problemOf(sets, group))
  return problems.toSorted((one, other) => one.classes.length - other.classes.length)
}
