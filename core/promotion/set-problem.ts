import type { PieceClass, Profile } from '#core/promotion/piece-classes.ts'
import { gainMinor, setSize, type SetOffer } from '#core/promotion/set-offer.ts'

/** Who could fill a part of an offer, side by side: places of classes, and what a piece saves there more than alone. */
export interface Fillers {
  readonly pieces: number[]
  readonly netsMinor: number[]
}

/** Offers and classes that hang together: whatever one takes, another may miss. */
export interface SetProblem {
  /** By promotion. */
  readonly offers: readonly SetOffer[]
  /** The dearest first. */
  readonly classes: readonly PieceClass[]
  /** Beside the offers and their parts; all parts of a ladder have the same pieces. */
  readonly fillers: ReadonlyArray<readonly Fillers[]>
}

/** So many pieces of a class in a part of an offer. */
export interface Take {
  /** Place in `SetProblem.offers`. */
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

type Sets = ReadonlyArray<SetOffer | undefined>

const isFilled = (offer: SetOffer, supply: readonly number[]): boolean => {
  if (offer.isLadder) return (supply[0] ?? 0) >= setSize(offer)
  return offer.parts.every(({ count }, part) => (supply[part] ?? 0) >= count)
}

/** Beside the promotions: sets that find enough pieces for one. The others tie nothing together. */
const viableOf = (sets: Sets, classes: readonly PieceClass[]): Sets => {
  const supplies = sets.map((offer) => (offer === undefined ? [] : offer.parts.map(() => 0)))
  for (const piece of classes) {
    for (const { promotion, part } of piece.profile.setSlots) {
      const supply = supplies[promotion]
      if (supply !== undefined) supply[part] = (supply[part] ?? 0) + piece.count
    }
  }
  return sets.map((offer, index) => (offer !== undefined && isFilled(offer, supplies[index] ?? []) ? offer : undefined))
}

/** Beside the promotions: the first one of the group that each hangs together with. */
const groupsOf = (viable: Sets, profiles: Iterable<Profile>): readonly number[] => {
  const parents = viable.map((_, index) => index)
  const rootOf = (promotion: number): number => {
    let root = promotion
    for (let parent = parents[root] ?? root; parent !== root; parent = parents[root] ?? root) root = parent
    return root
  }
  for (const { setSlots } of profiles) {
    let first = -1
    for (const { promotion } of setSlots) {
      if (viable[promotion] === undefined) continue
      const other = rootOf(promotion)
      if (first >= 0 && other !== first) parents[Math.max(first, other)] = Math.min(first, other)
      first = first < 0 ? other : Math.min(first, other)
    }
  }
  return viable.map((_, index) => rootOf(index))
}

class Builder {
  readonly offers: SetOffer[] = []
  readonly classes: PieceClass[] = []
  readonly fillers: Fillers[][] = []

  addOffer(offer: SetOffer): number {
    this.fillers.push(offer.parts.map(() => ({ pieces: [], netsMinor: [] })))
    return this.offers.push(offer) - 1
  }

  addFiller(place: number, part: number, piece: PieceClass): void {
    const offer = this.offers[place]
    if (offer === undefined) return
    if (!offer.isLadder) return this.#add(place, part, piece)
    for (let each = 0; each < offer.parts.length; each++) this.#add(place, each, piece)
  }

  #add(place: number, part: number, piece: PieceClass): void {
    const fillers = this.fillers[place]?.[part]
    const gain = this.offers[place]?.parts[part]?.gain
    if (fillers === undefined || gain === undefined) return
    fillers.pieces.push(this.classes.length - 1)
    fillers.netsMinor.push(gainMinor(gain, piece) - piece.aloneMinor)
  }
}

/** One builder a group of promotions, and the place of each promotion in it. */
const buildersOf = (
  viable: Sets,
  groups: readonly number[],
): { readonly builders: ReadonlyArray<Builder | undefined>; readonly places: readonly number[] } => {
  const builders: Array<Builder | undefined> = viable.map(() => undefined)
  const places = viable.map((offer, index) => {
    const group = groups[index] ?? index
    if (offer === undefined) return -1
    const builder = builders[group] ?? new Builder()
    builders[group] = builder
    return builder.addOffer(offer)
  })
  return { builders, places }
}

/** The dearest first; then an order that does not depend on how items were scanned. */
const byValue = (one: PieceClass, other: PieceClass): number =>
  other.valueMinor - one.valueMinor || one.profile.order - other.profile.order || one.weightGrams - other.weightGrams

/** The sets of a basket in independent problems, the smallest first, so that a hard one takes no steps from an easy one. */
export function setProblems(sets: Sets, classes: readonly PieceClass[]): readonly SetProblem[] {
  const inSets = classes.filter((piece) => piece.profile.setSlots.length > 0).toSorted(byValue)
  if (inSets.length === 0) return []
  const viable = viableOf(sets, inSets)
  const groups = groupsOf(viable, new Set(inSets.map((piece) => piece.profile)))
  const { builders, places } = buildersOf(viable, groups)
  for (const piece of inSets) {
    let builder: Builder | undefined
    for (const { promotion, part } of piece.profile.setSlots) {
      if (viable[promotion] === undefined) continue
      if (builder === undefined) {
        builder = builders[groups[promotion] ?? promotion]
        builder?.classes.push(piece)
      }
      builder?.addFiller(places[promotion] ?? -1, part, piece)
    }
  }
  return builders
    .flatMap((builder) => builder ?? [])
    .toSorted((one, other) => one.classes.length - other.classes.length)
}
