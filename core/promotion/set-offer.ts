import { multiplyDivide } from '#core/money/rounding.ts'
import { WHOLE_PPM, type Offer, type Promotion } from '#core/promotion/promotion.ts'
import type { Selector } from '#core/promotion/selector.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'

/** A piece, or a weighed line as a whole: `weightGrams` is 0 for a piece. */
export interface Piece {
  readonly valueMinor: number
  readonly weightGrams: number
}

/** What a piece adds to a set's saving: all of its price, a part of it, an amount, or nothing (it is only bought). */
export type Gain =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly ratePpm: number }
  | { readonly kind: 'amount'; readonly amountMinor: number }
  | { readonly kind: 'nothing' }

/** The saving on one piece, in minor units, never more than it costs. Half a minor unit rounds up. */
export const gainMinor = (gain: Gain, piece: Piece): number => {
  switch (gain.kind) {
    case 'whole':
      return piece.valueMinor
    case 'part':
      return partMinor(piece.valueMinor, gain.ratePpm)
    case 'amount':
      return Math.min(piece.valueMinor, amountOffMinor(gain.amountMinor, piece.weightGrams))
    case 'nothing':
      return 0
  }
}

// Below this a product's quotient by a million has no fraction that a double rounds away.
const EXACT_PRODUCT_MAX = 1e14

// Asked for tens of thousands of times in a large basket, so the usual case takes the short way.
const partMinor = (valueMinor: number, ratePpm: number): number => {
  const product = valueMinor * ratePpm
  return product < EXACT_PRODUCT_MAX
    ? Math.floor((product + WHOLE_PPM / 2) / WHOLE_PPM)
    : multiplyDivide(valueMinor, ratePpm, WHOLE_PPM, 'half_up')
}

const amountOffMinor = (amountMinor: number, weightGrams: number): number =>
  weightGrams === 0 ? amountMinor : lineAmountMinor({ unit: 'gram', weightGrams }, amountMinor)

/** One part of a set: so many pieces, which all add in the same way. */
interface SetPart {
  readonly count: number
  readonly gain: Gain
}

/**
 * An offer that takes pieces in sets. A set saves what its pieces add, less `priceMinor`. In a `ladder` all parts take
 * from the same items and the dearer pieces fill the earlier part: "buy X get Y" of one selector, where the cheapest
 * are the ones got (the trade's "of equal or lesser value").
 */
export interface SetOffer {
  /** Place of its promotion in `CompiledPromotions`. */
  readonly promotion: number
  readonly parts: readonly SetPart[]
  readonly isLadder: boolean
  readonly priceMinor: number
  readonly usesMax: number
}

/** Pieces in one set of an offer. */
export const setSize = (offer: SetOffer): number => offer.parts.reduce((sum, part) => sum + part.count, 0)

/** True when the saving belongs to the set as a whole, and its pieces bear it in proportion to what they cost. */
export const isShared = (offer: SetOffer): boolean =>
  offer.parts.some(({ gain }) => gain.kind === 'whole' || gain.kind === 'nothing')

const sorted = (ids: readonly number[] | undefined): string => [...new Set(ids)].toSorted((a, b) => a - b).join(',')

const selectorText = (selector: Selector): string =>
  `${selector.kind} ${'ids' in selector ? sorted(selector.ids) : ''} ${sorted(selector.exceptProductIds)}`

/** True when two selectors say the same, in whatever order. */
const isSameSelector = (one: Selector, other: Selector): boolean => selectorText(one) === selectorText(other)

/** The selectors of an offer's parts, in the order of the parts; a ladder has one for all. */
export const selectorsOf = (offer: Offer): readonly Selector[] => {
  if (offer.kind === 'mix_and_match') return offer.parts.map((part) => part.items)
  if (offer.kind !== 'buy_x_get_y') return [offer.items]
  return isSameSelector(offer.buy, offer.get) ? [offer.buy] : [offer.buy, offer.get]
}

/** What `percent_off` and `amount_off` take off each piece by itself; undefined for every other kind. */
export const pieceGainOf = (offer: Offer): Gain | undefined => {
  if (offer.kind === 'percent_off') return { kind: 'part', ratePpm: offer.ratePpm }
  return offer.kind === 'amount_off' ? { kind: 'amount', amountMinor: offer.amountMinor } : undefined
}

type Shape = Pick<SetOffer, 'parts' | 'isLadder' | 'priceMinor'>

const shapeOf = (offer: Offer): Shape | undefined => {
  switch (offer.kind) {
    case 'percent_off':
      return { parts: [{ count: 1, gain: { kind: 'part', ratePpm: offer.ratePpm } }], isLadder: false, priceMinor: 0 }
    case 'amount_off': {
      const gain = { kind: 'amount', amountMinor: offer.amountMinor } as const
      return { parts: [{ count: 1, gain }], isLadder: false, priceMinor: 0 }
    }
    case 'multi_buy': {
      const { count, priceMinor } = offer
      return { parts: [{ count, gain: { kind: 'whole' } }], isLadder: false, priceMinor }
    }
    case 'mix_and_match': {
      const { off } = offer
      const gain: Gain = off.kind === 'price' ? { kind: 'whole' } : { kind: 'part', ratePpm: off.ratePpm }
      const parts = offer.parts.map(({ count }) => ({ count, gain }))
      return { parts, isLadder: false, priceMinor: off.kind === 'price' ? off.priceMinor : 0 }
    }
    case 'buy_x_get_y': {
      const bought: SetPart = { count: offer.buyCount, gain: { kind: 'nothing' } }
      const got: SetPart = { count: offer.getCount, gain: { kind: 'part', ratePpm: offer.ratePpm } }
      return { parts: [bought, got], isLadder: isSameSelector(offer.buy, offer.get), priceMinor: 0 }
    }
    case 'threshold':
      return undefined
  }
}

/** A promotion as sets; undefined where it needs none: a threshold, or an unlimited discount on each piece. */
export const setOfferOf = (promotion: Promotion, index: number): SetOffer | undefined => {
  const { offer, usesPerSaleMax } = promotion
  if (usesPerSaleMax === undefined && pieceGainOf(offer) !== undefined) return undefined
  const shape = shapeOf(offer)
  return shape && { ...shape, promotion: index, usesMax: usesPerSaleMax ?? Number.MAX_SAFE_INTEGER }
}
