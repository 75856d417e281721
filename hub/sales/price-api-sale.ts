import type { Product } from '#core/catalogue/product.ts'
import { allocate } from '#core/money/allocate.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'
import type { SaleLine, SaleTax, SaleTotals } from '#core/sale/sale.ts'
import { sumTotals } from '#core/sale/sum-totals.ts'
import { lineTax, type LineTax } from '#core/tax/line-tax.ts'
import { summariseTax } from '#core/tax/summarise-tax.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { badRequest } from '#hub/http/http-error.ts'

/** A line as the API asks for it, its product looked up. */
export interface AskedLine {
  readonly product: Product
  readonly taxGroup: TaxGroup
  readonly quantity: Quantity
  readonly unitPriceMinor: number
  readonly discountMinor: number
}

/** The lines of a sale with every sum made, and each line's part of the order's discount. */
export interface PricedSale {
  readonly lines: SaleLine[]
  readonly totals: SaleTotals
  readonly taxes: SaleTax[]
  readonly orderDiscountsMinor: number[]
}

interface Amounts {
  readonly afterOwnDiscountMinor: number
  readonly orderDiscountMinor: number
}

const priceLine = (asked: AskedLine, index: number, amounts: Amounts): { line: SaleLine; tax: LineTax } => {
  const { product, taxGroup, quantity, unitPriceMinor } = asked
  const tax = lineTax(amounts.afterOwnDiscountMinor - amounts.orderDiscountMinor, taxGroup, 'half_up')
  const line: SaleLine = {
    line: index + 1,
    productId: product.id,
    departmentId: product.departmentId,
    code: product.barcodes[0] ?? '',
    name: product.name,
    quantity,
    quantitySource: quantity.unit === 'gram' ? 'manual_weight' : 'keyed',
    unitPriceMinor,
    priceSource: unitPriceMinor === product.priceMinor ? 'catalogue' : 'keyed',
    discountMinor: asked.discountMinor + amounts.orderDiscountMinor,
    netMinor: tax.netMinor,
    grossMinor: tax.grossMinor,
    taxGroupId: taxGroup.id,
    taxes: tax.taxes.map(({ name: _name, ...share }) => share),
  }
  return { line, tax }
}

/**
 * Prices a sale of the API: tax is due on what is really asked, so a discount on the whole order is spread over the
 * lines in proportion before the taxes are taken. Whole minor units throughout; the parts add up exactly.
 */
export function priceApiSale(asked: readonly AskedLine[], orderDiscountMinor: number): PricedSale {
  const amountsMinor = asked.map(({ quantity, unitPriceMinor, discountMinor }) => {
    const amountMinor = lineAmountMinor(quantity, unitPriceMinor) - discountMinor
    if (amountMinor < 0) throw badRequest('discount_too_large', 'A discount is larger than its line')
    return amountMinor
  })
  if (orderDiscountMinor > amountsMinor.reduce((sum, amountMinor) => sum + amountMinor, 0)) {
    throw badRequest('discount_too_large', 'The discount is larger than the sale')
  }
  const orderDiscountsMinor = allocate(orderDiscountMinor, amountsMinor)
  const priced = asked.map((line, index) =>
    priceLine(line, index, {
      afterOwnDiscountMinor: amountsMinor[index] ?? 0,
      orderDiscountMinor: orderDiscountsMinor[index] ?? 0,
    }),
  )
  const lines = priced.map(({ line }) => line)
  return { lines, totals: sumTotals(lines), taxes: summariseTax(priced.map(({ tax }) => tax)), orderDiscountsMinor }
}
