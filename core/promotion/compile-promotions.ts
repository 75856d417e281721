import type { Promotion } from '#core/promotion/promotion.ts'
import type { Selectable, Selector } from '#core/promotion/selector.ts'
import { pieceGainOf, selectorsOf, setOfferOf, type Gain, type SetOffer } from '#core/promotion/set-offer.ts'

/** A place in an offer that an item can fill; `part` counts the offer's selectors. */
export interface OfferSlot {
  /** Place of the promotion in `CompiledPromotions.promotions`. */
  readonly promotion: number
  readonly part: number
}

/** All places that an item can fill. Items that no promotion tells apart have the same one. */
export interface SlotList {
  /** Sorts items alike whatever the order of scanning. */
  readonly order: number
  /** By promotion, then by part. */
  readonly slots: readonly OfferSlot[]
}

/** Promotions as `pricePromotions` wants them, made once for each catalogue and kept by the caller. */
export interface CompiledPromotions {
  /** The active ones, by id. */
  readonly promotions: readonly Promotion[]
  /** Beside each promotion: its sets, where it has any. */
  readonly sets: ReadonlyArray<SetOffer | undefined>
  /** Beside each promotion: what it takes off each piece by itself, where it does. */
  readonly gains: ReadonlyArray<Gain | undefined>
  /** Places of the thresholds. */
  readonly thresholds: readonly number[]
  readonly slotsOf: (item: Selectable) => SlotList
}

interface Matcher extends OfferSlot {
  readonly kind: Selector['kind']
  readonly ids: ReadonlySet<number>
  readonly exceptIds: ReadonlySet<number>
}

const matchersOf = (promotion: Promotion, index: number): readonly Matcher[] =>
  selectorsOf(promotion.offer).map((selector, part) => ({
    promotion: index,
    part,
    kind: selector.kind,
    ids: new Set('ids' in selector ? selector.ids : []),
    exceptIds: new Set(selector.exceptProductIds),
  }))

// No id is 0, so 0 stands for an item without one.
const matches = (matcher: Matcher, productId: number, departmentId: number): boolean => {
  if (matcher.exceptIds.has(productId)) return false
  return matcher.kind === 'all' || matcher.ids.has(matcher.kind === 'products' ? productId : departmentId)
}

/** Numbers from 1 the ids that selectors tell apart. All others behave alike and are 0. */
const numbered = (ids: Iterable<number>): ReadonlyMap<number, number> =>
  new Map([...new Set(ids)].toSorted((one, other) => one - other).map((id, index) => [id, index + 1]))

const slotFinder = (matchers: readonly Matcher[]): CompiledPromotions['slotsOf'] => {
  const idsOf = (kind: Selector['kind']): number[] =>
    matchers.flatMap((matcher) => (matcher.kind === kind ? [...matcher.ids] : []))
  const products = numbered([...idsOf('products'), ...matchers.flatMap((matcher) => [...matcher.exceptIds])])
  const departments = numbered(idsOf('departments'))
  // Grows to what the selectors tell apart at the most, not with the catalogue.
  const known = new Map<number, SlotList>()
  return ({ productId, departmentId }) => {
    const order =
      (products.get(productId ?? 0) ?? 0) * (departments.size + 1) + (departments.get(departmentId ?? 0) ?? 0)
    const found = known.get(order)
    if (found !== undefined) return found
    const slots = matchers
      .filter((matcher) => matches(matcher, productId ?? 0, departmentId ?? 0))
      .map(({ promotion, part }) => ({ promotion, part }))
    const list = { order, slots }
    known.set(order, list)
    return list
  }
}

/** Sorts and indexes the promotions of a catalogue. */
export function compilePromotions(promotions: readonly Promotion[]): CompiledPromotions {
  const active = promotions.filter((promotion) => promotion.isActive).toSorted((one, other) => one.id - other.id)
  return {
    promotions: active,
    sets: active.map(setOfferOf),
    gains: active.map(({ offer, usesPerSaleMax }) => (usesPerSaleMax === undefined ? pieceGainOf(offer) : undefined)),
    thresholds: active.flatMap(({ offer }, index) => (offer.kind === 'threshold' ? [index] : [])),
    slotsOf: slotFinder(active.flatMap(matchersOf)),
  }
}
