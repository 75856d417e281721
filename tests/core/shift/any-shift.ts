import fc from 'fast-check'
import type { CashMovement } from '#core/cash/cash-movement.ts'
import type { Refund, RefundTender } from '#core/refund/refund.ts'
import type { Sale } from '#core/sale/sale.ts'
import type { Tender } from '#core/tender/tender.ts'
import { cashDueMinor, tenderCash } from '#core/tender/tendering.ts'
import { accepted, anySale, cardTender, discountedSale } from '#tests/core/sale/any-sale.ts'

export const SHIFT_ID = '019aa0c0-0000-7000-8000-0000000000aa'

/** Something that counts for a shift, and what it changes in the drawer, counted in another way. */
export type ShiftFact =
  | { readonly type: 'sale'; readonly sale: Sale; readonly drawerMinor: number }
  | { readonly type: 'refund'; readonly refund: Refund; readonly drawerMinor: number }
  | { readonly type: 'movement'; readonly movement: CashMovement; readonly drawerMinor: number }

const inDrawer = (tenders: readonly Tender[]): number => {
  let minor = 0
  for (const tender of tenders) {
    if (tender.kind === 'cash') minor += tender.givenMinor
    if (tender.kind === 'cash' || tender.kind === 'other') minor -= tender.changeMinor ?? 0
  }
  return minor
}

const saleFact = (sale: Sale): ShiftFact => ({ type: 'sale', sale, drawerMinor: inDrawer(sale.tenders) })

/** A sale whose rest is paid in coins of 5, after a voucher that may give change. */
const roundedSale = fc.tuple(anySale, fc.constantFrom(0, 50, 100, 250)).map(([sale, voucherMinor]): ShiftFact => {
  const { totalMinor } = sale.totals
  const paid = Math.min(voucherMinor, totalMinor)
  const voucher: Tender = { kind: 'other', method: 'voucher', amountMinor: paid, reference: null, changeMinor: 5 }
  const rest = totalMinor - paid
  const cash = accepted(tenderCash(rest, cashDueMinor(rest, 5), 5))
  return saleFact({ ...sale, tenders: voucherMinor === 0 ? [cash] : [voucher, cash] })
})

const foreignSale = fc.integer({ min: 1, max: 50_000 }).map((givenMinor): ShiftFact => {
  const foreign = { currency: 'CAD', givenMinor, ratePpm: 710_000 }
  const tender: Tender = { kind: 'other', method: 'cad', amountMinor: 2_090, reference: null, changeMinor: 35, foreign }
  return saleFact({ ...discountedSale, tenders: [tender] })
})

const refundOf = (kind: Refund['kind'], tenders: RefundTender[]): Refund => {
  const totalMinor = tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const taxMinor = Math.floor(totalMinor / 11)
  return {
    refundId: '019aa0c0-0000-7000-8000-0000000000ee',
    kind,
    originalSaleId: discountedSale.saleId,
    originalReceiptLabel: discountedSale.receiptLabel,
    reservationId: null,
    customerId: null,
    currency: 'USD',
    lines: [],
    taxes: [{ rateId: 1, ratePpm: 100_000, name: 'VAT', netMinor: totalMinor - taxMinor, taxMinor }],
    totals: { netMinor: totalMinor - taxMinor, taxMinor, discountMinor: 0, totalMinor, itemCount: 1 },
    refundNumber: 1,
    refundLabel: 'T3-R000001',
    shiftId: SHIFT_ID,
    operatorId: 5,
    operatorName: 'Asha',
    completedAt: '2026-03-01T10:00:00.000Z',
    tenders,
  }
}

const anyRefund = fc
  .record({
    kind: fc.constantFrom<Refund['kind']>('refund', 'return', 'void'),
    cashMinor: fc.nat(5_000),
    roundingMinor: fc.integer({ min: -2, max: 2 }),
    cardMinor: fc.nat(5_000),
  })
  .map(({ kind, cashMinor, roundingMinor, cardMinor }): ShiftFact => {
    const cash = { kind: 'cash', amountMinor: cashMinor + 2, roundingMinor } as const
    const card = cardTender(cardMinor) as Extract<RefundTender, { kind: 'card' }>
    const refund = refundOf(kind, [cash, card])
    return { type: 'refund', refund, drawerMinor: -(cashMinor + 2 + roundingMinor) }
  })

const signs = { paid_in: 1, paid_out: -1, drop: -1, no_sale: 0 } as const

const anyMovement = fc
  .tuple(fc.constantFrom<CashMovement['kind']>('paid_in', 'paid_out', 'drop', 'no_sale'), fc.nat(50_000))
  .map(([kind, amount]): ShiftFact => {
    const amountMinor = kind === 'no_sale' ? 0 : amount + 1
    const movementId = '019aa0c0-0000-7000-8000-0000000000ff'
    const movement = { movementId, kind, amountMinor, reason: 'Other', operatorId: 5, shiftId: SHIFT_ID }
    return { type: 'movement', movement, drawerMinor: signs[kind] * amountMinor }
  })

export const anyShiftFact: fc.Arbitrary<ShiftFact> = fc.oneof(
  anySale.map(saleFact),
  roundedSale,
  foreignSale,
  anyRefund,
  anyMovement,
)
