import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { entryBodies } from '#core/journal/entry-bodies.ts'
import type { Sale } from '#core/sale/sale.ts'
import { verifySale } from '#core/sale/verify-sale.ts'
import { demoCustomers } from '#hub/demo/customers.ts'
import { demoHistory, type HistoryFact } from '#hub/demo/history.ts'
import { openingStock } from '#hub/demo/opening-stock.ts'
import { demoPolicy, demoProducts, demoTaxGroups } from '#hub/demo/shop.ts'
import { demoStaff } from '#hub/demo/staff.ts'

const products = demoProducts()

const plan = {
  products,
  taxGroups: demoTaxGroups,
  policy: demoPolicy,
  operators: demoStaff.filter(({ operator }) => operator.role === 'clerk').map(({ operator }) => operator),
  customerCount: demoCustomers().length,
  lastDate: '2026-03-31',
  days: 90,
  salesPerDay: 25,
  seed: 1,
}

const facts = [...demoHistory(plan)]
const sales = facts.flatMap((fact): Sale[] => (fact.type === 'sale_completed' ? [fact.body] : []))
const sumOf = (list: readonly Sale[]) => list.reduce((sum, sale) => sum + sale.totals.totalMinor, 0)

describe('the history of the retired till', { timeout: 30_000 }, () => {
  it('is always the same, and another for another seed', () => {
    expect([...demoHistory(plan)]).toEqual(facts)
    expect([...demoHistory({ ...plan, seed: 2, days: 1 })]).not.toEqual([...demoHistory({ ...plan, days: 1 })])
  })

  it('is ninety days of a small shop', () => {
    expect(new Set(facts.map((fact) => fact.businessDate)).size).toBe(90)
    expect(facts[0]?.businessDate).toBe('2026-01-01')
    expect(sales.length).toBeGreaterThan(1_900)
    expect(sales.length).toBeLessThan(2_600)
    const averageMinor = sumOf(sales) / sales.length
    expect(averageMinor).toBeGreaterThan(800)
    expect(averageMinor).toBeLessThan(5_000)
    const onWeekday = (weekday: number) =>
      facts.filter((fact) => fact.type === 'sale_completed' && new Date(fact.businessDate).getUTCDay() === weekday)
        .length
    expect(onWeekday(0)).toBeGreaterThan(onWeekday(2))
  })

  it('is what the journal takes', () => {
    const wrong = facts.filter((fact) => !Value.Check(entryBodies[fact.type], fact.body))
    expect(wrong).toEqual([])
  })

  it('adds up, sale by sale', () => {
    expect(sales.flatMap((sale) => verifySale(sale))).toEqual([])
    expect(sales.map((sale) => sale.receiptNumber)).toEqual(sales.map((_, index) => index + 1))
    const kinds = new Set(sales.flatMap((sale) => sale.tenders.map((tender) => tender.kind)))
    expect(kinds).toEqual(new Set(['cash', 'card']))
  })

  it('closes each shift with the sums of its sales', () => {
    const closes = facts.flatMap((fact) => (fact.type === 'shift_closed' ? [fact.body] : []))
    expect(closes).toHaveLength(180)
    for (const close of closes) {
      const own = sales.filter((sale) => sale.shiftId === close.shiftId)
      expect(close.totals).toMatchObject({ saleCount: own.length, grossMinor: sumOf(own) })
      expect(close.totals.cashMinor + close.totals.cardMinor).toBe(sumOf(own))
    }
    expect(closes.some((close) => close.differenceMinor !== 0)).toBe(true)
  })

  it('rises in time, keeps the shop open from eight to ten, and has no id twice', () => {
    expect(facts.every((fact, index) => fact.atMs >= (facts[index - 1]?.atMs ?? 0))).toBe(true)
    const hourOf = (fact: HistoryFact) =>
      Number(new Date(fact.atMs).toLocaleString('en-GB', { timeZone: demoPolicy.timeZone, hour: '2-digit' }))
    expect(facts.every((fact) => hourOf(fact) >= 8 && hourOf(fact) <= 22)).toBe(true)
    expect(new Set(sales.map((sale) => sale.saleId)).size).toBe(sales.length)
  })

  it('leaves something of everything on the shelf', () => {
    const stock = openingStock(products, sales, 1)
    expect(stock).toHaveLength(products.length)
    const left = new Map(stock.map((movement) => [movement.productId, movement.change]))
    for (const sale of sales) {
      for (const { productId, quantity } of sale.lines) {
        const gone = quantity.unit === 'piece' ? quantity.count : quantity.weightGrams
        left.set(productId ?? 0, (left.get(productId ?? 0) ?? 0) - gone)
      }
    }
    expect([...left.values()].every((level) => level >= 4)).toBe(true)
  })
})
