import { afterEach, beforeEach, expect, test } from 'vitest'
import { newUuid } from '#hub/ports/new-uuid.ts'
import { discountedSale } from '#tests/core/sale/any-sale.ts'
import { openTill, pieces, refundOf } from '#tests/hub/claims/claims-fixture.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTestHub()
})
afterEach(async () => closeSound(hub))

const sale = (receiptNumber: number) => ({
  ...discountedSale,
  saleId: newUuid(),
  receiptNumber,
  receiptLabel: `T1-00000${receiptNumber}`,
})

test('what went back, by kind, reason and person, on its own day', async () => {
  const till = await openTill(hub, 'T1', 1)
  const sales = [sale(1), sale(2), sale(3)] as const
  for (const sold of sales) await till.send('sale_completed', sold, '2026-11-18')
  const broken = refundOf(sales[0], [pieces(1, 1)], { reason: 'broken' })
  const wrong = refundOf(sales[1], [pieces(1, 2)], { reason: 'wrong item', kind: 'refund' })
  await till.send('refund_completed', broken, '2026-11-19')
  await till.send('refund_completed', { ...wrong, operatorId: 2 }, '2026-11-19')
  await till.send('refund_completed', refundOf(sales[2], [], { kind: 'void', reason: 'rung twice' }), '2026-11-20')
  const { json } = await hub.ask('GET', '/api/v1/reports/refunds?start_date=2026-11-18&end_date=2026-11-20')
  expect(json).toEqual({
    start_date: '2026-11-18',
    end_date: '2026-11-20',
    refunds: { count: 1, amount: 20.9 },
    returns: { count: 1, amount: 10.45 },
    voids: { count: 1, amount: 20.9 },
    by_reason: [
      { kind: 'refund', reason: 'wrong item', count: 1, amount: 20.9 },
      { kind: 'void', reason: 'rung twice', count: 1, amount: 20.9 },
      { kind: 'return', reason: 'broken', count: 1, amount: 10.45 },
    ],
    by_employee: [
      { kind: 'refund', user_id: 2, name: 'Mo Manager', employee_id: null, count: 1, amount: 20.9 },
      { kind: 'void', user_id: 3, name: 'Cleo Clerk', employee_id: null, count: 1, amount: 20.9 },
      { kind: 'return', user_id: 3, name: 'Cleo Clerk', employee_id: null, count: 1, amount: 10.45 },
    ],
  })
  const days = await hub.ask('GET', '/api/v1/reports/sales-by-day?start_date=2026-11-18&end_date=2026-11-20')
  expect(days.json).toEqual({
    data: [
      { date: '2026-11-18', count: 3, revenue: 62.7 },
      { date: '2026-11-19', count: 0, revenue: -31.35 },
      { date: '2026-11-20', count: -1, revenue: -20.9 },
    ],
  })
})

test('the taxes of each day to the cent: of sales, less those that went back', async () => {
  const till = await openTill(hub, 'T1', 1)
  const sold = sale(1)
  await till.send('sale_completed', sold, '2026-11-18')
  await till.send('sale_completed', sale(2), '2026-11-19')
  await till.send('refund_completed', refundOf(sold, [pieces(1, 1)]), '2026-11-19')
  const { json } = await hub.ask('GET', '/api/v1/reports/taxes?start_date=2026-11-18&end_date=2026-11-20')
  expect(json).toEqual({
    start_date: '2026-11-18',
    end_date: '2026-11-20',
    total_tax: 2.85,
    data: [
      { date: '2026-11-18', rate_id: 1, name: 'VAT', rate: '10%', subtotal: 19, tax: 1.9 },
      { date: '2026-11-19', rate_id: 1, name: 'VAT', rate: '10%', subtotal: 9.5, tax: 0.95 },
    ],
  })
})
