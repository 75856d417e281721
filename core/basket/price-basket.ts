import { isBasketEmpty, type Basket, type BasketLine } from '#core/basket/basket.ts'
import type { SellingRules } from '#core/basket/selling-rules.ts'
import { assert } from '#core/errors/assert.ts'
import { offMinor } from '#core/promotion/off-minor.ts'
import { pricePromotions } from '#core/promotion/price-promotions.ts'
import type { PromotionResult, RefusedCoupon } from '#core/promotion/promotion-result.ts'
import { lineAmountMinor } from '#core/quantity/quantity.ts'
import type { LineDiscount, SaleDiscount, SaleLine, SaleTax, SaleTotals } from '#core/sale/sale.ts'
import { sumTotals } from '#core/sale/sum-totals.ts'
import type { LineTax } from '#core/tax/line-tax.ts'
import { summariseTax } from '#core/tax/summarise-tax.ts'
import { taxGroupOn } from '#core/tax/tax-group-on.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { taxLines } from '#core/tax/tax-lines.ts'

/** A basket with every sum made. */
export interface PricedBasket {
  readonly lines: readonly SaleLine[]
  readonly totals: SaleTotals
  readonly taxes: readonly SaleTax[]
  /** What took something off, by source, in the order in which it applied. */
  readonly discounts: readonly SaleDiscount[]
  /** Coupons that take nothing off this basket as it is, and why. */
  readonly refusedCoupons: readonly RefusedCoupon[]
  /** False where the search for the best promotions was cut off. */
  readonly isExact: boolean
}

/** A live line on its way to its price. */
interface OpenLine {
  readonly line: BasketLine
  readonly group: TaxGroup
  readonly amountMinor: number
  /** The cashier's own discount. */
  readonly ownMinor: number
}

const NO_OFFERS: PromotionResult = { discounts: [], applied: [], refusedCoupons: [], isExact: true, nodes: 0 }
const NO_DISCOUNTS: readonly LineDiscount[] = []

const openLines = (basket: Basket): OpenLine[] => {
  const date = basket.taxDate ?? basket.openedLocal?.date
  const groups = new Map(
    basket.taxGroups.map((group) => [group.id, date === undefined ? group : taxGroupOn(group, date)]),
  )
  const open: OpenLine[] = []
  for (const line of basket.lines) {
    const group = groups.get(line.taxGroupId)
    assert(group !== undefined, 'A basket carries the tax groups of its lines.')
    if (line.isVoided) continue
    const amountMinor = lineAmountMinor(line.quantity, line.unitPriceMinor)
    open.push({
      line,
      group,
      amountMinor,
      ownMinor: line.discount === undefined ? 0 : offMinor(line.discount, amountMinor),
    })
  }
  return open
}

const offersOf = (basket: Basket, open: readonly OpenLine[], rules: SellingRules): PromotionResult => {
  const { openedLocal: at, coupons = [], orderDiscount, customer } = basket
  if (at === undefined) return NO_OFFERS
  return pricePromotions({
    lines: open.map(({ line, amountMinor, ownMinor }) => ({
      line: line.line,
      productId: line.productId,
      departmentId: line.departmentId,
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      amountMinor: amountMinor - ownMinor,
      isDiscountable: line.isDiscountable !== false && amountMinor > 0,
    })),
    promotions: rules.promotions,
    coupons,
    ...(orderDiscount === undefined ? {} : { orderDiscount: orderDiscount.off }),
    at,
    customerGroupIds: customer?.groupIds ?? [],
  })
}

/** The discounts of each line by its number, the cashier's own first. */
const discountsByLine = (open: readonly OpenLine[], offers: PromotionResult): ReadonlyMap<number, LineDiscount[]> => {
  const byLine = new Map<number, LineDiscount[]>()
  const add = (line: number, discount: LineDiscount): void => {
    const known = byLine.get(line)
    if (known === undefined) byLine.set(line, [discount])
    else known.push(discount)
  }
  for (const { line, ownMinor } of open) {
    if (ownMinor > 0) add(line.line, { source: 'line', id: null, amountMinor: ownMinor })
  }
  for (const { line, source, id, amountMinor } of offers.discounts) add(line, { source, id, amountMinor })
  return byLine
}

const discountMinorOf = (discounts: readonly LineDiscount[]): number =>
  discounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

const priceLine = (line: BasketLine, discounts: readonly LineDiscount[], tax: LineTax): SaleLine => {
  const { isVoided: _isVoided, ageLimitYears: _age, discount: _off, isDiscountable: _is, ...facts } = line
  const taxes = tax.taxes.map(({ rateId, ratePpm, taxMinor }) => ({ rateId, ratePpm, taxMinor }))
  return {
    ...facts,
    discountMinor: discountMinorOf(discounts),
    netMinor: tax.netMinor,
    grossMinor: tax.grossMinor,
    taxes,
    ...(discounts.length === 0 ? {} : { discounts: [...discounts] }),
    ...(tax.exemptMinor === 0 ? {} : { exemptMinor: tax.exemptMinor }),
  }
}

/** The cashier's discount on the whole goes by its reason. */
const saleDiscounts = (
  { orderDiscount }: Basket,
  open: readonly OpenLine[],
  { applied }: PromotionResult,
): SaleDiscount[] => {
  const ownMinor = open.reduce((sum, line) => sum + line.ownMinor, 0)
  const own: SaleDiscount[] = ownMinor === 0 ? [] : [{ source: 'line', id: null, name: '', amountMinor: ownMinor }]
  return [
    ...own,
    ...applied.map(({ source, id, name, amountMinor, times }) => ({
      source,
      id,
      name: name ?? orderDiscount?.reason ?? '',
      amountMinor,
      ...(times > 1 ? { times } : {}),
    })),
  ]
}

/** Prices every live line of a basket by the shop's rules and adds them up. Whole minor units throughout. */
export function priceBasket(basket: Basket, rules: SellingRules): PricedBasket {
  const open = openLines(basket)
  const offers = offersOf(basket, open, rules)
  const byLine = discountsByLine(open, offers)
  const discountsOf = (line: BasketLine): readonly LineDiscount[] => byLine.get(line.line) ?? NO_DISCOUNTS
  const lineTaxes = taxLines(
    open.map(({ line, group, amountMinor }) => ({
      group,
      amountMinor: amountMinor - discountMinorOf(discountsOf(line)),
    })),
    rules.taxRounding,
    basket.exemption ?? basket.customer?.exemption,
  )
  const lines = open.map(({ line }, index) => {
    const tax = lineTaxes[index]
    assert(tax !== undefined, 'Every line has its taxes.')
    return priceLine(line, discountsOf(line), tax)
  })
  assert(lines.length > 0 || isBasketEmpty(basket), 'Every live line has a price.')
  return {
    lines,
    totals: sumTotals(lines),
    taxes: summariseTax(lineTaxes),
    discounts: saleDiscounts(basket, open, offers),
    refusedCoupons: offers.refusedCoupons,
    isExact: offers.isExact,
  }
}
