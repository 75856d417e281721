import type { Department } from '#core/catalogue/department.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'

/** Prices that hold one tax, prices that hold two, prices that taxes come on top of, and none at all. */
export const tinyTaxGroups: readonly TaxGroup[] = [
  { id: 1, name: 'GST 5', isInclusive: true, rates: [{ id: 11, name: 'GST', ratePpm: 50_000 }] },
  {
    id: 2,
    name: 'GST 18',
    isInclusive: true,
    rates: [
      { id: 21, name: 'CGST', ratePpm: 90_000 },
      { id: 22, name: 'SGST', ratePpm: 90_000 },
    ],
  },
  { id: 3, name: 'Sales tax', isInclusive: false, rates: [{ id: 31, name: 'Sales tax', ratePpm: 88_750 }] },
  { id: 4, name: 'Exempt', isInclusive: true, rates: [] },
]

const department = (id: number, name: string, taxGroupId: number): Department => ({
  id,
  name,
  description: null,
  parentId: null,
  taxGroupId,
  isActive: true,
})

export const tinyDepartments: readonly Department[] = [
  department(1, 'Grocery', 1),
  department(2, 'Produce', 4),
  department(3, 'Household', 2),
  department(4, 'Imports', 3),
]

const product = (
  id: number,
  name: string,
  facts: Partial<Product> & Pick<Product, 'barcodes' | 'priceMinor'>,
): Product => ({
  id,
  name,
  sku: null,
  priceUnit: 'piece',
  departmentId: 1,
  taxGroupId: 1,
  ageLimitYears: null,
  popularityRank: id,
  isActive: true,
  ...facts,
})

/** A product of each kind that a till treats differently. */
export const tinyProducts = {
  milk: product(1, 'Amul Milk 1 l', { barcodes: ['8901262010016', '12'], priceMinor: 7_400 }),
  salt: product(2, 'Tata Salt 1 kg', { barcodes: ['8901058000016'], priceMinor: 2_800 }),
  pens: product(3, 'Highlighter Boss', { barcodes: ['4006381333931'], priceMinor: 9_900, taxGroupId: 2 }),
  chips: product(4, 'Lays Magic Masala', { barcodes: ['8901491101837', '14'], priceMinor: 2_000, taxGroupId: 2 }),
  bananas: product(5, 'Bananas', { barcodes: ['4011'], priceMinor: 6_900, priceUnit: 'kilogram', taxGroupId: 4 }),
  /** On labels of the counter's scale, `21IIIIIWWWWWC`, as item 00042. */
  paneer: product(6, 'Paneer', { barcodes: ['42'], priceMinor: 42_000, priceUnit: 'kilogram' }),
  /** On labels with the price in them, `20IIIIIPPPPPC`, as item 00077. */
  cake: product(7, 'Cake of the day', { barcodes: ['77'], priceMinor: 25_000 }),
  beer: product(8, 'Kingfisher 330 ml', { barcodes: ['5400141010015'], priceMinor: 12_000, ageLimitYears: 21 }),
  cheese: product(9, 'Gouda, imported', {
    barcodes: ['0420000000013'],
    priceMinor: 59_950,
    departmentId: 4,
    taxGroupId: 3,
  }),
  soap: product(10, 'Soap', { barcodes: ['0420000000020'], sku: 'SOAP-1', priceMinor: 3_550, taxGroupId: 2 }),
  bag: product(11, 'Paper bag', { barcodes: ['9'], priceMinor: 0, taxGroupId: 4 }),
  /** Sold only from the search: nothing to scan. */
  flowers: product(12, 'Fleurs coupées', { barcodes: [], sku: null, priceMinor: 15_000, departmentId: 2 }),
} as const satisfies Record<string, Product>

const operator = (id: number, number: number, name: string, role: Operator['role']): Operator => ({
  id,
  number,
  name,
  role,
  pinVerifier: null,
  isActive: true,
})

/** May type weights, since she sells at the counter. */
export const asha: Operator = { ...operator(5, 1, 'Asha', 'clerk'), grants: ['manual_weight'] }
export const ravi = operator(6, 2, 'Ravi', 'clerk')
export const meera = operator(7, 9, 'Meera', 'manager')

/** Their PINs, by operator number. */
export const tinyPins: ReadonlyMap<number, string> = new Map([
  [asha.number, '1111'],
  [ravi.number, '2222'],
  [meera.number, '9999'],
])

export const tinyPolicy: Policy = {
  id: 1,
  shopName: 'Tiny Shop',
  shopAddress: ['1 Market Road'],
  taxNumber: '29ABCDE1234F1Z5',
  currency: 'INR',
  timeZone: 'Asia/Kolkata',
  receiptHeader: [],
  receiptFooter: ['Thank you'],
  barcodePatterns: ['21IIIIIWWWWWC', '20IIIIIPPPPPC'],
  cashDenominationsMinor: [1_000, 2_000, 5_000, 10_000, 20_000, 50_000],
  idleLockSeconds: 300,
  unknownItemDepartmentId: 1,
}
