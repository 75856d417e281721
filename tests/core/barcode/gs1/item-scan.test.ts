import { describe, expect, it } from 'vitest'
import { itemAttributes } from '#core/barcode/gs1/item-attributes.ts'
import { itemMeasures } from '#core/barcode/gs1/item-measures.ts'
import { itemScan } from '#core/barcode/gs1/item-scan.ts'
import { currencyOf } from '#core/money/currency.ts'

const today = '2026-11-25'
const elementsOf = (text: string) =>
  Array.from(text.matchAll(/\((\d+)\)([^(]*)/gu), ([, ai = '', value = '']) => ({ ai, value }))
const measuresOf = (text: string, currency = 'EUR') => itemMeasures(elementsOf(text), currencyOf(currency))

describe('the weight of a piece', () => {
  it.each([
    ['(3100)000012', 12_000],
    ['(3101)000012', 1200],
    ['(3102)000012', 120],
    ['(3103)000012', 12],
    ['(3104)000012', 1],
    ['(3104)000015', 2],
    ['(3105)000149', 1],
    ['(3105)000150', 2],
    ['(3103)099999', 99_999],
    ['(3200)000001', 454],
    ['(3202)000123', 558],
    ['(3203)001000', 454],
    ['(3560)000001', 31],
    ['(3561)000010', 31],
    ['(3562)001000', 311],
    // Gross weight, length and whatever else is no net weight.
    ['(3303)000012', undefined],
    ['(3113)000012', undefined],
    ['(310)000012', undefined],
    ['(01)04006381333931', undefined],
  ])('%s is %s g', (text, weightGrams) => {
    expect(measuresOf(text)).toStrictEqual(weightGrams === undefined ? {} : { weightGrams })
  })

  it.each(['(3103)000000', '(3104)000004', '(3103)100000', '(3100)000100', '(3200)999999'])('%s is refused', (text) => {
    expect(measuresOf(text)).toBe('quantity_out_of_range')
  })
})

describe('the price of a piece', () => {
  it.each([
    ['(3922)0299', 'EUR', 299],
    ['(3920)3', 'EUR', 300],
    ['(3921)35', 'EUR', 350],
    ['(3923)2990', 'EUR', 299],
    ['(3923)2990', 'KWD', 2990],
    ['(3920)299', 'JPY', 299],
    ['(3922)29900', 'JPY', 299],
    ['(3920)12345678901234', 'EUR', 1_234_567_890_123_400],
    ['(3932)9780299', 'EUR', 299],
    ['(3932)8400299', 'USD', 299],
    ['(3932)8400299', 'EUR', undefined],
    ['(3932)9780299(3922)100', 'EUR', 299],
    ['(3932)8400299(3922)100', 'EUR', 100],
    // Amounts of a payment slip, and prices of a unit, are none of a piece.
    ['(3902)0299', 'EUR', undefined],
    ['(3912)9780299', 'EUR', undefined],
    ['(3952)000299', 'EUR', undefined],
    ['(8005)000299', 'EUR', undefined],
  ])('%s in %s is %s', (text, currency, priceMinor) => {
    expect(measuresOf(text, currency)).toStrictEqual(priceMinor === undefined ? {} : { priceMinor })
  })

  it.each([
    ['(3922)000', 'EUR'],
    ['(3923)2995', 'EUR'],
    ['(3921)2995', 'JPY'],
    ['(3920)999999999999999', 'EUR'],
    ['(3932)978000', 'EUR'],
  ])('%s in %s is refused', (text, currency) => {
    expect(measuresOf(text, currency)).toBe('price_out_of_range')
  })

  it('stands beside the weight', () => {
    expect(measuresOf('(3103)000250(3922)299')).toStrictEqual({ weightGrams: 250, priceMinor: 299 })
  })
})

describe('what is said of an item', () => {
  it.each([
    ['(01)04006381333931', undefined],
    ['(10)A', { lot: 'A' }],
    ['(21)B', { serial: 'B' }],
    ['(17)261200', { expiryDate: '2026-12-31' }],
    ['(7003)2612312359', { expiryDate: '2026-12-31' }],
    ['(17)261230(7003)2612312359', { expiryDate: '2026-12-30' }],
    ['(17)270101(7003)2612312359', { expiryDate: '2026-12-31' }],
    ['(16)261231', { sellByDate: '2026-12-31' }],
    ['(15)261231', { bestBeforeDate: '2026-12-31' }],
    ['(11)261231(13)261231', undefined],
    ['(17)261331', undefined],
  ])('%s', (text, expected) => {
    expect(itemAttributes(elementsOf(text), today)).toStrictEqual(expected)
  })
})

describe('an item of GS1 data', () => {
  const scanOf = (text: string) => itemScan(elementsOf(text), { today, currency: currencyOf('EUR') })

  it('is refused where free text is a card’s number, and not where GS1 gave the number', () => {
    const refused = { kind: 'rejected', reason: 'card_number_refused' }
    expect(scanOf('(01)04006381333931(10)4111111111111111')).toEqual(refused)
    expect(scanOf('(99)4111 1111 1111 1111')).toEqual(refused)
    expect(scanOf('(30)1(402)41111111111111111(01)04006381333931')).toMatchObject({ kind: 'gtin' })
  })

  it('has a key other than a GTIN', () => {
    expect(scanOf('(02)04006381333931(37)12')).toMatchObject({ kind: 'gs1', text: '(02)04006381333931(37)12' })
  })

  it('is refused by its weight or price', () => {
    expect(scanOf('(01)04006381333931(3103)000000')).toEqual({ kind: 'rejected', reason: 'quantity_out_of_range' })
  })
})
