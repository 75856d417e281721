import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import type { Product, ProductRules } from '#core/catalogue/product.ts'
import type { CatalogueLine } from '#hub/demo/catalogue-line.ts'
import { departmentIdOf, GENERAL_TAX_GROUP_ID, GROCERY_TAX_GROUP_ID } from '#hub/demo/departments.ts'
import { CLUB_GROUP_ID } from '#hub/demo/promotions.ts'

// New York Environmental Conservation Law 27-1005: five cents on each container of soft drinks, water and beer.
const DEPOSIT_MINOR = 5

/** The key that takes empties back, and the code of what is sold by serial number. */
const DEPOSIT_CODE = '9000'
const PHONE_DIGITS = '040009900001'

/** Products that stand for a rule and in no row of the catalogue's source. */
export const ruledLines: readonly CatalogueLine[] = [
  {
    name: 'Bottle Deposit',
    barcodes: [DEPOSIT_CODE],
    priceMinor: DEPOSIT_MINOR,
    priceUnit: 'piece',
    departmentId: departmentIdOf('Drinks'),
    taxGroupId: GROCERY_TAX_GROUP_ID,
    ageLimitYears: null,
  },
  {
    name: 'Prepaid Phone',
    barcodes: [`${PHONE_DIGITS}${gs1CheckDigit(PHONE_DIGITS)}`],
    priceMinor: 3_999,
    priceUnit: 'piece',
    departmentId: departmentIdOf('Stationery & Gifts'),
    taxGroupId: GENERAL_TAX_GROUP_ID,
    ageLimitYears: null,
  },
]

// One container each; of packs the source does not say how many there are.
const isSingleBottle = ({ name, departmentId: id }: Product): boolean =>
  id === departmentIdOf('Drinks') && / (?:2 L|20 oz)$/u.test(name)

const rulesOf = (product: Product, depositId: number): ProductRules | undefined => {
  if (product.id === depositId) return { isDeposit: true, isDiscountable: false }
  if (product.name === 'Prepaid Phone') return { isSerialised: true }
  if (isSingleBottle(product)) return { depositProductId: depositId }
  // New York Alcoholic Beverage Control Law 105-a: beer from 8 o'clock on Sundays; the demo shop keeps it every day.
  if (product.departmentId === departmentIdOf('Beer & Wine'))
    return { saleHours: { fromTime: '08:00', toTime: '03:00' } }
  if (product.departmentId === departmentIdOf('Tobacco'))
    return { quantityMax: 10, isReturnable: false, isDiscountable: false }
  if (/\bFormula\b/u.test(product.name)) return { quantityMax: 4 }
  if (product.departmentId === departmentIdOf('Coffee & Tea') && product.priceMinor >= 500) {
    return { groupPrices: [{ customerGroupId: CLUB_GROUP_ID, priceMinor: product.priceMinor - 50 }] }
  }
  return undefined
}

/** A product with the rules that it is sold by. */
export const withRules = (product: Product, depositId: number): Product => {
  const rules = rulesOf(product, depositId)
  return rules === undefined ? product : { ...product, rules }
}
