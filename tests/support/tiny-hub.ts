import { DomainError } from '#core/errors/domain-error.ts'
import type { Claim } from '#core/protocol/reserve.ts'
import type { RequestOperation } from '#core/protocol/topics.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import { refundDraft } from '#core/refund/refund-draft.ts'
import { refundWays } from '#core/refund/refund-ways.ts'
import type { Refund, RefundDraft } from '#core/refund/refund.ts'
import type { HubReply } from '#kiosk/state/hub-question.ts'
import type { TinyTill } from '#tests/support/tiny-till.ts'

type RefundClaim = Extract<Claim, { kind: 'refund' }>

/** What the questions of refunds bring along, each its own. */
interface Asked {
  readonly reservationId: string
  readonly receiptLabel: string
  readonly claim: RefundClaim
}

const problem = (code: string, details: DomainError['details'] = {}): HubReply => ({
  outcome: 'problem',
  code,
  detail: code,
  details,
})

/** A hub in memory that knows all that its one till wrote, and sets refunds aside by the rules. */
export class TinyHub {
  readonly open = new Map<string, RefundDraft & Pick<Refund, 'tenders'>>()
  readonly ended = new Set<string>()
  isAway = false
  /** Answered instead of a reservation. */
  refusal: string | undefined
  /** Tills that refunds wait for. */
  holding: string[] = []
  readonly #till: TinyTill

  constructor(till: TinyTill) {
    this.#till = till
    till.store.hub = (operation, fields) => this.#answer(operation, fields)
  }

  #answer(operation: RequestOperation, fields: Readonly<Record<string, unknown>>): HubReply {
    if (this.isAway) return { outcome: 'away' }
    const { reservationId, receiptLabel, claim } = fields as unknown as Asked
    if (operation === 'sale_lookup') return this.#lookUp(receiptLabel)
    if (operation === 'sale_search') return this.#search()
    if (operation === 'release') return this.#release(reservationId)
    if (operation === 'release_tills') return this.#releaseTills()
    return operation === 'reserve' ? this.#reserve(reservationId, claim) : problem('not_found')
  }

  #release(reservationId: string): HubReply {
    this.open.delete(reservationId)
    this.ended.add(reservationId)
    return { outcome: 'answered', operation: 'release', result: {} }
  }

  #releaseTills(): HubReply {
    if (this.refusal !== undefined) return problem(this.refusal)
    const released = this.holding.splice(0)
    return { outcome: 'answered', operation: 'release_tills', result: { released } }
  }

  #lookUp(label: string): HubReply {
    const found = this.#till.shop.world.saleByLabel(label)
    if (found === undefined) return problem('sale_not_known_here')
    return { outcome: 'answered', operation: 'sale_lookup', result: found }
  }

  #search(): HubReply {
    const sales = this.#till.shop.sales.map(({ saleId, receiptLabel, completedAt, totals }) => {
      return { saleId, receiptLabel, completedAt, ...totals, status: 'completed' }
    })
    return { outcome: 'answered', operation: 'sale_search', result: { sales } }
  }

  #reserve(reservationId: string, { saleId, refundKind, refundId, lines }: RefundClaim): HubReply {
    if (this.refusal !== undefined) return problem(this.refusal)
    if (this.holding.length > 0) {
      const code = 'refunds_held'
      return { outcome: 'problem', code, detail: code, details: { tills: this.holding.join(', ') } }
    }
    if (this.ended.has(reservationId)) return problem('reservation_ended')
    const sold = this.#till.shop.sales.find((sale) => sale.saleId === saleId)
    const known = sold && this.#till.shop.world.saleByLabel(sold.receiptLabel)
    if (known === undefined) return problem('sale_not_known_here')
    const { sale, refunded, status } = known
    if (status === 'voided') return problem('sale_already_void')
    const facts = { kind: refundKind, refundId, reservationId: null, reason: 'x', isRestocked: false }
    const used = new Set(this.#till.shop.refunds.map((refund) => refund.reservationId))
    const others = [...this.open].filter(([id, draft]) => draft.originalSaleId === saleId && !used.has(id))
    const before = others.reduce((sum, [, draft]) => addRefund(sale, sum, draft), refunded)
    const draft = refundDraft(sale, before, lines, facts)
    if (draft instanceof DomainError) return problem(draft.code, draft.details)
    const { suggested } = refundWays(sale, before, draft, { policy: undefined, isAuthorised: true })
    const tenders = [...suggested]
    this.open.set(reservationId, { ...draft, tenders })
    return { outcome: 'answered', operation: 'reserve', result: { reservationId, refunded: before, tenders } }
  }
}

/** Gives a till such a hub. */
export const withHub = (till: TinyTill): TinyHub => new TinyHub(till)
