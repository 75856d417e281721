import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AssertionError } from '#core/errors/assert.ts'
import { deriveCatalogue } from '#hub/demo/derive/derive-catalogue.ts'
import { packageSize } from '#hub/demo/derive/package-size.ts'
import { readJourney } from '#hub/demo/derive/read-journey.ts'
import { readLooseProducts, readProductTypes } from '#hub/demo/derive/read-types.ts'
import { medianMinor, shelfPriceMinor } from '#hub/demo/derive/shelf-price.ts'

const products = `product_id,manufacturer_id,department,brand,product_category,product_type,package_size
"1001","69","GROCERY","Private","FLUID MILK","MILK, WHITE","1 GA"
"1002","70","GROCERY","National","FLUID MILK","MILK, WHITE",NA
"1003","70","PRODUCE","National","FRUIT","BANANAS","40 LB"
"1004","70","GROCERY","National","SOMETHING","ELSE",NA
"1005","70","GROCERY","National","FLUID MILK","MILK, WHITE",NA
`
const lines = `household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc
1,1,1,1001,1,2.50,0.19,0
1,1,2,1001,2,5.38,0,0
1,1,3,1002,1,3,0,0
1,1,4,1003,1,1.01,0,0
1,1,5,1003,1,0.90,0,0
1,1,6,1003,0,0.90,0,0
1,1,7,1004,1,9.99,0,0
`
const types = '# a comment\n[Dairy & Eggs]\nFLUID | MILK, | half gal | Whole Milk, Skim Milk\n'
const loose =
  'Produce | 4011 | kilogram | FRUIT | BAN | 780 | 99 | Bananas\nProduce | 4048 | piece | - | LIMES | 0 | 39 | Lime\n'

describe('the program that made the catalogue', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vendly-journey-'))
    writeFileSync(join(folder, 'products.csv.gz'), gzipSync(products))
    writeFileSync(join(folder, 'lines.csv.gz'), gzipSync(lines))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  it('makes names, codes, prices and ranks of what was sold', () => {
    const catalogue = deriveCatalogue(readJourney(folder), readProductTypes(types), readLooseProducts(loose))
    const dairy = { departmentId: 7, taxGroupId: 1, ageLimitYears: null }
    const produce = { departmentId: 1, taxGroupId: 1, ageLimitYears: null }
    expect(catalogue).toEqual([
      { name: 'Bananas', barcodes: ['4011'], priceMinor: 115, priceUnit: 'kilogram', ...produce },
      { name: 'Maple St Whole Milk 1 gal', barcodes: ['0400000010014'], priceMinor: 269, priceUnit: 'piece', ...dairy },
      {
        name: 'Blue Pail Skim Milk half gal',
        barcodes: ['0400000010021'],
        priceMinor: 299,
        priceUnit: 'piece',
        ...dairy,
      },
      { name: 'Lime', barcodes: ['4048'], priceMinor: 39, priceUnit: 'piece', ...produce },
    ])
  })

  it('stops at rules that are none', () => {
    expect(() => readProductTypes('[Dairy & Eggs]\nFLUID | MILK | 1 gal\n')).toThrow(AssertionError)
    expect(() => readLooseProducts('Produce | 4011 | pound | FRUIT | BAN | 780 | 99 | Bananas\n')).toThrow(
      AssertionError,
    )
    const nowhere = readProductTypes(types.replace('Dairy & Eggs', 'Nowhere'))
    expect(() => deriveCatalogue(readJourney(folder), nowhere, [])).toThrow(AssertionError)
  })

  it.each([
    ['12 OZ', '12 oz'],
    ['1 GA', '1 gal'],
    ['12 PK/12 OZ', '12 pk'],
    ['L    16 OZ', '16 oz'],
    ['.5 L', '0.5 L'],
    ['175 ML', '1.75 L'],
    ['14.0 OZ', '14 oz'],
    ['32 LD', '32 loads'],
    ['NA', undefined],
    ['0 OZ', undefined],
    ['83.5 SQ FT', undefined],
    ['(600) 4 LB', undefined],
  ])('reads the pack size %s', (text, size) => {
    expect(packageSize(text)).toBe(size)
  })

  it('writes prices as shops do', () => {
    expect([17, 20, 22, 23, 100, 101, 102, 107, 108, 3, 0].map(shelfPriceMinor)).toEqual([
      19, 19, 25, 25, 99, 99, 105, 109, 109, 15, 15,
    ])
    expect(medianMinor([5, 1, 9, 7])).toBe(5)
    expect(() => medianMinor([])).toThrow(AssertionError)
  })
})
