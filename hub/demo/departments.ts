import type { Department } from '#core/catalogue/department.ts'
import { assert } from '#core/errors/assert.ts'

/** Food of the demo shop bears no tax. */
export const GROCERY_TAX_GROUP_ID = 1

/** All else bears sales tax. */
export const GENERAL_TAX_GROUP_ID = 2

/** A department of the demo shop, with what the catalogue's rows do not hold. */
export interface DemoDepartment {
  readonly department: Department
  readonly ageLimitYears: number | null
  /** Invented names that its goods are sold under, the shop's own first; none where goods are sold without. */
  readonly brands: readonly string[]
}

const HOUSE_BRAND = 'Maple St'
const DRINKING_AGE_YEARS = 21

interface Outline {
  readonly name: string
  readonly brands?: readonly string[]
  readonly isTaxed?: true
  readonly ageLimitYears?: number
}

/** Has no products: items that no barcode knows are sold here. */
const OTHER_GOODS = 'Other Goods'

const outlines: readonly Outline[] = [
  { name: 'Produce' },
  { name: 'Meat', brands: ['Prairie Hill', 'Old Smoke', 'Cedar Farm'] },
  { name: 'Seafood', brands: ['Harbor Bay', 'Tide Line'] },
  { name: 'Deli' },
  { name: 'Bakery', brands: ['Golden Crumb', 'Sweet Oven'] },
  { name: 'Bread', brands: ['Mill Road', 'Wheatland', 'Golden Crumb'] },
  { name: 'Dairy & Eggs', brands: ['Meadow Lane', 'Clover Hill', 'Blue Pail', 'Creamville'] },
  { name: 'Frozen', brands: ['North Pantry', 'Frost Valley', 'Home Table', 'Snow Creek'] },
  { name: 'Soup & Canned', brands: ['Red Kettle', 'Garden Row', 'Sunfield', 'Home Table'] },
  { name: 'Pasta, Rice & Sauces', brands: ['Casa Verde', 'Bella Vita', 'Red Kettle', 'Sunfield'] },
  { name: 'Baking & Spices', brands: ['Mill Road', 'Spice Cabin', 'Sweet Oven'] },
  { name: 'Breakfast', brands: ['Morning Oak', 'Sunny Bowl', 'Grain House'] },
  { name: 'Snacks', brands: ['Crunch Co', 'Salt Flat', 'Grain House', 'Party Time'] },
  { name: 'Candy', brands: ['Sweet Alley', 'Cocoa Bend', 'Jolly Jar'], isTaxed: true },
  { name: 'Drinks', brands: ['Ridge', 'Fizzwell', 'Cool Spring', 'Orchard Way'], isTaxed: true },
  { name: 'Coffee & Tea', brands: ['Steam & Bean', 'Hill Roast', 'Quiet Cup'] },
  {
    name: 'Beer & Wine',
    brands: ['Stone Hollow', 'North Fork', 'Vale Creek', 'Two Rivers'],
    isTaxed: true,
    ageLimitYears: DRINKING_AGE_YEARS,
  },
  { name: 'Tobacco', brands: ['Larkin', 'Dunmore'], isTaxed: true, ageLimitYears: DRINKING_AGE_YEARS },
  { name: 'Household', brands: ['Bright Nest', 'Clear Brook', 'Pine & Co'], isTaxed: true },
  { name: 'Paper', brands: ['Soft Cloud', 'Clear Brook'], isTaxed: true },
  { name: 'Health & Beauty', brands: ['Lilac Row', 'Wellday', 'Soft Dew'], isTaxed: true },
  { name: 'Baby', brands: ['Little Lamb', 'First Steps'], isTaxed: true },
  { name: 'Pet', brands: ['Happy Tail', 'Good Paw'], isTaxed: true },
  { name: 'Stationery & Gifts', isTaxed: true },
  { name: OTHER_GOODS, isTaxed: true },
]

function departmentOf(outline: Outline, id: number): DemoDepartment {
  const taxGroupId = outline.isTaxed === true ? GENERAL_TAX_GROUP_ID : GROCERY_TAX_GROUP_ID
  return {
    department: { id, name: outline.name, description: null, parentId: null, taxGroupId, isActive: true },
    ageLimitYears: outline.ageLimitYears ?? null,
    brands: outline.brands === undefined ? [] : [HOUSE_BRAND, ...outline.brands],
  }
}

/** The departments of the demo shop, numbered from 1. */
export const demoDepartments: readonly DemoDepartment[] = outlines.map((outline, index) =>
  departmentOf(outline, index + 1),
)

/** The number of the department that unknown items are sold in: the last. */
export const OTHER_GOODS_DEPARTMENT_ID = outlines.length

/** A department of the demo shop by its name; a misspelt one is a bug. */
export function departmentNamed(name: string): DemoDepartment {
  const found = demoDepartments.find(({ department }) => department.name === name)
  assert(found !== undefined, `There is no department ${name}.`)
  return found
}

/** The number of a department of the demo shop. */
export const departmentIdOf = (name: string): number => departmentNamed(name).department.id
