import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { splitRange } from '#hub/reports/split-range.ts'
import { openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { enrolTestDevice, testSale, TestStream } from '#tests/support/test-till.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
  await hub.ask('POST', '/api/v1/products', { body: { name: 'Thing', price: 2.5 } })
  const stream = new TestStream(await enrolTestDevice(hub.journal, 'T1', 1))
  const days = ['2026-08-31', '2026-09-01', '2026-09-30', '2026-10-15', '2026-11-01', '2026-11-20']
  for (const [index, date] of days.entries())
    stream.add('sale_completed', testSale(index + 1, { count: index + 1 }), date)
  await stream.send(hub.journal)
})
afterAll(() => hub.close())

const summary = async (query: string) => (await hub.ask('GET', `/api/v1/reports/summary?${query}`)).json

test('sums of days and whole months, both ends counted', async () => {
  expect(await summary('start_date=2026-08-31&end_date=2026-11-20')).toMatchObject({
    total_sales: 6,
    total_revenue: 52.5,
    items_sold: 21,
    average_sale: 8.75,
    top_products: [{ id: 1, name: 'Thing', quantity: 21, revenue: 52.5 }],
  })
  expect(await summary('start_date=2026-09-01&end_date=2026-09-30')).toMatchObject({
    total_sales: 2,
    top_products: [{ quantity: 5 }],
  })
  expect(await summary('start_date=2026-09-02&end_date=2026-09-29')).toMatchObject({ total_sales: 0, top_products: [] })
})

test('without dates: the last thirty days of the shop’s calendar', async () => {
  expect(await summary('')).toMatchObject({ start_date: '2026-10-21', end_date: '2026-11-20', total_sales: 2 })
})

test('a range the wrong way round is empty', async () => {
  expect(await summary('start_date=2026-11-20&end_date=2026-08-31')).toMatchObject({ total_sales: 0, top_products: [] })
})

test.each(['2026-02-30', '2026-13-01', '20261101', 'yesterday'])('the date %s is refused', async (date) => {
  expect((await hub.ask('GET', `/api/v1/reports/summary?start_date=${date}`)).status).toBe(422)
})

test('by day', async () => {
  const { json } = await hub.ask('GET', '/api/v1/reports/sales-by-day?start_date=2026-09-30&end_date=2026-11-01')
  expect(json).toEqual({
    data: [
      { date: '2026-09-30', count: 1, revenue: 7.5 },
      { date: '2026-10-15', count: 1, revenue: 10 },
      { date: '2026-11-01', count: 1, revenue: 12.5 },
    ],
  })
})

const DAY_MS = 86_400_000
const dateOf = (day: number): string => new Date(Date.UTC(2026, 0, 1) + day * DAY_MS).toISOString().slice(0, 10)

test('every day of a range is in exactly one of its parts, and no other day is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 800 }), (first, second) => {
      const [from, to] = [dateOf(Math.min(first, second)), dateOf(Math.max(first, second))]
      const parts = splitRange(from, to)
      for (let day = -40; day < 840; day += 1) {
        const date = dateOf(day)
        const month = date.slice(0, 7)
        const count = [
          date >= parts.headFrom && date <= parts.headTo,
          month >= parts.monthFrom && month <= parts.monthTo,
          date >= parts.tailFrom && date <= parts.tailTo,
        ].filter(Boolean).length
        expect([date, count]).toEqual([date, date >= from && date <= to ? 1 : 0])
      }
    }),
    { numRuns: 50 },
  )
})
