import { isBasketEmpty, type Basket, type BasketLine } from '#core/basket/basket.ts'
import { assert } from '#core/errors/assert.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'
import type { SaleLine, SaleTax, SaleTotals } from '#core/sale/sale.ts'
import { sumTotals } from '#core/sale/sum-totals.ts'
import { lineTax, type LineTax } from '#core/tax/line-tax.ts'
import { summariseTax } from '#core/tax/summarise-tax.ts'

/** A basket with every sum made. */
export interface PricedBasket {
  readonly lines: readonly SaleLine[]
  readonly totals: SaleTotals
  readonly taxes: readonly SaleTax[]
}

const priceLine = (line: BasketLine, tax: LineTax): SaleLine => {
  const { isVoided: _isVoided, ageLimitYears: _ageLimitYears, ...facts } = line
  const taxes = tax.taxes.map(({ rateId, ratePpm, taxMinor }) => ({ rateId, ratePpm, taxMinor }))
  return { ...facts, discountMinor: 0, netMinor: tax.netMinor, grossMinor: tax.grossMinor, taxes }
}

/** Prices every live line of a basket and adds them up. Whole minor units throughout. */
export function priceBasket(basket: Basket): PricedBasket {
  const groups = new Map(basket.taxGroups.map((group) => [group.id, group]))
  const lines: SaleLine[] = []
  const lineTaxes: LineTax[] = []
  for (const line of basket.lines) {
    const group = groups.get(line.taxGroupId)
    assert(group !== undefined, 'A basket carries the tax groups of its lines.')
    if (line.isVoided) continue
    const tax = lineTax(lineAmountMinor(line.quantity, line.unitPriceMinor), group, 'half_up')
    lineTaxes.push(tax)
    lines.push(priceLine(line, tax))
  }
  assert(lines.length > 0 || isBasketEmpty(basket), 'Every live line has a price.')
  return { lines, totals: sumTotals(lines), taxes: summariseTax(lineTaxes) }
}
