import type { RefundKind } from '#core/refund/refund.ts'
import { refundableOf } from '#core/refund/refundable.ts'
import type { Refunded } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'

/** What became of a sale. */
export type SaleStatus = 'completed' | 'voided' | 'partially_refunded' | 'refunded' | 'partially_returned' | 'returned'

/** The status of a sale after a refund of that kind, `refunded` with it: whole once nothing is left that could go back. */
export function saleStatusAfter(sale: Pick<Sale, 'lines'>, refunded: Refunded, kind: RefundKind): SaleStatus {
  if (kind === 'void') return 'voided'
  const isAll = refundableOf(sale, refunded).lines.length === 0
  if (kind === 'return') return isAll ? 'returned' : 'partially_returned'
  return isAll ? 'refunded' : 'partially_refunded'
}
