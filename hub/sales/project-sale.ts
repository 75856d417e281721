import type { Policy } from '#core/catalogue/policy.ts'
import { pointsFor } from '#core/customer/loyalty.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'
import { saleLineNumber, saleNumber } from '#core/sale/receipt-label.ts'
import { saleMovements } from '#core/sale/sale-movements.ts'
import type { DiscountSource, Sale, SaleLine } from '#core/sale/sale.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { methodOf } from '#core/tender/tender-method.ts'
import type { Tender } from '#core/tender/tender.ts'
import { readPolicy } from '#hub/catalogue/read-policy.ts'
import { readCoupon } from '#hub/claims/claim-coupon.ts'
import { misuseBySale } from '#hub/claims/misuse.ts'
import { useReservation } from '#hub/claims/use-reservation.ts'
import { applySaleToBalance } from '#hub/customers/apply-to-balances.ts'
import type { Tx } from '#hub/db/connection.ts'
import { privateText, type Fact, type Projection } from '#hub/ingest/fact.ts'
import { countCouponUses } from '#hub/promotions/coupon-uses.ts'
import { applyToRollups } from '#hub/reports/apply-to-rollups.ts'
import { findGivenNumber, lastGivenNumber } from '#hub/sales/given-numbers.ts'
import { noteException } from '#hub/sales/note-exception.ts'
import { referenceOf } from '#hub/sales/payment-references.ts'
import {
  findLastSaleId,
  findSaleByUuid,
  insertSale,
  insertSaleLine,
  insertSaleTender,
  type SaleLineRow,
  type SaleRow,
} from '#hub/sales/sale-queries.ts'
import { adoptRefunds } from '#hub/sales/waiting-refunds.ts'
import { applyMovements } from '#hub/stock/project-stock.ts'

/** Numbers of sales whose receipt number came twice: under a device number that no device gets. */
const RENUMBERED_FROM = saleNumber(9000, 0)
const RENUMBERED_TO = saleNumber(9001, 0)

type SaleFact = Fact<'sale_completed'>

const paymentOf = (fact: SaleFact): Pick<SaleRow, 'paymentMethod' | 'paymentReference'> => {
  const [first, ...more] = fact.body.tenders
  if (first === undefined) return { paymentMethod: 'none', paymentReference: null }
  if (more.length > 0) return { paymentMethod: 'split', paymentReference: null }
  return { paymentMethod: methodOf(first), paymentReference: referenceOf(fact, first, 0) }
}

const couponMinor = (discounts: readonly { readonly source: DiscountSource; readonly amountMinor: number }[]): number =>
  discounts.reduce((sum, { source, amountMinor }) => sum + (source === 'coupon' ? amountMinor : 0), 0)

/** Each line's part of what was taken off the whole order, by a person or a coupon; the rest is the line's own. */
const orderDiscounts = ({ lines, orderDiscountsMinor }: SaleFact['body']): number[] =>
  lines.map(({ discounts = [] }, index) =>
    discounts.reduce(
      (sum, { source, amountMinor }) => sum + (source === 'order' || source === 'coupon' ? amountMinor : 0),
      orderDiscountsMinor?.[index] ?? 0,
    ),
  )

/** The code of the first coupon that took something off. */
const findCouponCode = async (tx: Tx, { discounts = [] }: SaleFact['body']): Promise<string | null> => {
  const used = discounts.find(({ source }) => source === 'coupon')
  if (used === undefined || used.id === null) return null
  return (await readCoupon(tx, used.id))?.coupon.code ?? null
}

const saleRow = (fact: SaleFact, id: number, couponCode: string | null): SaleRow => {
  const { body, businessDate, deviceNumber, number: entryNumber } = fact
  const { saleId: saleUuid, receiptLabel, shiftId, operatorId, customerId, completedAt, totals } = body
  return {
    ...totals,
    ...paymentOf(fact),
    id,
    saleUuid,
    receiptLabel,
    deviceNumber,
    shiftId,
    operatorId,
    customerId,
    completedAt,
    businessDate,
    orderDiscountMinor: orderDiscounts(body).reduce((sum, part) => sum + part, 0),
    couponDiscountMinor: couponMinor(body.discounts ?? []),
    couponCode,
    notes: privateText(fact, 'notes'),
    entryNumber,
  }
}

const lineRow = (saleId: number, line: SaleLine, orderDiscountMinor: number): SaleLineRow => {
  const { quantity, productId, name, unitPriceMinor, discountMinor, netMinor, grossMinor } = line
  return {
    id: saleLineNumber(saleId, line.line),
    saleId,
    productId,
    name,
    pieceCount: quantity.unit === 'piece' ? quantity.count : 1,
    weightGrams: quantity.unit === 'gram' ? quantity.weightGrams : null,
    unitPriceMinor,
    askedMinor: lineAmountMinor(quantity, unitPriceMinor),
    discountMinor,
    orderDiscountMinor,
    netMinor,
    grossMinor,
  }
}

const tenderRow = (fact: SaleFact, saleId: number, position: number, tender: Tender) => ({
  saleId,
  position,
  method: methodOf(tender),
  amountMinor: tender.amountMinor,
  reference: referenceOf(fact, tender, position),
  cardLast4: tender.kind === 'card' && tender.last4 !== '' ? tender.last4 : null,
})

/** The receipt number is taken: a till's card went back in time. The sale is kept, and somebody gets to know. */
const insertRenumbered = async (tx: Tx, fact: SaleFact, couponCode: string | null): Promise<number> => {
  const last = await tx.one(findLastSaleId, { from: RENUMBERED_FROM, to: RENUMBERED_TO })
  const id = Math.max(last?.id ?? RENUMBERED_FROM, await lastGivenNumber(tx)) + 1
  await tx.run(insertSale, saleRow(fact, id, couponCode))
  const { saleId, receiptLabel } = fact.body
  fact.changes.renumbered.push({ saleId, receiptLabel, number: id })
  await noteException(tx, fact, 'receipt_number_twice', `kept as ${id}`)
  return id
}

/** The sale's number, or undefined where this very sale is here already. */
const insertOnce = async (tx: Tx, fact: SaleFact): Promise<number | undefined> => {
  // A hub that was rebuilt gives no other number than before.
  const given = await findGivenNumber(tx, fact.body.saleId)
  const id = given ?? saleNumber(fact.deviceNumber, fact.body.receiptNumber)
  const couponCode = await findCouponCode(tx, fact.body)
  if ((await tx.run(insertSale, saleRow(fact, id, couponCode))) > 0) return id
  const isNew = (await tx.one(findSaleByUuid, { saleUuid: fact.body.saleId })) === undefined
  if (isNew) return insertRenumbered(tx, fact, couponCode)
  await noteException(tx, fact, 'sale_twice', 'the same sale came in two entries; it counts once')
  return undefined
}

/** Ends what was reserved for the sale, and moves what it used: coupons, points, credit. What goes beyond is an exception. */
const applyClaims = async (tx: Tx, fact: SaleFact, policy: Policy): Promise<void> => {
  const { body, entry, deviceNumber } = fact
  const using = { at: entry.at, deviceNumber, isRecalled: body.heldBasketId !== null }
  for (const id of body.reservationIds ?? []) {
    const fault = await useReservation(tx, id, using, (known) => misuseBySale(known, body))
    if (fault !== undefined) await noteException(tx, fact, fault, `reservation ${id}`)
  }
  for (const problem of await countCouponUses(tx, body, 1)) await noteException(tx, fact, 'coupon_overused', problem)
  for (const problem of await applySaleToBalance(tx, body, policy))
    await noteException(tx, fact, 'balance_exceeded', problem)
}

/** What the sale says against how the shop runs. */
const policyProblems = ({ currency, loyalty, totals, tenders }: Sale, policy: Policy): string[] => {
  const burnedMinor = tenders.reduce((sum, { kind, amountMinor }) => sum + (kind === 'points' ? amountMinor : 0), 0)
  const earnedMax = policy.loyalty === undefined ? 0 : pointsFor(totals.totalMinor - burnedMinor, policy.loyalty)
  return [
    ...(currency === policy.currency ? [] : [`it is in ${currency}, the shop sells in ${policy.currency}`]),
    ...((loyalty?.pointsEarned ?? 0) > earnedMax ? ['more points were earned than the total gives'] : []),
  ]
}

const checkSale = async (tx: Tx, fact: SaleFact, policy: Policy): Promise<void> => {
  const problems = [...verifySale(fact.body, policy.smallestCoinMinor), ...policyProblems(fact.body, policy)]
  for (const problem of problems) await noteException(tx, fact, 'sums_wrong', problem)
}

/** A completed sale: kept as the till made it, whatever we think of its sums, and counted everywhere at once. */
export const projectSale: Projection<'sale_completed'> = async (tx, fact) => {
  const { body, entry, number, changes } = fact
  const saleId = await insertOnce(tx, fact)
  if (saleId === undefined) return
  const orderParts = orderDiscounts(body)
  await tx.runEach(
    insertSaleLine,
    body.lines.map((line, index) => lineRow(saleId, line, orderParts[index] ?? 0)),
  )
  await tx.runEach(
    insertSaleTender,
    body.tenders.map((tender, position) => tenderRow(fact, saleId, position, tender)),
  )
  const movements = saleMovements(body).map(({ productId, change }) => {
    return { productId, change, reason: 'sale', at: entry.at, saleId, entryNumber: number }
  })
  await applyMovements(tx, movements, changes)
  await applyToRollups(tx, body, fact)
  const policy = await readPolicy(tx)
  await checkSale(tx, fact, policy)
  await applyClaims(tx, fact, policy)
  await adoptRefunds(tx, fact, saleId, policy)
  changes.saleIds.push(saleId)
}
