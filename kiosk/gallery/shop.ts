import { type Basket, openBasket } from '#core/basket/basket.ts'
import { addProduct, voidLine } from '#core/basket/change-basket.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { PriceUnit, Product } from '#core/catalogue/product.ts'
import { DomainError } from '#core/errors/domain-error.ts'
import type { Quantity } from '#core/quantity/quantity-schema.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

/** The shop that the pictures and frames show. */
export const galleryPolicy: Policy = {
  id: 1,
  shopName: 'Harbour Street Market',
  shopAddress: ['12 Harbour Street', 'Bristol BS1 4RN'],
  taxNumber: 'GB 123 4567 89',
  currency: 'GBP',
  timeZone: 'Europe/London',
  receiptHeader: [],
  receiptFooter: ['Thank you for your visit!', 'Goods may be returned within 28 days.'],
  barcodePatterns: [],
  cashDenominationsMinor: [500, 1000, 2000, 5000],
  idleLockSeconds: 0,
  unknownItemDepartmentId: 9,
}

const taxGroup: TaxGroup = {
  id: 1,
  name: 'Standard',
  isInclusive: true,
  rates: [{ id: 1, name: 'VAT', ratePpm: 200_000 }],
}

type Item = readonly [name: string, priceMinor: number, priceUnit?: PriceUnit]

const names: readonly Item[] = [
  ['Sea Salt Fine 1 kg', 120],
  ['Digestive Biscuits 400 g', 155],
  ['Whole Milk 2 L', 165],
  ['Salted Butter 250 g', 240],
  ['Strong White Flour 1.5 kg', 185],
  ['Ballpoint Pens Blue 4 pcs', 325],
  ['Sparkling Water 6 x 1.5 L', 360],
  ['Pale Ale 4 x 440 ml', 625],
  ['Milk Chocolate Bar 180 g', 210],
  ['Bananas loose', 115, 'kilogram'],
  ['Vine Tomatoes loose', 325, 'kilogram'],
  ['Brown Onions loose', 98, 'kilogram'],
  ['Maris Piper Potatoes loose', 89, 'kilogram'],
  ['Washing Powder 2.6 kg', 950],
  ['Hand Soap Lavender 500 ml', 175],
  ['Toothpaste Fresh Mint 100 ml', 230],
  ['Basmati Rice 5 kg', 1199],
  ['Free Range Eggs Large 12 pcs', 345],
  ['Cheddar Extra Mature 350 g', 389],
  ['Crème fraîche 300 ml', 145],
  ['Orange Juice Not From Concentrate With Juicy Bits 1.75 L', 320],
  ['Ground Coffee Dark Roast 227 g', 410],
  ['Green Tea 80 Bags', 275],
  ['Penne Rigate 500 g', 95],
  ['Chopped Tomatoes 4 x 400 g', 260],
  ['Tuna Chunks in Brine 4 x 145 g', 420],
  ['Olive Oil Extra Virgin 1 L', 899],
  ['Kitchen Roll 3 pcs', 315],
  ['Toilet Tissue 9 Rolls', 525],
  ['Semi Skimmed Milk 1 L', 125],
]

const milks: readonly Item[] = ['Whole', 'Semi Skimmed', 'Skimmed', 'Oat', 'Soya', 'Almond', 'Goat'].flatMap(
  (kind, at) =>
    ['568 ml', '1 L', '2 L', '4 x 1 L'].map((size, more): Item => [`${kind} Milk ${size}`, 65 + at * 10 + more * 50]),
)

const productOf = ([name, priceMinor, priceUnit = 'piece']: Item, at: number): Product => ({
  id: at + 1,
  name,
  sku: null,
  barcodes: [`0400000${String(10_010 + at * 13).padStart(5, '0')}${at % 10}`],
  priceMinor,
  priceUnit,
  departmentId: (at % 8) + 1,
  taxGroupId: 1,
  ageLimitYears: name.startsWith('Pale Ale') ? 18 : null,
  popularityRank: at + 1,
  isActive: true,
})

/** The products of the shop, the best seller first. */
export const galleryProducts: readonly Product[] = names.map(productOf)

/** What a search for "mi" finds: more than a screen of it. */
export const milkProducts: readonly Product[] = milks.map(productOf)

const quantityOf = (product: Product, at: number): Quantity =>
  product.priceUnit === 'kilogram'
    ? { unit: 'gram', weightGrams: 430 + 95 * at }
    : { unit: 'piece', count: (at % 3) + 1 }

const must = (basket: Basket | DomainError): Basket => {
  if (basket instanceof DomainError) throw basket
  return basket
}

/** A basket of so many lines; the products come round again. */
export const galleryBasket = (lines: number, voided: readonly number[] = []): Basket => {
  let basket = openBasket('0197a6f0-0000-7000-8000-000000000001', '2026-03-14T13:20:00.000Z')
  for (let at = 0; at < lines; at += 1) {
    const product = galleryProducts[at % galleryProducts.length]
    if (product === undefined) continue
    const quantity = quantityOf(product, at)
    basket = must(
      addProduct(basket, product, taxGroup, {
        code: product.barcodes[0] ?? '',
        quantity,
        quantitySource: quantity.unit === 'gram' ? 'scale' : 'keyed',
        unitPriceMinor: product.priceMinor,
        priceSource: 'catalogue',
      }),
    )
  }
  return voided.reduce((before, line) => must(voidLine(before, line)), basket)
}
