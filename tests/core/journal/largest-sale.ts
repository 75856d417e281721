import type { Basket, BasketLine } from '#core/basket/basket.ts'
import { priceBasket } from '#core/basket/price-basket.ts'
import { PLAIN_RULES } from '#core/basket/selling-rules.ts'
import { NAME_LENGTH_MAX } from '#core/catalogue/product.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { QUANTITY_PIECES_MAX } from '#core/quantity/quantity-schema.ts'
import { completeSale } from '#core/sale/complete-sale.ts'
import { BASKET_LINES_MAX, CODE_LENGTH_MAX, type Sale } from '#core/sale/sale.ts'
import { TAX_RATES_MAX, type TaxGroup } from '#core/tax/tax-group.ts'
import { TENDERS_MAX } from '#core/tender/tender.ts'
import { accepted, cardTender, facts } from '#tests/core/sale/any-sale.ts'

const BIG_ID = 999_999_999

const group: TaxGroup = {
  id: BIG_ID,
  name: 'न'.repeat(60),
  isInclusive: false,
  rates: Array.from({ length: TAX_RATES_MAX }, (_, index) => ({
    id: BIG_ID - index,
    name: 'न'.repeat(60),
    ratePpm: 1_000_000,
  })),
}

const line = (number: number, isVoided: boolean): BasketLine => ({
  line: number,
  productId: BIG_ID,
  departmentId: BIG_ID,
  code: '9'.repeat(CODE_LENGTH_MAX),
  // Three bytes each, as in Devanagari.
  name: 'न'.repeat(NAME_LENGTH_MAX),
  quantity: { unit: 'piece', count: QUANTITY_PIECES_MAX },
  quantitySource: 'manual_weight',
  unitPriceMinor: PRICE_MAX_MINOR,
  priceSource: 'catalogue',
  taxGroupId: group.id,
  ageLimitYears: null,
  isVoided,
})

/** The largest sale that the rules let through: every line, every name, every code and every tax at its limit. */
export function largestSale(): Sale {
  const basket: Basket = {
    saleId: 'f'.repeat(36),
    openedAt: facts.completedAt,
    heldBasketId: 'f'.repeat(36),
    lines: Array.from({ length: BASKET_LINES_MAX }, (_, index) => line(index + 1, false)),
    taxGroups: [group],
  }
  const { totalMinor } = priceBasket(basket, PLAIN_RULES).totals
  const partMinor = Math.floor(totalMinor / TENDERS_MAX)
  const tenders = Array.from({ length: TENDERS_MAX }, (_, index) => ({
    ...cardTender(index === 0 ? totalMinor - partMinor * (TENDERS_MAX - 1) : partMinor),
    approvalCode: 'न'.repeat(16),
    scheme: 'न'.repeat(32),
  }))
  const largest = { ...facts, operatorName: 'न'.repeat(100), receiptLabel: 'T'.repeat(32), customerId: BIG_ID }
  return accepted(
    completeSale(basket, tenders, { ...largest, receiptNumber: BIG_ID, catalogueRevision: BIG_ID }, PLAIN_RULES),
  )
}
