import { compilePromotions } from '#core/promotion/compile-promotions.ts'
import { isRunning } from '#core/promotion/is-running.ts'
import { pieceClasses } from '#core/promotion/piece-classes.ts'
import type { PromotionLine } from '#core/promotion/promotion-input.ts'
import type { Promotion } from '#core/promotion/promotion.ts'
import { gainMinor, setSize, type SetOffer } from '#core/promotion/set-offer.ts'
import { setProblems, type SetProblem, type SetSolution, type Take } from '#core/promotion/set-problem.ts'
import { noon } from '#tests/core/promotion/any-promotion.ts'

/** The knots of a basket, as the search for the best sets gets them. */
export const problemsOf = (
  lines: readonly PromotionLine[],
  promotions: readonly Promotion[],
): readonly SetProblem[] => {
  const compiled = compilePromotions(promotions)
  const running = compiled.promotions.map((promotion) => isRunning(promotion, noon, []))
  return setProblems(compiled.sets, pieceClasses(lines, lines.map(compiled.slotsOf), compiled, running))
}

const piecesIn = (takes: readonly Take[]): number => takes.reduce((sum, { count }) => sum + count, 0)

const faultsOfTake = ({ classes, fillers }: SetProblem, { offer, part, piece, count }: Take): string[] => [
  ...(classes[piece] === undefined ? ['a piece that is not there'] : []),
  ...(fillers[offer]?.[part]?.pieces.includes(piece) === true ? [] : ['a piece that the offer does not speak of']),
  ...(Number.isInteger(count) && count > 0 ? [] : ['no whole pieces']),
]

const faultsOfOffer = (offer: SetOffer, own: readonly Take[]): string[] => {
  const times = piecesIn(own) / setSize(offer)
  const isWhole = offer.parts.every(({ count }, part) => {
    return piecesIn(own.filter((take) => take.part === part)) === count * times
  })
  return [...(isWhole ? [] : ['half a set']), ...(times > offer.usesMax ? ['more sets than a sale may have'] : [])]
}

/** What sets save beyond what their pieces save alone. */
const netMinorOf = ({ offers, classes }: SetProblem, takes: readonly Take[]): number => {
  const gainsMinor = takes.map(({ offer, part, piece, count }) => {
    const gain = offers[offer]?.parts[part]?.gain
    const taken = classes[piece]
    return gain === undefined || taken === undefined ? 0 : (gainMinor(gain, taken) - taken.aloneMinor) * count
  })
  const pricesMinor = offers.map((offer, place) => {
    return (piecesIn(takes.filter((take) => take.offer === place)) / setSize(offer)) * offer.priceMinor
  })
  const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)
  return sumOf(gainsMinor) - sumOf(pricesMinor)
}

/** What is wrong with sets, in words: pieces used twice, sets that are not whole, a sum that is not theirs. */
export function faultsOf(problem: SetProblem, { takes, netMinor }: SetSolution): string[] {
  const { offers, classes } = problem
  const isTwice = classes.some(({ count }, place) => piecesIn(takes.filter(({ piece }) => piece === place)) > count)
  return [
    ...takes.flatMap((take) => faultsOfTake(problem, take)),
    ...offers.flatMap((offer, place) =>
      faultsOfOffer(
        offer,
        takes.filter((take) => take.offer === place),
      ),
    ),
    ...(isTwice ? ['a piece in two sets'] : []),
    ...(netMinorOf(problem, takes) === netMinor ? [] : ['a sum that is not that of its sets']),
  ]
}
