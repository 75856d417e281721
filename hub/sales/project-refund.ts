import type { Policy } from '#core/catalogue/policy.ts'
import { addRefund } from '#core/refund/add-refund.ts'
import { refundMovements } from '#core/refund/refund-movements.ts'
import { saleStatusAfter } from '#core/refund/refund-status.ts'
import { verifyRefund } from '#core/refund/verify-refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { misuseByRefund } from '#hub/claims/misuse.ts'
import { readUsed } from '#hub/claims/read-refunded.ts'
import { wasReleasedAfter } from '#hub/claims/release-hold.ts'
import { useReservation } from '#hub/claims/use-reservation.ts'
import { applyRefundToBalance } from '#hub/customers/apply-to-balances.ts'
import type { Tx } from '#hub/db/connection.ts'
import { privateText, type Fact, type Projection } from '#hub/ingest/fact.ts'
import { countCouponUses } from '#hub/promotions/coupon-uses.ts'
import { refundFromRollups } from '#hub/reports/refund-from-rollups.ts'
import { noteException } from '#hub/sales/note-exception.ts'
import { readSaleFact } from '#hub/sales/read-sale-fact.ts'
import { insertRefund } from '#hub/sales/refund-queries.ts'
import { findSaleByUuid, setSaleStatus } from '#hub/sales/sale-queries.ts'
import { keepWaiting } from '#hub/sales/waiting-refunds.ts'
import { applyMovements } from '#hub/stock/project-stock.ts'

type RefundFact = Fact<'refund_completed'>

/** The sale that goes back, as the hub has it. */
interface Original {
  readonly id: number
  readonly sold: Sale
  readonly status: string
}

const findOriginal = async (tx: Tx, fact: RefundFact): Promise<Original | undefined> => {
  const saleUuid = fact.body.originalSaleId
  if (saleUuid === null) return undefined
  const row = await tx.one(findSaleByUuid, { saleUuid })
  if (row !== undefined) return { id: row.id, status: row.status, sold: await readSaleFact(tx, row.entry_number) }
  await noteException(tx, fact, 'refund_without_sale', `the sale ${saleUuid} is not here`)
  return undefined
}

/** Who did it, as a client of the API said: beside the entry, since it may be a name. */
const employeeOf = (fact: RefundFact): string | null => fact.body.employeeId ?? privateText(fact, 'employeeId')

const insertOnce = async (tx: Tx, fact: RefundFact, original: Original | undefined): Promise<boolean> => {
  const { body, businessDate, deviceNumber, number: entryNumber } = fact
  const row = {
    refundUuid: body.refundId,
    refundLabel: body.refundLabel,
    refundNumber: body.refundNumber,
    kind: body.kind,
    saleId: original?.id ?? null,
    deviceNumber,
    operatorId: body.operatorId,
    employeeId: employeeOf(fact),
    customerId: body.customerId,
    completedAt: body.completedAt,
    businessDate,
    taxMinor: body.totals.taxMinor,
    totalMinor: body.totals.totalMinor,
    entryNumber,
  }
  if ((await tx.run(insertRefund, row)) > 0) return true
  await noteException(tx, fact, 'refund_twice', 'the same refund came in two entries; it counts once')
  return false
}

const endReservationOf = async (tx: Tx, fact: RefundFact): Promise<void> => {
  const { body, entry, deviceNumber } = fact
  const { reservationId } = body
  if (reservationId === null) return
  const using = { at: entry.at, deviceNumber, isRecalled: false }
  const fault = await useReservation(tx, reservationId, using, (known) => misuseByRefund(known, body))
  if (fault === undefined) return
  await noteException(tx, fact, fault, `reservation ${reservationId}`)
  // Set aside by a hub that has forgotten it: this is what refunds wait for, unless a manager says that they need not.
  if (await wasReleasedAfter(tx, deviceNumber, body.completedAt)) {
    await noteException(tx, fact, 'refund_of_released_till', 'made before a manager stopped waiting for the till')
  }
}

/** Checks the refund against what went back before it, and says of the sale what became of it. */
const applyToSale = async (
  tx: Tx,
  fact: RefundFact,
  { id, sold, status }: Original,
  { smallestCoinMinor }: Policy,
): Promise<void> => {
  const { body, changes } = fact
  const before = await readUsed(tx, id, sold, fact.number)
  for (const problem of verifyRefund(body, sold, before, smallestCoinMinor))
    await noteException(tx, fact, 'refund_wrong', problem)
  changes.saleIds.push(id)
  // A voided sale stays so, and its coupons are free already; what went back of it beyond that is an exception by now.
  if (status === 'voided') return
  await tx.run(setSaleStatus, { id, status: saleStatusAfter(sold, addRefund(sold, before, body), body.kind) })
  if (body.kind === 'void') await countCouponUses(tx, sold, -1)
}

/**
 * Money and goods that went back: on the day and at the till where they did, the sale untouched but for its status. It
 * happened, so it is booked; what the rules would not have allowed is an exception for somebody to look at.
 */
export const projectRefund: Projection<'refund_completed'> = async (tx, fact) => {
  const { body, entry, number, changes } = fact
  const original = await findOriginal(tx, fact)
  if (!(await insertOnce(tx, fact, original))) return
  const { originalSaleId: saleUuid } = body
  if (original === undefined && saleUuid !== null) await tx.run(keepWaiting, { entryNumber: number, saleUuid })
  await endReservationOf(tx, fact)
  const policy = await readPolicy(tx)
  if (body.isAtRisk === true) await noteException(tx, fact, 'refund_at_risk', 'given while the hub was away')
  if (original !== undefined) await applyToSale(tx, fact, original, policy)
  else for (const problem of verifyRefund(body)) await noteException(tx, fact, 'refund_wrong', problem)
  const movements = refundMovements(body.lines, original?.sold).map(({ productId, change }) => {
    return { productId, change, reason: body.kind, at: entry.at, saleId: original?.id ?? null, entryNumber: number }
  })
  await applyMovements(tx, movements, changes)
  await refundFromRollups(tx, body, { ...fact, employeeId: employeeOf(fact) })
  await applyRefundToBalance(tx, body, policy)
}
