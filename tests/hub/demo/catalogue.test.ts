import { existsSync, readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { looksLikeCardNumber } from '#core/barcode/card-number.ts'
import { cleanText } from '#core/barcode/clean-text.ts'
import { lookupKey } from '#core/barcode/lookup-key.ts'
import { readScan } from '#core/barcode/read-scan.ts'
import { departmentSchema } from '#core/catalogue/department.ts'
import { productSchema } from '#core/catalogue/product.ts'
import { currencyOf } from '#core/money/currency.ts'
import { readCatalogue, writeCatalogue } from '#hub/demo/catalogue-line.ts'
import { demoDepartments } from '#hub/demo/departments.ts'
import { deriveCatalogue, DEMO_PRODUCTS } from '#hub/demo/derive/derive-catalogue.ts'
import { DEMO_NAME_LENGTH_MAX } from '#hub/demo/derive/name-product.ts'
import { readJourney } from '#hub/demo/derive/read-journey.ts'
import { readLooseProducts, readProductTypes } from '#hub/demo/derive/read-types.ts'
import { demoPolicy, demoProducts, demoTaxGroups } from '#hub/demo/shop.ts'

const text = readFileSync('hub/demo/catalogue.json', 'utf8')
// Two more stand at the end for rules that no product of the source has: a deposit, and a thing with a serial number.
const products = demoProducts().slice(0, -2)
const context = { today: '2026-11-25', currency: currencyOf(demoPolicy.currency) }
const source = '../shared/data/complete_journey_sample'
const rules = (name: string) => readFileSync(`hub/demo/derive/${name}`, 'utf8')

describe('the catalogue of the demo shop', { timeout: 30_000 }, () => {
  it('has two thousand products in a small file', () => {
    expect(products).toHaveLength(DEMO_PRODUCTS)
    expect(text.length).toBeLessThan(300_000)
    expect(writeCatalogue(readCatalogue(JSON.parse(text)))).toBe(text)
    expect(products.filter((product) => !Value.Check(productSchema, product))).toEqual([])
  })

  it('has names that a cashier can read, each once', () => {
    expect(new Set(products.map((product) => product.name.toLowerCase())).size).toBe(DEMO_PRODUCTS)
    for (const { name } of products) {
      expect(name.length).toBeLessThanOrEqual(DEMO_NAME_LENGTH_MAX)
      expect(cleanText(name)).toBe(name)
      expect(name).toMatch(/^[A-Z0-9][\w '&.%-]+$/u)
      expect(name).not.toMatch(/\b[A-Z]{4,}\b|  | $/u)
    }
  })

  it('has codes that scan, each once', () => {
    const codes = products.flatMap((product) => product.barcodes)
    expect(new Set(codes.map(lookupKey)).size).toBe(codes.length)
    const packaged = codes.filter((code) => code.length === 13)
    expect(packaged.length).toBeGreaterThan(1_800)
    for (const code of packaged) {
      expect(code.startsWith('04')).toBe(true)
      expect(readScan(']E0', code, demoPolicy.barcodePatterns, context)).toEqual({
        kind: 'gtin',
        gtin: Number(code),
        text: code,
      })
    }
    const loose = codes.filter((code) => code.length !== 13)
    for (const code of loose) {
      expect(code).toMatch(/^\d{4,5}$/u)
      expect(readScan(undefined, code, demoPolicy.barcodePatterns, context)).toEqual({ kind: 'text', text: code })
    }
    expect(codes.some(looksLikeCardNumber)).toBe(false)
  })

  it('has prices as shops write them, weighed goods and goods with an age limit', () => {
    expect(products.every((product) => /[59]$/u.test(String(product.priceMinor)))).toBe(true)
    expect(products.every((product) => product.priceMinor >= 15 && product.priceMinor < 20_000)).toBe(true)
    expect(products.filter((product) => product.priceUnit === 'kilogram').length).toBeGreaterThan(60)
    expect(products.find((product) => product.barcodes.includes('4011'))).toMatchObject({ name: 'Bananas', id: 1 })
    const limited = products.filter((product) => product.ageLimitYears === 21)
    expect(limited.length).toBeGreaterThan(30)
    expect(limited.some((product) => product.name.includes('Lager'))).toBe(true)
    expect(limited.some((product) => product.name.includes('Cigarettes'))).toBe(true)
  })

  it('has departments and taxes for all', () => {
    const ids = new Set(demoDepartments.map(({ department }) => department.id))
    expect(ids.size).toBe(demoDepartments.length)
    expect(demoDepartments.filter(({ department }) => !Value.Check(departmentSchema, department))).toEqual([])
    expect(products.every(({ departmentId }) => departmentId !== null && ids.has(departmentId))).toBe(true)
    const groups = new Set(demoTaxGroups.map((group) => group.id))
    expect(products.every((product) => groups.has(product.taxGroupId))).toBe(true)
    expect(ids.has(demoPolicy.unknownItemDepartmentId ?? 0)).toBe(true)
  })

  it('comes out of its source again as it is (skipped where the source is not at hand)', ({ skip }) => {
    if (!existsSync(source)) skip('The Complete Journey sample is not at hand.')
    const types = readProductTypes(rules('product-types.txt'))
    const lines = deriveCatalogue(readJourney(source), types, readLooseProducts(rules('loose-products.txt')))
    expect(writeCatalogue(lines)).toBe(text)
  })
})
