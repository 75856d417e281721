import type { CompiledPromotions } from '#core/promotion/compile-promotions.ts'
import type { Member, PieceClass } from '#core/promotion/piece-classes.ts'
import type { LineShare, SaleLedger } from '#core/promotion/sale-ledger.ts'
import { gainMinor, isShared, setSize } from '#core/promotion/set-offer.ts'
import { setProblems, type SetProblem, type Take } from '#core/promotion/set-problem.ts'
import { solveSets } from '#core/promotion/solve-sets.ts'

/** What one promotion does to the items of a sale. */
interface Use {
  /** Pieces it takes. */
  pieces: number
  savedMinor: number
  /** What each piece saves, or what it costs where the saving belongs to the set as a whole; a line may come again. */
  readonly shares: LineShare[]
}

class Uses {
  readonly byPromotion = new Map<number, Use>()

  of(promotion: number): Use {
    const known = this.byPromotion.get(promotion)
    if (known !== undefined) return known
    const made: Use = { pieces: 0, savedMinor: 0, shares: [] }
    this.byPromotion.set(promotion, made)
    return made
  }
}

const addTo = (use: Use, { lineIndex, count }: Member, savedMinor: number, shareMinor: number): void => {
  use.pieces += count
  use.savedMinor += savedMinor * count
  use.shares.push({ lineIndex, shareMinor: shareMinor * count })
}

/** One share a line, in the order of the lines. */
const merged = (shares: readonly LineShare[]): readonly LineShare[] => {
  const lines: LineShare[] = []
  for (const share of shares.toSorted((one, other) => one.lineIndex - other.lineIndex)) {
    const last = lines.at(-1)
    if (last?.lineIndex !== share.lineIndex) lines.push(share)
    else lines[lines.length - 1] = { lineIndex: share.lineIndex, shareMinor: last.shareMinor + share.shareMinor }
  }
  return lines
}

/** Deals the pieces of a class out: the next ones, the earliest lines first. */
class Dealer {
  readonly #piece: PieceClass
  #member = 0
  #used = 0

  constructor(piece: PieceClass) {
    this.#piece = piece
  }

  deal(wanted: number, to: (part: Member) => void): void {
    let missing = wanted
    while (missing > 0) {
      const member = this.#piece.members[this.#member]
      if (member === undefined) return
      const count = Math.min(missing, member.count - this.#used)
      to({ lineIndex: member.lineIndex, count })
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
    const use = uses.of(offer.promotion)
    dealer.deal(take.count, (part) => addTo(use, part, savedMinor, shareMinor))
  }
}

/** Pieces in no set have the best discount they have alone. */
const useAlone = (classes: readonly PieceClass[], dealers: Dealers, uses: Uses): void => {
  for (const piece of classes) {
    const { aloneMinor, alonePromotion } = piece
    if (alonePromotion < 0) continue
    const use = uses.of(alonePromotion)
    const add = (part: Member): void => addTo(use, part, aloneMinor, aloneMinor)
    const dealer = dealers.get(piece)
    if (dealer === undefined) piece.members.forEach(add)
    else dealer.deal(piece.count, add)
  }
}

const book = (compiled: CompiledPromotions, uses: Uses, ledger: SaleLedger): void => {
  const byId = [...uses.byPromotion].toSorted(([one], [other]) => one - other)
  for (const [index, use] of byId) {
    const { id = 0, name = '' } = compiled.promotions[index] ?? {}
    const giver = { source: 'promotion', id, name } as const
    const shares = merged(use.shares)
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
