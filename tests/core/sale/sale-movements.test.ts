import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { saleMovements } from '#core/sale/sale-movements.ts'
import type { SaleLine } from '#core/sale/sale.ts'
import { anySale } from '#tests/core/sale/any-sale.ts'

const line = (more: Partial<SaleLine>): SaleLine => ({
  line: 1,
  productId: 7,
  departmentId: null,
  code: '7',
  name: 'Apples',
  quantity: { unit: 'piece', count: 2 },
  quantitySource: 'keyed',
  unitPriceMinor: 100,
  priceSource: 'catalogue',
  discountMinor: 0,
  netMinor: 200,
  grossMinor: 200,
  taxGroupId: 1,
  taxes: [],
  ...more,
})

describe('what a sale takes from the shelf', () => {
  it('is what its lines say, product by product', () => {
    fc.assert(
      fc.property(anySale, (sale) => {
        const movements = saleMovements(sale)
        expect(new Set(movements.map(({ productId, unit }) => `${productId} ${unit}`)).size).toBe(movements.length)
        for (const { productId, unit, change } of movements) {
          const sold = sale.lines
            .filter((one) => one.productId === productId && one.quantity.unit === unit)
            .reduce((sum, { quantity }) => sum + (quantity.unit === 'gram' ? quantity.weightGrams : quantity.count), 0)
          expect(change).toBe(-sold)
        }
        const named = sale.lines.flatMap(({ productId }) => productId ?? [])
        expect(new Set(movements.map((movement) => movement.productId))).toEqual(new Set(named))
      }),
    )
  })

  it('counts pieces and grams of one product apart', () => {
    const weight = { unit: 'gram', weightGrams: 250 } as const
    expect(saleMovements({ lines: [line({}), line({ quantity: weight }), line({})] })).toEqual([
      { productId: 7, unit: 'piece', change: -4 },
      { productId: 7, unit: 'gram', change: -250 },
    ])
  })

  it('is less than nothing where empties come back', () => {
    const back = line({ kind: 'empties', unitPriceMinor: -25, quantity: { unit: 'piece', count: 6 } })
    const out = line({ kind: 'deposit', unitPriceMinor: 25 })
    expect(saleMovements({ lines: [out, back] })).toEqual([{ productId: 7, unit: 'piece', change: 4 }])
  })

  it('is nothing for open amounts and for labels that hold a price only', () => {
    const weighedLabel = line({ priceSource: 'label', quantity: { unit: 'gram', weightGrams: 80 } })
    expect(saleMovements({ lines: [line({ productId: null }), line({ priceSource: 'label' })] })).toEqual([])
    expect(saleMovements({ lines: [weighedLabel] })).toEqual([{ productId: 7, unit: 'gram', change: -80 }])
  })
})
