import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import {
  CHANGE_SET_ROWS_MAX,
  catalogueRowSchema,
  changeSetSchema,
  snapshotHeaderSchema,
} from '#core/catalogue/change-set.ts'
import { policySchema, type Policy } from '#core/catalogue/policy.ts'
import { productSchema } from '#core/catalogue/product.ts'
import { TAX_RATES_MAX, taxGroupSchema } from '#core/tax/tax-group.ts'
import { department, product } from '#tests/core/basket/any-basket.ts'

const policy: Policy = {
  id: 1,
  shopName: 'Corner Shop',
  shopAddress: ['1 High Street'],
  taxNumber: null,
  currency: 'USD',
  timeZone: 'Europe/Berlin',
  receiptHeader: [],
  receiptFooter: [],
  barcodePatterns: [],
  cashDenominationsMinor: [100],
  idleLockSeconds: 300,
  unknownItemDepartmentId: null,
}
const taxGroup = { id: 1, name: 'Standard', isInclusive: true, rates: [{ id: 1, name: 'VAT', ratePpm: 190_000 }] }
const operator = { id: 1, number: 1, name: 'Asha', role: 'clerk', pinVerifier: null, isActive: true }
const rows = [
  { table: 'product', row: product() },
  { table: 'department', row: department },
  { table: 'tax_group', row: taxGroup },
  { table: 'operator', row: operator },
  { table: 'policy', row: policy },
]

describe('a row of the catalogue', () => {
  it.each(rows)('is one of $table', ({ table, row }) => {
    expect(Check(catalogueRowSchema, { table, row })).toBe(true)
    const others = rows.filter((other) => other.table !== table)
    expect(others.filter((other) => Check(catalogueRowSchema, { table, row: other.row }))).toEqual([])
  })

  it('is of no other table', () => {
    expect(Check(catalogueRowSchema, { table: 'sale', row: product() })).toBe(false)
  })
})

describe('a product', () => {
  it.each([
    { id: 0 },
    { name: '' },
    { name: 'x'.repeat(101) },
    { priceMinor: -1 },
    { priceMinor: 2.5 },
    { priceUnit: 'litre' },
    { barcodes: Array.from({ length: 17 }, () => '1') },
    { barcodes: [''] },
    { ageLimitYears: 0 },
    { taxGroupId: null },
  ])('is not %j', (change) => {
    expect(Check(productSchema, { ...product(), ...change })).toBe(false)
  })
})

describe('a tax group', () => {
  const rate = { id: 1, name: 'VAT', ratePpm: 1_000_000 }

  it('has no rate up to four, each from nothing to the whole price', () => {
    expect(Check(taxGroupSchema, { ...taxGroup, rates: [] })).toBe(true)
    expect(Check(taxGroupSchema, { ...taxGroup, rates: Array.from({ length: TAX_RATES_MAX }, () => rate) })).toBe(true)
    expect(Check(taxGroupSchema, { ...taxGroup, rates: Array.from({ length: 5 }, () => rate) })).toBe(false)
    expect(Check(taxGroupSchema, { ...taxGroup, rates: [{ ...rate, ratePpm: 1_000_001 }] })).toBe(false)
    expect(Check(taxGroupSchema, { ...taxGroup, rates: [{ ...rate, ratePpm: -1 }] })).toBe(false)
  })
})

describe('the policy', () => {
  it.each([{ id: 2 }, { currency: 'usd' }, { idleLockSeconds: -1 }, { cashDenominationsMinor: [0] }, { shopName: '' }])(
    'is not %j',
    (change) => {
      expect(Check(policySchema, { ...policy, ...change })).toBe(false)
    },
  )
})

describe('a change set and a snapshot', () => {
  const hash = 'a'.repeat(64)
  const changeSet = { revision: 1, previousHash: hash, hash, rows, signature: 's' }
  const header = { kind: 'vendly_catalogue', revision: 0, hash, rowCount: 0, contentHash: hash, signature: 's' }

  it('are numbered, hashed and signed', () => {
    expect(Check(changeSetSchema, changeSet)).toBe(true)
    expect(Check(changeSetSchema, { ...changeSet, revision: 0 })).toBe(false)
    expect(Check(changeSetSchema, { ...changeSet, hash: hash.toUpperCase() })).toBe(false)
    expect(Check(snapshotHeaderSchema, header)).toBe(true)
    expect(Check(snapshotHeaderSchema, { ...header, kind: 'other' })).toBe(false)
    expect(Check(snapshotHeaderSchema, { ...header, contentHash: '' })).toBe(false)
  })

  it('hold so many rows', () => {
    const many = Array.from({ length: CHANGE_SET_ROWS_MAX + 1 }, () => rows[0])
    expect(Check(changeSetSchema, { ...changeSet, rows: many.slice(1) })).toBe(true)
    expect(Check(changeSetSchema, { ...changeSet, rows: many })).toBe(false)
  })
})
