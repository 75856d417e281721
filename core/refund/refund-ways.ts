import type { Policy } from '#core/catalogue/policy.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import { pointsBack } from '#core/refund/points-back.ts'
import { refundCash } from '#core/refund/refund-cash.ts'
import { REFUND_POLICY_DEFAULT } from '#core/refund/refund-policy.ts'
import type { RefundDraft, RefundTender } from '#core/refund/refund.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { isForeignCash } from '#core/tender/tender-method.ts'
import type { CardTender, OtherTender, Tender } from '#core/tender/tender.ts'

/** One way for the money to go back. */
interface RefundWay {
  readonly kind: 'card' | 'cash' | 'other' | 'points'
  /** The tender of the sale that it goes back to, by its place; null: cash for whatever it was paid with. */
  readonly index: number | null
  /** `card`, `cash`, `points`, or the method of the other tender. */
  readonly method: string
  /** At the most, minor units, with `refund_beyond_policy`. */
  readonly maxMinor: number
  /** At the most without it. */
  readonly freeMinor: number
}

/** How the money of a refund may go back, and how it does unless somebody says otherwise. */
export interface RefundWays {
  readonly ways: readonly RefundWay[]
  readonly suggested: readonly RefundTender[]
  /** What the suggestion asks for beside the right to refund. */
  readonly needs: 'refund_beyond_policy' | undefined
}

/** What the ways go by. */
export interface RefundWayRules {
  readonly policy: Pick<Policy, 'refunds' | 'tenderTypes' | 'smallestCoinMinor'> | undefined
  /** Somebody with `refund_beyond_policy` allows it. */
  readonly isAuthorised: boolean
}

type Draft = Pick<RefundDraft, 'kind' | 'totals'>

interface Owed<T extends Tender> {
  readonly tender: T
  readonly index: number
  /** What it paid and has not given back. */
  readonly leftMinor: number
}

const owedTo = (sale: Pick<Sale, 'tenders'>, refunded: Refunded): Owed<Tender>[] => {
  const given = new Map(refunded.tenders.map(({ index, amountMinor }) => [index, amountMinor]))
  return sale.tenders.map((tender, index) => {
    return { tender, index, leftMinor: Math.max(0, tender.amountMinor - (given.get(index) ?? 0)) }
  })
}

const isCard = (owed: Owed<Tender>): owed is Owed<CardTender> => owed.tender.kind === 'card'
const isOther = (owed: Owed<Tender>): owed is Owed<OtherTender> => owed.tender.kind === 'other'

/**
 * A method that the shop does not list goes back as it came; a void undoes every payment. Foreign notes stay in the
 * drawer whatever is undone: our own cash goes back for them, at the worth that they were taken for.
 */
const goesBack = (tender: OtherTender, { policy }: RefundWayRules, draft: Draft): boolean => {
  if (isForeignCash(tender, policy)) return false
  return (
    draft.kind === 'void' || policy?.tenderTypes?.find(({ code }) => code === tender.method)?.isRefundable !== false
  )
}

const cardBack = ({ tender }: Owed<CardTender>, amountMinor: number): RefundTender => ({ ...tender, amountMinor })

const otherBack = ({ tender: { method, reference } }: Owed<OtherTender>, amountMinor: number): RefundTender => ({
  kind: 'other',
  method,
  amountMinor,
  reference,
})

/** A tender of the sale with its way back. */
interface OwnWay {
  readonly way: RefundWay
  readonly leftMinor: number
  readonly back: (amountMinor: number) => RefundTender
}

/** Cards first, then the other tenders that go back as they came. */
const ownWays = (owed: readonly Owed<Tender>[], dueMinor: number, draft: Draft, rules: RefundWayRules): OwnWay[] => {
  const bounds = (leftMinor: number) => {
    const maxMinor = Math.min(leftMinor, dueMinor)
    return { maxMinor, freeMinor: maxMinor }
  }
  const cards = owed.filter(isCard).map((card): OwnWay => {
    const way = { kind: 'card', index: card.index, method: 'card', ...bounds(card.leftMinor) } as const
    return { way, leftMinor: card.leftMinor, back: (amountMinor) => cardBack(card, amountMinor) }
  })
  const others = owed
    .filter(isOther)
    .filter(({ tender }) => goesBack(tender, rules, draft))
    .map((other): OwnWay => {
      const way = {
        kind: 'other',
        index: other.index,
        method: other.tender.method,
        ...bounds(other.leftMinor),
      } as const
      return { way, leftMinor: other.leftMinor, back: (amountMinor) => otherBack(other, amountMinor) }
    })
  return [...cards, ...others].filter(({ way }) => way.maxMinor > 0)
}

/** The limit is that of the sale: what went back in cash before counts towards it. */
const cashLeftMinor = ({ policy }: RefundWayRules, { cashMinor = 0 }: Refunded): number =>
  Math.max(0, (policy?.refunds ?? REFUND_POLICY_DEFAULT).cashMaxMinor - cashMinor)

/**
 * What other goods paid may have been a card's, what stands on an account was never paid, and a voucher, a cheque or the
 * like was no money in the drawer: none becomes cash by going back, also where the shop lets it go back in no other way.
 */
const isNeverCash = ({ tender, index }: Owed<Tender>, { policy }: RefundWayRules, own: readonly OwnWay[]): boolean => {
  if (tender.kind === 'exchange') return true
  return tender.kind === 'other' && !isForeignCash(tender, policy) && !own.some(({ way }) => way.index === index)
}

/** What did not come as cash: in cash it takes a leave, in a void as in a return. */
const notInCashMinor = (owed: readonly Owed<Tender>[], rules: RefundWayRules, own: readonly OwnWay[]): number => {
  const neverCashMinor = owed.reduce((sum, one) => sum + (isNeverCash(one, rules, own) ? one.leftMinor : 0), 0)
  return own.reduce((sum, { leftMinor }) => sum + leftMinor, neverCashMinor)
}

const pointsWay = (amountMinor: number): { readonly points: RefundWay[]; readonly suggested: RefundTender[] } => {
  if (amountMinor === 0) return { points: [], suggested: [] }
  const bounds = { maxMinor: amountMinor, freeMinor: amountMinor }
  return {
    points: [{ kind: 'points', index: null, method: 'points', ...bounds }],
    suggested: [{ kind: 'other', method: 'points', amountMinor, reference: null }],
  }
}

/**
 * How the money of a refund goes back: points as points, then to the card that paid and at most what it paid, then to
 * other tenders that go back as they came, the rest in cash. Cash in place of a card, or of anything else that was no cash, or more
 * of it than the policy has, asks for `refund_beyond_policy`, a void too but for the limit. Whatever is due may also be kept for an exchange.
 */
export function refundWays(
  sale: Pick<Sale, 'lines' | 'tenders'>,
  refunded: Refunded,
  draft: Draft,
  rules: RefundWayRules,
): RefundWays {
  const pointsMinor = pointsBack(sale, refunded, draft).amountMinor
  const dueMinor = draft.totals.totalMinor - pointsMinor
  const owed = owedTo(sale, refunded)
  const own = ownWays(owed, dueMinor, draft, rules)
  const limitMinor = draft.kind === 'void' ? dueMinor : cashLeftMinor(rules, refunded)
  const restMinor = Math.max(0, dueMinor - notInCashMinor(owed, rules, own))
  const freeMinor = rules.isAuthorised ? dueMinor : Math.min(limitMinor, restMinor)
  const cash: RefundWay = { kind: 'cash', index: null, method: 'cash', maxMinor: dueMinor, freeMinor }
  const { points, suggested } = pointsWay(pointsMinor)
  let leftMinor = dueMinor
  for (const { way, back } of own) {
    const amountMinor = Math.min(way.maxMinor, leftMinor)
    if (amountMinor > 0) suggested.push(back(amountMinor))
    leftMinor -= amountMinor
  }
  const smallestCoinMinor = rules.policy?.smallestCoinMinor
  if (leftMinor > 0) suggested.push(refundCash(leftMinor, { smallestCoinMinor, before: refunded, paid: sale.tenders }))
  return {
    ways: [...points, ...own.map(({ way }) => way), ...(dueMinor > 0 ? [cash] : [])],
    suggested,
    needs: leftMinor > cash.freeMinor ? 'refund_beyond_policy' : undefined,
  }
}

const wayOf = (tender: RefundTender, ways: readonly RefundWay[], sale: Pick<Sale, 'tenders'>): RefundWay[] =>
  ways.filter(({ kind, index, method }) => {
    if (tender.kind === 'cash') return kind === 'cash'
    if (tender.kind === 'other') return (kind === 'other' || kind === 'points') && method === tender.method
    const sold = index === null ? undefined : sale.tenders[index]
    return tender.kind === 'card' && sold?.kind === 'card' && sold.intentId === tender.intentId
  })

const nameOf = (tender: RefundTender): string => {
  if (tender.kind === 'card') return tender.intentId
  return tender.kind === 'other' ? tender.method : tender.kind
}

const sumMinorOf = (tenders: readonly RefundTender[]): number =>
  tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

/** Points pay for nothing else in the same ticket: kept for other goods as well they would pay twice. */
const refusalOfSum = (
  tenders: readonly RefundTender[],
  totalMinor: number,
  ways: readonly RefundWay[],
): DomainError | undefined => {
  const sumMinor = sumMinorOf(tenders)
  if (sumMinor < totalMinor) {
    return new DomainError('tender_incomplete', 'Not all of it goes back yet.', { dueMinor: totalMinor - sumMinor })
  }
  if (sumMinor > totalMinor) {
    return new DomainError('over_tender', 'More goes back than is due.', { maxMinor: totalMinor })
  }
  const maxMinor = totalMinor - (ways.find(({ kind }) => kind === 'points')?.maxMinor ?? 0)
  if (sumMinorOf(tenders.filter(({ kind }) => kind === 'exchange')) <= maxMinor) return undefined
  return new DomainError('refund_tenders_wrong', 'Points go back as points.', { maxMinor })
}

/**
 * Why tenders that somebody chose do not do: 'tender_incomplete' and 'over_tender' by their sum, 'refund_tenders_wrong'
 * where one goes beyond what its way takes, 'permission_missing' where that takes `refund_beyond_policy`.
 */
export function refundTendersRefusal(
  tenders: readonly RefundTender[],
  sale: Pick<Sale, 'tenders'>,
  totalMinor: number,
  { ways }: RefundWays,
): DomainError | undefined {
  const refusal = refusalOfSum(tenders, totalMinor, ways)
  if (refusal !== undefined) return refusal
  const sums = new Map<string, { readonly tender: RefundTender; readonly amountMinor: number }>()
  for (const tender of tenders) {
    if (tender.kind === 'exchange') continue
    const before = sums.get(nameOf(tender))?.amountMinor ?? 0
    sums.set(nameOf(tender), { tender, amountMinor: before + tender.amountMinor })
  }
  for (const { tender, amountMinor } of sums.values()) {
    const allowed = wayOf(tender, ways, sale)
    const maxMinor = allowed.reduce((sum, way) => sum + way.maxMinor, 0)
    const freeMinor = allowed.reduce((sum, way) => sum + way.freeMinor, 0)
    if (amountMinor > maxMinor) {
      return new DomainError('refund_tenders_wrong', 'The money does not go back this way.', { maxMinor })
    }
    if (amountMinor > freeMinor) {
      const details = { permission: 'refund_beyond_policy', maxMinor: freeMinor }
      return new DomainError('permission_missing', 'So much takes somebody who may refund beyond the policy.', details)
    }
  }
  return undefined
}
