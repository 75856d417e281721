import { multiplyDivide } from '#core/money/rounding.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { Offer, Promotion } from '#core/promotion/promotion.ts'
import { selects, type Selector } from '#core/promotion/selector.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'

interface Piece {
  readonly line: PromotionLine
  readonly valueMinor: number
}

// A line's amount dealt out to its pieces, as the rules say.
const piecesOf = (lines: readonly PromotionLine[]): Piece[] =>
  lines.flatMap((line) => {
    if (line.quantity.unit === 'gram') return [{ line, valueMinor: line.amountMinor }]
    const { count } = line.quantity
    return Array.from({ length: count }, (_, index) => ({
      line,
      valueMinor: Math.floor(line.amountMinor / count) + (index < line.amountMinor % count ? 1 : 0),
    }))
  })

const partOf = (valueMinor: number, ratePpm: number): number =>
  multiplyDivide(valueMinor, ratePpm, 1_000_000, 'half_up')

const spelled = (selector: Selector): string =>
  JSON.stringify(selector, (_, value: unknown) =>
    Array.isArray(value) ? value.toSorted((a, b) => Number(a) - Number(b)) : value,
  )

const isSame = (one: Selector, other: Selector): boolean => spelled(one) === spelled(other)

const amountOf = (piece: Piece, amountMinor: number): number => {
  const { quantity } = piece.line
  return Math.min(piece.valueMinor, quantity.unit === 'gram' ? lineAmountMinor(quantity, amountMinor) : amountMinor)
}

/** The parts of one set: how many pieces of what. */
const partsOf = (offer: Offer): ReadonlyArray<{ readonly items: Selector; readonly count: number }> => {
  switch (offer.kind) {
    case 'percent_off':
    case 'amount_off':
      return [{ items: offer.items, count: 1 }]
    case 'multi_buy':
      return [{ items: offer.items, count: offer.count }]
    case 'mix_and_match':
      return offer.parts
    case 'buy_x_get_y':
      return [
        { items: offer.buy, count: offer.buyCount },
        { items: offer.get, count: offer.getCount },
      ]
    case 'threshold':
      return []
  }
}

const sumOf = (pieces: readonly Piece[], amount: (piece: Piece) => number): number =>
  pieces.reduce((sum, piece) => sum + amount(piece), 0)

const byRate = (pieces: readonly Piece[], ratePpm: number): number =>
  sumOf(pieces, (piece) => partOf(piece.valueMinor, ratePpm))

// Of one selector the cheapest are got; of two, any.
const isFair = (offer: Offer & { kind: 'buy_x_get_y' }, [bought = [], got = []]: readonly Piece[][]): boolean =>
  !isSame(offer.buy, offer.get) || got.every((one) => bought.every((other) => one.valueMinor <= other.valueMinor))

/** What one set saves, its pieces by part; undefined where the rules forbid it. */
const savingOf = (offer: Offer, parts: readonly Piece[][]): number | undefined => {
  const pieces = parts.flat()
  const sumMinor = sumOf(pieces, (piece) => piece.valueMinor)
  switch (offer.kind) {
    case 'percent_off':
      return byRate(pieces, offer.ratePpm)
    case 'amount_off':
      return sumOf(pieces, (piece) => amountOf(piece, offer.amountMinor))
    case 'multi_buy':
      return sumMinor - offer.priceMinor
    case 'mix_and_match':
      return offer.off.kind === 'price' ? sumMinor - offer.off.priceMinor : byRate(pieces, offer.off.ratePpm)
    case 'buy_x_get_y':
      return isFair(offer, parts) ? byRate(parts[1] ?? [], offer.ratePpm) : undefined
    case 'threshold':
      return undefined
  }
}

/** All ways to choose so many of these places, in ascending order. */
function* choose(places: readonly number[], count: number): Generator<number[]> {
  if (count === 0) {
    yield []
    return
  }
  for (const [index, place] of places.entries()) {
    for (const rest of choose(places.slice(index + 1), count - 1)) yield [place, ...rest]
  }
}

/** All ways to fill the parts of a set from the pieces whose bits are set. */
function* fillings(pieces: readonly Piece[], offer: Offer, free: number, part = 0): Generator<number[][]> {
  const wanted = partsOf(offer)[part]
  if (wanted === undefined) {
    yield []
    return
  }
  const places = pieces.flatMap(({ line }, place) =>
    (free & (1 << place)) !== 0 && selects(wanted.items, line) ? [place] : [],
  )
  for (const chosen of choose(places, wanted.count)) {
    const rest = chosen.reduce((bits, place) => bits & ~(1 << place), free)
    for (const others of fillings(pieces, offer, rest, part + 1)) yield [chosen, ...others]
  }
}

interface Set {
  readonly promotion: number
  readonly bits: number
  readonly savedMinor: number
}

const setsOf = (pieces: readonly Piece[], promotions: readonly Promotion[]): Set[] =>
  promotions.flatMap(({ offer }, promotion) => {
    const best = new Map<number, number>()
    if (offer.kind === 'threshold') return []
    for (const parts of fillings(pieces, offer, (1 << pieces.length) - 1)) {
      const savedMinor = savingOf(
        offer,
        parts.map((places) => places.flatMap((place) => pieces[place] ?? [])),
      )
      const bits = parts.flat().reduce((sum, place) => sum | (1 << place), 0)
      if (savedMinor !== undefined && savedMinor > (best.get(bits) ?? 0)) best.set(bits, savedMinor)
    }
    return [...best].map(([bits, savedMinor]) => ({ promotion, bits, savedMinor }))
  })

/** What the best use of item promotions saves, found by trying every one: each piece in one set at the most. */
export function bruteForce(lines: readonly PromotionLine[], promotions: readonly Promotion[]): number {
  const pieces = piecesOf(lines)
  const sets = setsOf(pieces, promotions)
  const known = new Map<string, number>()
  const best = (free: number, usesLeft: readonly number[]): number => {
    if (free === 0) return 0
    const state = `${free}:${usesLeft.join(',')}`
    const found = known.get(state)
    if (found !== undefined) return found
    const lowest = free & -free
    let most = best(free & ~lowest, usesLeft)
    for (const { promotion, bits, savedMinor } of sets) {
      if ((bits & lowest) === 0 || (bits & free) !== bits || usesLeft[promotion] === 0) continue
      const left = usesLeft.map((uses, index) => (index === promotion ? uses - 1 : uses))
      most = Math.max(most, savedMinor + best(free & ~bits, left))
    }
    known.set(state, most)
    return most
  }
  return best(
    (1 << pieces.length) - 1,
    promotions.map(({ usesPerSaleMax }) => usesPerSaleMax ?? 99),
  )
}
