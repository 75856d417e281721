import type { CompiledPromotions } from '#core/promotion/compile-promotions.ts'
import type { PieceClass } from '#core/promotion/piece-classes.ts'
import type { SaleLedger } from '#core/promotion/sale-ledger.ts'
import { gainMinor, isShared, setSize } from '#core/promotion/set-offer.ts'
import { setProblems, type SetProblem, type Take } from '#core/promotion/set-problem.ts'
import { solveSets } from '#core/promotion/solve-sets.ts'

/** What one promotion does to the items of a sale. */
interface Use {
  /** Pieces it takes. */
  pieces: number
  savedMinor: number
  /** By place of the line: what each piece saves, or what it costs where the saving belongs to the set as a whole. */
  readonly shares: Map<number, number>
}

class Uses {
  readonly byPromotion = new Map<number, Use>()

  add(promotion: number, lineIndex: number, facts: { count: number; savedMinor: number; shareMinor: number }): void {
    const use = this.byPromotion.get(promotion) ?? { pieces: 0, savedMinor: 0, shares: new Map<number, number>() }
    this.byPromotion.set(promotion, use)
    use.pieces += facts.count
    use.savedMinor += facts.savedMinor * facts.count
    use.shares.set(lineIndex, (use.shares.get(lineIndex) ?? 0) + facts.shareMinor * facts.count)
  }
}

/** Deals the pieces of a class out: the next ones, the earliest lines first. */
class Dealer {
  readonly #piece: PieceClass
  #member = 0
  #used = 0

  constructor(piece: PieceClass) {
    this.#piece = piece
  }

  deal(wanted: number, to: (lineIndex: number, count: number) => void): void {
    let missing = wanted
    while (missing > 0) {
      const member = this.#piece.members[this.#member]
      if (member === undefined) return
      const count = Math.min(missing, member.count - this.#used)
      to(member.lineIndex, count)
      missing -= count
      this.#used += count
      if (this.#used < member.count) return
      this.#member += 1
      this.#used = 0
    }
  }
}

type Dealers = Map<PieceClass, Dealer>

/** Deals the pieces of one problem to the offers that take them, by id, so that who gets the earliest lines is settled. */
const useTakes = (problem: SetProblem, takes: readonly Take[], dealers: Dealers, uses: Uses): void => {
  for (const take of takes.toSorted((one, other) => one.offer - other.offer || one.part - other.part)) {
    const offer = problem.offers[take.offer]
    const piece = problem.classes[take.piece]
    const gain = offer?.parts[take.part]?.gain
    if (offer === undefined || piece === undefined || gain === undefined) continue
    const savedMinor = gainMinor(gain, piece)
    const shareMinor = isShared(offer) ? piece.valueMinor : savedMinor
    const dealer = dealers.get(piece) ?? new Dealer(piece)
    dealers.set(piece, dealer)
    dealer.deal(take.count, (lineIndex, count) =>
      uses.add(offer.promotion, lineIndex, { count, savedMinor, shareMinor }),
    )
  }
}

/** Pieces in no set have the best discount they have alone. */
const useAlone = (classes: readonly PieceClass[], dealers: Dealers, uses: Uses): void => {
  for (const piece of classes) {
    const { aloneMinor, alonePromotion } = piece
    if (alonePromotion < 0) continue
    const dealer = dealers.get(piece) ?? new Dealer(piece)
    dealer.deal(piece.count, (lineIndex, count) =>
      uses.add(alonePromotion, lineIndex, { count, savedMinor: aloneMinor, shareMinor: aloneMinor }),
    )
  }
}

const book = (compiled: CompiledPromotions, uses: Uses, ledger: SaleLedger): void => {
  const byId = [...uses.byPromotion].toSorted(([one], [other]) => one - other)
  for (const [index, use] of byId) {
    const { id = 0, name = '' } = compiled.promotions[index] ?? {}
    const giver = { source: 'promotion', id, name } as const
    const shares = [...use.shares]
      .map(([lineIndex, shareMinor]) => ({ lineIndex, shareMinor }))
      .toSorted((one, other) => one.lineIndex - other.lineIndex)
    const offer = compiled.sets[index]
    const times = offer === undefined ? use.pieces : use.pieces / setSize(offer)
    if (offer === undefined || !isShared(offer)) ledger.take(giver, shares, times)
    else ledger.takeTogether(giver, { amountMinor: use.savedMinor - offer.priceMinor * times, times }, shares)
  }
}

/** How the search for the best sets went. */
export interface SearchReport {
  readonly isExact: boolean
  readonly nodes: number
}

/** Applies every promotion but thresholds: each piece goes into one set, or has its best discount alone. */
export function applySets(
  compiled: CompiledPromotions,
  classes: readonly PieceClass[],
  ledger: SaleLedger,
  nodesMax: number,
): SearchReport {
  const dealers: Dealers = new Map()
  const uses = new Uses()
  let isExact = true
  let nodes = 0
  for (const problem of setProblems(compiled.sets, classes)) {
    const solved = solveSets(problem, nodesMax - nodes)
    isExact &&= solved.isExact
    nodes += solved.nodes
    useTakes(problem, solved.takes, dealers, uses)
  }
  useAlone(classes, dealers, uses)
  book(compiled, uses, ledger)
  return { isExact, nodes }
}
