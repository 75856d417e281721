import fc from 'fast-check'
import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { NO_SALES, addSale, closeShift, expectedCashMinor } from '#core/shift/shift-totals.ts'
import { shiftCloseSchema, shiftSchema, shiftTotalsSchema, type Shift } from '#core/shift/shift.ts'
import { changeMinor } from '#core/tender/tendering.ts'
import { anySale, discountedSale } from '#tests/core/sale/any-sale.ts'

const shift: Shift = {
  shiftId: '019aa0c0-0000-7000-8000-0000000000aa',
  businessDate: '2026-03-01',
  openedAt: '2026-03-01T08:00:00.000Z',
  openedBy: 5,
  floatMinor: 15_000,
}

const anySales = fc.array(fc.oneof(anySale, fc.constant(discountedSale)), { maxLength: 8 })
const anyAmount = fc.integer({ min: 0, max: 99_999_999 })

describe("a shift's totals", () => {
  it('are the sums of its sales, in whatever order they came', () => {
    fc.assert(
      fc.property(anySales, (sales) => {
        const totals = sales.reduce(addSale, NO_SALES)
        expect(sales.toReversed().reduce(addSale, NO_SALES)).toEqual(totals)
        const sum = (of: (sale: (typeof sales)[number]) => number): number =>
          sales.reduce((before, sale) => before + of(sale), 0)
        expect(totals).toMatchObject({
          saleCount: sales.length,
          itemCount: sum((sale) => sale.totals.itemCount),
          grossMinor: sum((sale) => sale.totals.totalMinor),
          taxMinor: sum((sale) => sale.totals.taxMinor),
          discountMinor: sum((sale) => sale.totals.discountMinor),
        })
        expect(Check(shiftTotalsSchema, totals)).toBe(true)
      }),
    )
  })

  it('say how each minor unit was paid', () => {
    fc.assert(
      fc.property(anySales, (sales) => {
        const { cashMinor, cardMinor, otherMinor, grossMinor } = sales.reduce(addSale, NO_SALES)
        expect(cashMinor + cardMinor + otherMinor).toBe(grossMinor)
        const paid = (kind: string): number =>
          sales
            .flatMap((sale) => sale.tenders)
            .reduce((sum, tender) => sum + (tender.kind === kind ? tender.amountMinor : 0), 0)
        expect({ cashMinor, cardMinor, otherMinor }).toEqual({
          cashMinor: paid('cash'),
          cardMinor: paid('card'),
          otherMinor: paid('other'),
        })
      }),
    )
  })
})

describe('the drawer', () => {
  it('should hold the float, and what was given less what went back', () => {
    fc.assert(
      fc.property(anySales, anyAmount, (sales, floatMinor) => {
        const totals = sales.reduce(addSale, NO_SALES)
        const given = sales
          .flatMap((sale) => sale.tenders)
          .reduce((sum, tender) => sum + (tender.kind === 'cash' ? tender.givenMinor : 0), 0)
        const back = sales.reduce((sum, sale) => sum + changeMinor(sale.tenders), 0)
        expect(expectedCashMinor({ ...shift, floatMinor }, totals)).toBe(floatMinor + given - back)
      }),
    )
  })

  it('is counted at the end: difference = counted − expected', () => {
    fc.assert(
      fc.property(anySales, anyAmount, (sales, countedCashMinor) => {
        const totals = sales.reduce(addSale, NO_SALES)
        const closed = closeShift(shift, totals, { closedAt: '2026-03-01T20:00:00.000Z', countedCashMinor })
        const expected = expectedCashMinor(shift, totals)
        expect(closed).toEqual({
          shiftId: shift.shiftId,
          closedAt: '2026-03-01T20:00:00.000Z',
          totals,
          floatMinor: 15_000,
          expectedCashMinor: expected,
          countedCashMinor,
          differenceMinor: countedCashMinor - expected,
        })
        expect(Check(shiftCloseSchema, closed)).toBe(true)
      }),
    )
  })

  it('starts with what was counted in, never less than nothing', () => {
    expect(Check(shiftSchema, shift)).toBe(true)
    expect(Check(shiftSchema, { ...shift, floatMinor: -1 })).toBe(false)
    expect(Check(shiftSchema, { ...shift, businessDate: '1.3.2026' })).toBe(false)
  })
})
