import fc from 'fast-check'
import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { CASH_PIECES_MAX, cashCountSchema, countedMinor } from '#core/cash/cash-count.ts'
import { cashMovementSchema, drawerChangeMinor, type CashMovement } from '#core/cash/cash-movement.ts'

const movement: CashMovement = {
  movementId: '019aa0c0-0000-7000-8000-000000000001',
  kind: 'paid_out',
  amountMinor: 500,
  reason: 'Supplies',
  operatorId: 5,
  shiftId: '019aa0c0-0000-7000-8000-0000000000aa',
}

test('money that moves changes the drawer by its amount; a drawer that only opens by nothing', () => {
  expect(drawerChangeMinor({ kind: 'paid_in', amountMinor: 500 })).toBe(500)
  expect(drawerChangeMinor({ kind: 'paid_out', amountMinor: 500 })).toBe(-500)
  expect(drawerChangeMinor({ kind: 'drop', amountMinor: 500 })).toBe(-500)
  expect(drawerChangeMinor({ kind: 'no_sale', amountMinor: 0 })).toBe(0)
})

test('a movement has an amount that is not negative, and a reason', () => {
  expect(Check(cashMovementSchema, movement)).toBe(true)
  expect(Check(cashMovementSchema, { ...movement, authorisedBy: 2 })).toBe(true)
  expect(Check(cashMovementSchema, { ...movement, amountMinor: -1 })).toBe(false)
  expect(Check(cashMovementSchema, { ...movement, reason: '' })).toBe(false)
  expect(Check(cashMovementSchema, { ...movement, kind: 'refund' })).toBe(false)
})

test('coins and notes add up, in whatever order they are counted', () => {
  const anyCounts = fc.array(
    fc.record({ valueMinor: fc.integer({ min: 1, max: 100_000 }), pieces: fc.nat(CASH_PIECES_MAX) }),
    { maxLength: 24 },
  )
  fc.assert(
    fc.property(anyCounts, (counts) => {
      let sum = 0
      for (const { valueMinor, pieces } of counts) sum += valueMinor * pieces
      expect(countedMinor(counts)).toBe(sum)
      expect(countedMinor(counts.toReversed())).toBe(sum)
      expect(counts.every((count) => Check(cashCountSchema, count))).toBe(true)
    }),
  )
  expect(countedMinor([])).toBe(0)
})
