import { addRefund } from '#core/refund/add-refund.ts'
import { saleStatusAfter, type SaleStatus } from '#core/refund/refund-status.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { RefundSubject } from '#kiosk/state/refund-screens.ts'
import type { ListedReceipt } from '#kiosk/state/world.ts'
import type { TillStore } from '#kiosk/store/till-store.ts'

type Records = Pick<TillStore, 'sales' | 'refunds'>

/** A sale of this till, with what went back of it here; other tills' refunds only the hub knows. */
export function ownSubject({ refunds }: Records, sale: Sale): RefundSubject {
  let refunded = NOTHING_REFUNDED
  let status: SaleStatus = 'completed'
  for (const refund of refunds.ofSale(sale.saleId)) {
    refunded = addRefund(sale, refunded, refund)
    status = saleStatusAfter(sale, refunded, refund.kind)
  }
  return { sale, refunded, status }
}

/** The number of the refund that was made with a sale in one ticket. */
export const exchangedForSale = ({ refunds }: Records, { exchangeRefundId }: Sale): string | undefined =>
  exchangeRefundId === undefined ? undefined : refunds.byId(exchangeRefundId)?.refundLabel

/** The number of the receipt that was made with a refund in one ticket. */
export const exchangedForRefund = (
  { sales }: Records,
  { exchangeSaleId }: { readonly exchangeSaleId?: string },
): string | undefined => (exchangeSaleId === undefined ? undefined : sales.byId(exchangeSaleId)?.receiptLabel)

const completedAt = (receipt: ListedReceipt): string =>
  receipt.kind === 'sale' ? receipt.subject.sale.completedAt : receipt.refund.completedAt

/** This till's last receipts of sales and refunds, the newest first. */
export function lastReceipts(records: Records, limit: number): ListedReceipt[] {
  const sales = records.sales.last(limit).map((sale): ListedReceipt => {
    return {
      kind: 'sale',
      subject: ownSubject(records, sale),
      exchangeLabel: exchangedForSale(records, sale),
      buyer: sale.invoiceLabel === undefined ? undefined : records.sales.buyerOf(sale.saleId),
    }
  })
  const refunds = records.refunds.last(limit).map((refund): ListedReceipt => {
    return { kind: 'refund', refund, exchangeLabel: exchangedForRefund(records, refund) }
  })
  // Both lists are in order already; what is equally old stays with the sales first.
  return [...sales, ...refunds]
    .toSorted(
      (one, other) => Number(completedAt(one) < completedAt(other)) - Number(completedAt(one) > completedAt(other)),
    )
    .slice(0, limit)
}
