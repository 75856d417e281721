import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { PIN_ATTEMPTS_MAX, operatorSchema, type Operator } from '#core/staff/operator.ts'

const operator: Operator = { id: 1, number: 1, name: 'Asha', role: 'clerk', pinVerifier: null, isActive: true }

describe('an operator', () => {
  it.each(['clerk', 'manager', 'admin'])('may be %s', (role) => {
    expect(Check(operatorSchema, { ...operator, role })).toBe(true)
  })

  it.each([{ role: 'cashier' }, { number: 0 }, { number: 10_000 }, { name: '' }, { name: 'x'.repeat(101) }, { id: 0 }])(
    'is not %j',
    (change) => {
      expect(Check(operatorSchema, { ...operator, ...change })).toBe(false)
    },
  )

  it('has five tries', () => {
    expect(PIN_ATTEMPTS_MAX).toBe(5)
  })
})
