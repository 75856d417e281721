import type { Product } from '#core/catalogue/product.ts'
import type { TillEffect } from '#kiosk/state/till-effect.ts'
import { tinyProducts } from '#tests/support/tiny-catalogue.ts'
import { startSelling, type TinyTill } from '#tests/support/tiny-till.ts'

const base = tinyProducts.milk

const product = (id: number, name: string, facts: Partial<Product>): Product => ({
  ...base,
  id,
  name,
  barcodes: [],
  sku: null,
  ...facts,
})

/** A product for each rule of selling; those in the tiny shop have none, but for the age of beer. */
export const ruledProducts = {
  deposit: product(30, 'Bottle deposit', {
    barcodes: ['9000'],
    priceMinor: 500,
    taxGroupId: 2,
    rules: { isDeposit: true, isDiscountable: false },
  }),
  cola: product(31, 'Cola 1 l', {
    barcodes: ['31', '4006381333948'],
    priceMinor: 4_000,
    rules: { depositProductId: 30, groupPrices: [{ customerGroupId: 1, priceMinor: 3_500 }] },
  }),
  wine: product(32, 'Wine', {
    barcodes: ['32'],
    priceMinor: 90_000,
    ageLimitYears: 18,
    rules: { saleHours: { fromTime: '08:00', toTime: '22:00' } },
  }),
  tobacco: product(33, 'Tobacco', { barcodes: ['33'], priceMinor: 30_000, rules: { quantityMax: 3 } }),
  phone: product(34, 'Prepaid phone', {
    barcodes: ['34', '4012345678901'],
    priceMinor: 150_000,
    rules: { isSerialised: true },
  }),
  ham: product(35, 'Ham', {
    barcodes: ['35', '4098765432101', '94098765432104'],
    priceMinor: 80_000,
    priceUnit: 'kilogram',
  }),
  yoghurt: product(36, 'Yoghurt', { barcodes: ['36', '4011111111116'], priceMinor: 2_500 }),
} as const satisfies Record<string, Product>

/** The tiny till, in a shop that has them; it is half past two in the afternoon. */
export function startRuledTill(): TinyTill {
  const till = startSelling()
  for (const one of Object.values(ruledProducts)) till.shop.products.set(one.id, one)
  return till
}

/** What went onto the record as refused, in order. */
export const refusals = ({ store }: TinyTill): TillEffect[] =>
  store.effects.filter(({ type }) => type === 'record_age_refusal' || type === 'record_restriction')
