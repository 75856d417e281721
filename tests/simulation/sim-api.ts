import { DomainError } from '#core/errors/domain-error.ts'
import { ServiceError } from '#core/errors/service-error.ts'
import { amountOf, quantityLike } from '#core/refund/line-share.ts'
import { everythingLeft } from '#core/refund/refund-draft.ts'
import type { RefundChoice } from '#core/refund/refund-lines.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import { heldPermissions } from '#core/staff/may.ts'
import type { Principal } from '#hub/identity/principal.ts'
import type { Journal } from '#hub/ingest/journal.ts'
import { createRefundSale, type RefundAsked } from '#hub/sales/refund-sale.ts'
import { findSale } from '#hub/sales/sale-queries.ts'
import type { SellingParts } from '#hub/sales/selling-parts.ts'
import type { Random } from '#tests/simulation/random.ts'
import { manager } from '#tests/simulation/shop.ts'

/** Those that the tills are likely to refund at this moment. */
const LATEST_SALES = 6

const principal: Principal = {
  userId: manager.id,
  email: 'bo@example.test',
  name: manager.name,
  role: manager.role,
  permissions: heldPermissions(manager),
}

/** The running hub, as far as the API needs it. */
export interface ApiParts {
  readonly journal: Pick<Journal, 'write'>
  readonly selling: SellingParts
  readonly random: Random
  readonly note: (what: string) => void
  /** The ids of the newest sales, newest first. */
  readonly newest: (limit: number) => readonly number[]
}

const isAnswer = (error: unknown): error is DomainError | ServiceError =>
  error instanceof DomainError || error instanceof ServiceError

/** A line or two of the sale, as a client asks for them that knows nothing of earlier refunds. */
const someLines =
  (random: Random) =>
  ({ lines }: Sale): RefundChoice[] =>
    lines
      .filter(() => random.isOneOf(0.4))
      .map(({ line, quantity }) => ({
        line,
        quantity: quantityLike(quantity, random.between(1, Math.max(1, amountOf(quantity)))),
      }))

/** Somebody gives money back through the API, or undoes a sale, by the product's own command; false when it is refused. */
export async function refundAtApi({ journal, selling, random, note, newest }: ApiParts): Promise<boolean> {
  const ids = newest(LATEST_SALES)
  const id = ids[random.between(0, Math.max(0, ids.length - 1))]
  if (id === undefined) return false
  const kind = random.pick(['refund', 'return', 'return', 'void'] as const)
  const choose =
    kind === 'void'
      ? (sold: Sale, refunded: Refunded): RefundChoice[] => everythingLeft(sold, refunded, 'void')
      : someLines(random)
  const refundSale = createRefundSale(selling)
  try {
    const done = await journal.write(async (work) => {
      const sale = await work.tx.one(findSale, { id })
      if (sale === undefined) throw new DomainError('not_found', 'Sale not found')
      if (kind === 'void' && sale.status !== 'completed')
        throw new DomainError('sale_has_refunds', 'Can only void completed sales')
      const payment = { method: random.pick([undefined, 'cash'] as const), reference: random.pick([undefined, 'R-1']) }
      const asked: RefundAsked = { sale, kind, choose, reason: kind === 'void' ? 'voided at the API' : kind, payment }
      return refundSale(work, asked, principal, undefined)
    })
    note(`API: ${done.refundLabel} ${kind} of ${done.originalReceiptLabel} gives ${done.totals.totalMinor}`)
    return true
  } catch (error) {
    if (!isAnswer(error)) throw error
    note(`API: ${kind} of ${id} refused: ${error instanceof DomainError ? error.code : 'later'}`)
    return false
  }
}
