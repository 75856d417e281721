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
      isDiscountable: line.isDiscountable !== false,
    })),
    promotions: rules.promotions,
    coupons,
    ...(orderDiscount === undefined ? {} : { orderDiscount: orderDiscount.off }),
    at,
    customerGroupIds: customer?.groupIds ?? [],
  })
}

/** Each open line's discounts, the cashier's own first. */
const lineDiscounts = (open: readonly OpenLine[], offers: PromotionResult): ReadonlyArray<readonly LineDiscount[]> => {
  const byIndex = open.map(({ ownMinor }): LineDiscount[] =>
    ownMinor === 0 ? [] : [{ source: 'line', id: null, amountMinor: ownMinor }],
  )
  if (offers.discounts.length === 0) return byIndex
  const indexes = new Map(open.map(({ line }, index) => [line.line, index]))
  for (const { line, source, id, amountMinor } of offers.discounts) {
    byIndex[indexes.get(line) ?? -1]?.push({ source, id, amountMinor })
  }
  return byIndex
}

const sumOf = (discounts: readonly LineDiscount[]): number => {
  let sum = 0
  for (const { amountMinor } of discounts) sum += amountMinor
  return sum
}

/** What only some lines have; a price is made so often that the others are not even spread. */
const rareFacts = (
  line: BasketLine,
  discounts: readonly LineDiscount[],
  { exemptMinor }: LineTax,
): Partial<SaleLine> => {
  const { originalPriceMinor, reason, discountReason, attributes, kind, depositOf } = line
  return {
    ...(discounts.length === 0 ? {} : { discounts: [...discounts] }),
    ...(exemptMinor === 0 ? {} : { exemptMinor }),
    ...(originalPriceMinor === undefined ? {} : { originalPriceMinor }),
    ...(reason === undefined ? {} : { reason }),
    ...(discountReason === undefined ? {} : { discountReason }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(kind === undefined ? {} : { kind }),
    ...(depositOf === undefined ? {} : { depositOf }),
  }
}

const isPlain = (line: BasketLine, discounts: readonly LineDiscount[], { exemptMinor }: LineTax): boolean =>
  discounts.length === 0 &&
  exemptMinor === 0 &&
  line.originalPriceMinor === undefined &&
  line.reason === undefined &&
  line.discountReason === undefined &&
  line.attributes === undefined &&
  line.kind === undefined

const priceLine = (line: BasketLine, discounts: readonly LineDiscount[], tax: LineTax): SaleLine => {
  const priced: SaleLine = {
    line: line.line,
    productId: line.productId,
    departmentId: line.departmentId,
    code: line.code,
    name: line.name,
    quantity: line.quantity,
    quantitySource: line.quantitySource,
    unitPriceMinor: line.unitPriceMinor,
    priceSource: line.priceSource,
    discountMinor: sumOf(discounts),
    netMinor: tax.netMinor,
    grossMinor: tax.grossMinor,
    taxGroupId: line.taxGroupId,
    taxes: tax.taxes.map(({ rateId, ratePpm, taxMinor }) => ({ rateId, ratePpm, taxMinor })),
  }
  return isPlain(line, discounts, tax) ? priced : Object.assign(priced, rareFacts(line, discounts, tax))
}

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
  const discounts = lineDiscounts(open, offers)
  const lineTaxes = taxLines(
    open.map(({ group, amountMinor }, index) => ({ group, amountMinor: amountMinor - sumOf(discounts[index] ?? []) })),
    rules.taxRounding,
    basket.exemption ?? basket.customer?.exemption,
  )
  const lines = open.map(({ line }, index) => {
    const tax = lineTaxes[index]
    assert(tax !== undefined, 'Every line has its taxes.')
    return priceLine(line, discounts[index] ?? [], tax)
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
