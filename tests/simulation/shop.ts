import { argon2Sync } from 'node:crypto'
import { gs1CheckDigit } from '#core/barcode/check-digit.ts'
import type { Department } from '#core/catalogue/department.ts'
import type { Policy } from '#core/catalogue/policy.ts'
import type { Product } from '#core/catalogue/product.ts'
import type { Operator } from '#core/staff/operator.ts'
import type { TaxGroup } from '#core/tax/tax-group.ts'
import { deposit } from '#tests/simulation/shop-offers.ts'

/** Every member of staff has this PIN. */
export const PIN = '4711'

/** Cheap on purpose, or a simulated day would be spent on signing in; the product checks whatever cost it is told. */
const pinVerifier = (salt: string): string => {
  const hash = argon2Sync('argon2id', {
    message: PIN,
    nonce: Buffer.from(salt, 'hex'),
    parallelism: 1,
    tagLength: 32,
    memory: 8,
    passes: 1,
  })
  return `$argon2id$v=19$m=8,t=1,p=1$${salt}$${hash.toString('hex')}`
}

/** Allows what the others may not. */
export const manager: Operator = {
  id: 2,
  number: 22,
  name: 'Bo',
  role: 'manager',
  pinVerifier: pinVerifier('02'.repeat(16)),
  isActive: true,
}

export const operators: readonly [Operator, ...Operator[]] = [
  { id: 1, number: 1, name: 'Asha', role: 'clerk', pinVerifier: pinVerifier('01'.repeat(16)), isActive: true },
  manager,
]

export const taxGroups: readonly TaxGroup[] = [
  { id: 1, name: 'Food', isInclusive: true, rates: [{ id: 1, name: 'VAT', ratePpm: 70_000 }] },
  {
    id: 2,
    name: 'Other',
    isInclusive: false,
    rates: [
      { id: 2, name: 'State', ratePpm: 62_500 },
      { id: 3, name: 'City', ratePpm: 26_250 },
    ],
  },
]

export const departments: readonly Department[] = [
  { id: 1, name: 'Grocery', description: null, parentId: null, taxGroupId: 1, isActive: true },
  { id: 2, name: 'Household', description: null, parentId: null, taxGroupId: 2, isActive: true },
]

export const policy: Policy = {
  id: 1,
  shopName: 'Simulated Shop',
  shopAddress: ['1 Virtual Street'],
  taxNumber: null,
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  receiptHeader: [],
  receiptFooter: ['Thank you'],
  barcodePatterns: ['21IIIIIWWWWWC', '22IIIIVPPPPPC'],
  cashDenominationsMinor: [100, 500, 1_000, 2_000, 5_000],
  idleLockSeconds: 300,
  unknownItemDepartmentId: 2,
  loyalty: { earnPerMinor: 100, pointValueMinor: 3 },
  refunds: { daysMax: 30, cashMaxMinor: 4_000, withoutReceiptMaxMinor: 0 },
}

const gtin13 = (item: number): string => {
  const digits = `04${String(item).padStart(10, '0')}`
  return `${digits}${gs1CheckDigit(digits)}`
}

const product = (id: number): Product => {
  const isWeighed = id % 6 === 0
  return {
    id,
    name: isWeighed ? `Loose goods ${id}` : `Packed goods ${id}`,
    sku: `S${id}`,
    barcodes: [isWeighed ? String(4000 + id) : gtin13(id)],
    priceMinor: 17 + id * 61,
    priceUnit: isWeighed ? 'kilogram' : 'piece',
    departmentId: 1 + (id % 2),
    taxGroupId: 1 + (id % 2),
    ageLimitYears: null,
    popularityRank: id,
    isActive: true,
    ...(id % 7 === 2 ? { rules: { depositProductId: deposit.id } } : {}),
  }
}

const PRODUCT_COUNT = 24

/** What lies on the shelves. */
export const goods: readonly [Product, ...Product[]] = [
  product(1),
  ...Array.from({ length: PRODUCT_COUNT - 1 }, (_, index) => product(index + 2)),
]

/** All that the catalogue has. */
export const products: readonly [Product, ...Product[]] = [...goods, deposit]

/** Stock on the shelf before the first sale, of each product. */
export const OPENING_STOCK = 100_000
