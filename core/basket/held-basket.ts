import { Type } from 'typebox'
import { Check, Clean } from 'typebox/value'
import { isBasketEmpty, type Basket, type BasketLine } from '#core/basket/basket.ts'
import { buyerSchema, saleCustomerSchema } from '#core/customer/customer.ts'
import { uuidSchema } from '#core/identity/uuid-schema.ts'
import { PRICE_MAX_MINOR } from '#core/money/parse-money.ts'
import { COUPONS_PER_SALE_MAX, couponSchema } from '#core/promotion/coupon.ts'
import { offSchema } from '#core/promotion/promotion.ts'
import { ageCheckSchema } from '#core/restriction/age-check.ts'
import { dateSchema } from '#core/restriction/date-schema.ts'
import { reasonCodeSchema } from '#core/sale/reason-code.ts'
import {
  authorisationSchema,
  BASKET_LINES_MAX,
  itemAttributesSchema,
  lineFacts,
  lineKindSchema,
  lineNumber,
  priceSourceSchema,
  quantitySourceSchema,
} from '#core/sale/sale.ts'
import { taxExemptionSchema } from '#core/tax/tax-exemption.ts'
import { taxGroupSchema } from '#core/tax/tax-group.ts'

const priceMinor = Type.Integer({ minimum: -PRICE_MAX_MINOR, maximum: PRICE_MAX_MINOR })

const lineSchema = Type.Object({
  ...lineFacts,
  quantitySource: quantitySourceSchema,
  unitPriceMinor: priceMinor,
  priceSource: priceSourceSchema,
  ageLimitYears: Type.Union([Type.Integer({ minimum: 1, maximum: 99 }), Type.Null()]),
  isVoided: Type.Boolean(),
  discount: Type.Optional(offSchema),
  discountReason: Type.Optional(reasonCodeSchema),
  reason: Type.Optional(reasonCodeSchema),
  originalPriceMinor: Type.Optional(priceMinor),
  isDiscountable: Type.Optional(Type.Literal(false)),
  attributes: Type.Optional(itemAttributesSchema),
  kind: Type.Optional(lineKindSchema),
  depositOf: Type.Optional(lineNumber),
})

const openedLocalSchema = Type.Object({
  date: dateSchema,
  time: Type.String({ pattern: '^[0-9]{2}:[0-9]{2}$' }),
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  nowIso: Type.String({ maxLength: 32 }),
})

const basketSchema = Type.Object({
  saleId: uuidSchema,
  openedAt: Type.String({ maxLength: 32 }),
  heldBasketId: Type.Union([uuidSchema, Type.Null()]),
  lines: Type.Array(lineSchema, { minItems: 1, maxItems: BASKET_LINES_MAX }),
  taxGroups: Type.Array(taxGroupSchema, { maxItems: BASKET_LINES_MAX }),
  openedLocal: Type.Optional(openedLocalSchema),
  taxDate: Type.Optional(dateSchema),
  customer: Type.Optional(saleCustomerSchema),
  coupons: Type.Optional(Type.Array(Type.Object({ coupon: couponSchema }), { maxItems: COUPONS_PER_SALE_MAX })),
  orderDiscount: Type.Optional(Type.Object({ off: offSchema, reason: Type.String({ maxLength: 60 }) })),
  exemption: Type.Optional(taxExemptionSchema),
  buyer: Type.Optional(buyerSchema),
  ageCheck: Type.Optional(ageCheckSchema),
  authorisations: Type.Optional(Type.Array(authorisationSchema, { maxItems: 500 })),
})

const isSound = (line: BasketLine, at: number, { lines, taxGroups }: Basket): boolean => {
  const goods = line.depositOf === undefined ? line : lines[line.depositOf - 1]
  const isPriced = line.kind === 'empties' ? line.unitPriceMinor <= 0 : line.unitPriceMinor >= 0
  const isFound = goods !== undefined && goods.depositOf === undefined
  return line.line === at + 1 && isPriced && isFound && taxGroups.some(({ id }) => id === line.taxGroupId)
}

/**
 * A basket that was set aside at another till, from its JSON as the hub kept it; undefined for what no till of this version
 * has set aside. What belongs to the other till alone (reservations, goods brought back) is not in it.
 */
export function readHeldBasket(text: string): Basket | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  const own = Clean(basketSchema, parsed)
  if (!Check(basketSchema, own)) return undefined
  const basket: Basket = own
  const areAllSound = basket.lines.every((line, at) => isSound(line, at, basket))
  return areAllSound && !isBasketEmpty(basket) ? basket : undefined
}
