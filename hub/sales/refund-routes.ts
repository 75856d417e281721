import { DomainError } from '#core/errors/domain-error.ts'
import type { EntryBodies } from '#core/journal/entry-bodies.ts'
import { amountOf, quantityLike } from '#core/refund/line-share.ts'
import { everythingLeft } from '#core/refund/refund-draft.ts'
import type { RefundChoice } from '#core/refund/refund-lines.ts'
import { refundedByLine } from '#core/refund/refund-lines.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import { saleLineNumber } from '#core/sale/receipt-label.ts'
import type { Sale } from '#core/sale/sale.ts'
import { exponentOf } from '#hub/catalogue/product-routes.ts'
import { badRequest, notFound } from '#hub/http/http-error.ts'
import { numberOfMinor, sayMoney } from '#hub/http/money.ts'
import { principalOf, type HubServer } from '#hub/http/server.ts'
import type { Work } from '#hub/ingest/journal.ts'
import { paymentBackToWire } from '#hub/sales/payment-wire.ts'
import { createRefundSale } from '#hub/sales/refund-sale.ts'
import {
  refundIn,
  refundOut,
  voidIn,
  type RefundIn,
  type RefundItemIn,
  type RefundOut,
  type VoidIn,
} from '#hub/sales/refund-wire.ts'
import { findSale } from '#hub/sales/sale-queries.ts'
import { readSale, saleParams, type SaleParts } from '#hub/sales/sale-routes.ts'
import { saleOut } from '#hub/sales/sale-wire.ts'

const findKnown = async ({ tx }: Work, id: number) => {
  const sale = await tx.one(findSale, { id })
  if (sale === undefined) throw notFound('Sale not found')
  return sale
}

/** Pieces, or grams: a weighed item is one piece on the wire, so without a weight all that is left of it goes back. */
const amountAsked = (item: RefundItemIn, left: number, isWeighed: boolean): number => {
  if (!isWeighed) {
    if (item.weight_grams != null) throw badRequest('weight_unexpected', 'This item was sold by the piece')
    return item.quantity
  }
  if (item.quantity !== 1) throw badRequest('weight_quantity', 'This item was sold by weight; its quantity is 1')
  return item.weight_grams ?? Math.max(1, left)
}

/** The lines that the items mean; items that come twice are added up. */
const chooseLines = (
  items: readonly RefundItemIn[],
  saleId: number,
  sold: Sale,
  refunded: Refunded,
): RefundChoice[] => {
  const gone = refundedByLine(refunded)
  const amounts = new Map<number, number>()
  for (const item of items) {
    const line = item.sale_item_id - saleLineNumber(saleId, 0)
    const found = sold.lines.find((each) => each.line === line)
    if (found === undefined) throw badRequest('line_not_found', `Sale item ${item.sale_item_id} not found in this sale`)
    const left = amountOf(found.quantity) - (gone.get(line)?.amount ?? 0)
    const amount = amountAsked(item, left, found.quantity.unit === 'gram')
    amounts.set(line, (amounts.get(line) ?? 0) + amount)
  }
  return sold.lines
    .filter(({ line }) => amounts.has(line))
    .map(({ line, quantity }) => ({ line, quantity: quantityLike(quantity, amounts.get(line) ?? 0) }))
}

const toWire = (
  refund: EntryBodies['refund_completed'],
  employeeId: string,
  { sale, exponent }: { readonly sale: { readonly id: number; readonly status: string }; readonly exponent: number },
): RefundOut => ({
  sale_id: sale.id,
  refunded_items: refund.lines.map(({ line, quantity }) => {
    return { sale_item_id: saleLineNumber(sale.id, line), quantity: quantity.unit === 'piece' ? quantity.count : 1 }
  }),
  status: sale.status,
  refund_amount: numberOfMinor(refund.totals.totalMinor, exponent),
  tax_amount: numberOfMinor(refund.totals.taxMinor, exponent),
  payments: refund.tenders.map((tender) => paymentBackToWire(tender, sayMoney(exponent))),
  refund_number: refund.refundLabel,
  processed_by: employeeId,
  message: refund.kind === 'return' ? 'Return processed successfully' : 'Refund processed successfully',
})

const saidReference = ({ payment_reference: said }: VoidIn): string | undefined =>
  said == null || said === '' ? undefined : said

/** Money back, goods back, or all of a sale undone: `/api/v1/sales/{id}/refund`, `/return` and `/void`. */
export async function refundRoutes(server: HubServer, parts: SaleParts): Promise<void> {
  const { performOnce } = parts
  const refundSale = createRefundSale(parts)
  const tags = ['sales']

  for (const kind of ['refund', 'return'] as const) {
    server.post(`/api/v1/sales/:sale_id/${kind}`, {
      config: { access: 'refund_sales' },
      schema: { tags, params: saleParams, body: refundIn, response: { 200: refundOut } },
      handler: async (request, reply) =>
        performOnce(request, reply, async (work, keyHash) => {
          const { items, employee_id: employeeId, reason, payment_method: method }: RefundIn = request.body
          const sale = await findKnown(work, request.params.sale_id)
          const asked = {
            sale,
            kind,
            choose: (sold: Sale, refunded: Refunded) => chooseLines(items, sale.id, sold, refunded),
            reason: reason == null || reason === '' ? kind : reason,
            employeeId,
            payment: { method: method ?? undefined, reference: saidReference(request.body) },
          }
          const refund = await refundSale(work, asked, principalOf(request), keyHash)
          const after = await findKnown(work, sale.id)
          return { status: 200, body: toWire(refund, employeeId, { sale: after, exponent: await exponentOf(work.tx) }) }
        }),
    })
  }

  server.post('/api/v1/sales/:sale_id/void', {
    config: { access: 'void_sales', isBodyOptional: true },
    schema: { tags, params: saleParams, body: voidIn, response: { 200: saleOut } },
    // In v1 a void had no body.
    preValidation: async (request) => {
      request.body ??= {}
    },
    handler: async (request, reply) =>
      performOnce(request, reply, async (work, keyHash) => {
        const sale = await findKnown(work, request.params.sale_id)
        if (sale.status === 'voided') throw new DomainError('sale_already_void', 'Can only void completed sales')
        if (sale.status !== 'completed') throw new DomainError('sale_has_refunds', 'Can only void completed sales')
        const choose = (sold: Sale, refunded: Refunded) => everythingLeft(sold, refunded, 'void')
        const payment = { method: undefined, reference: saidReference(request.body) }
        const asked = { sale, kind: 'void', choose, reason: 'voided at the API', payment } as const
        await refundSale(work, asked, principalOf(request), keyHash)
        return { status: 200, body: await readSale(work.tx, sale.id) }
      }),
  })
}
