import { describe, expect, it } from 'vitest'
import { refundTotals } from '#core/refund/refund-draft.ts'
import { refundLines } from '#core/refund/refund-lines.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { itemsIn } from '#core/sale/items-in.ts'
import type { Sale } from '#core/sale/sale.ts'
import { sumTotals } from '#core/sale/sum-totals.ts'
import { accepted, discountedSale } from '#tests/core/sale/any-sale.ts'

const [bottle] = discountedSale.lines

describe('the items of a line', () => {
  it('are its pieces, one for what is weighed, none for deposits and empties', () => {
    expect(itemsIn({ quantity: { unit: 'piece', count: 3 } })).toBe(3)
    expect(itemsIn({ quantity: { unit: 'gram', weightGrams: 850 } })).toBe(1)
    expect(itemsIn({ kind: 'deposit', quantity: { unit: 'piece', count: 3 } })).toBe(0)
    expect(itemsIn({ kind: 'empties', quantity: { unit: 'piece', count: 3 } })).toBe(0)
  })

  it('are as many when they go back as when they were sold', () => {
    expect(bottle).toBeDefined()
    if (bottle === undefined) return
    const deposit = { ...bottle, line: 2, kind: 'deposit' as const, depositOf: 1 }
    const sale: Sale = { ...discountedSale, lines: [bottle, deposit], totals: sumTotals([bottle, deposit]) }
    const asks = sale.lines.map(({ line, quantity }) => ({ line, quantity }))
    const facts = { kind: 'return', reason: 'Faulty', isRestocked: true } as const
    const lines = accepted(refundLines(sale, NOTHING_REFUNDED, asks, facts))
    expect(lines.map(({ kind }) => kind)).toEqual([undefined, 'deposit'])
    expect(refundTotals(lines).itemCount).toBe(sale.totals.itemCount)
    expect(sale.totals.itemCount).toBe(2)
  })
})
