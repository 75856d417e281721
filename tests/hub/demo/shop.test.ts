import { Value } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { isVariableMeasurePattern } from '#core/barcode/variable-measure.ts'
import { policySchema } from '#core/catalogue/policy.ts'
import { findCurrency } from '#core/money/currency.ts'
import { operatorSchema } from '#core/staff/operator.ts'
import { taxGroupSchema } from '#core/tax/tax-group.ts'
import { demoCustomers } from '#hub/demo/customers.ts'
import { demoPolicy, demoTaxGroups } from '#hub/demo/shop.ts'
import { demoStaff } from '#hub/demo/staff.ts'

describe('the demo shop', () => {
  it('has a policy and taxes that tills take', () => {
    expect(Value.Check(policySchema, demoPolicy)).toBe(true)
    expect(demoPolicy.barcodePatterns.every(isVariableMeasurePattern)).toBe(true)
    expect(findCurrency(demoPolicy.currency)).toBeDefined()
    expect(demoTaxGroups.every((group) => Value.Check(taxGroupSchema, group))).toBe(true)
  })

  it('has staff with a number, a PIN and one owner of the API', () => {
    const operators = demoStaff.map((member) => ({ ...member.operator, pinVerifier: null }))
    expect(operators.every((operator) => Value.Check(operatorSchema, operator))).toBe(true)
    expect(new Set(operators.map((operator) => operator.id)).size).toBe(operators.length)
    expect(new Set(operators.map((operator) => operator.number)).size).toBe(operators.length)
    expect(new Set(demoStaff.map((member) => member.email)).size).toBe(operators.length)
    expect(demoStaff.every((member) => /^\d{4}$/u.test(member.pin))).toBe(true)
    expect(operators.map((operator) => operator.role)).toEqual(expect.arrayContaining(['clerk', 'manager', 'admin']))
    expect(demoStaff.find((member) => member.password !== null)).toMatchObject({
      email: 'admin@vendly.com',
      password: 'admin123',
      operator: { role: 'admin' },
    })
  })

  it('has two hundred customers who do not exist', () => {
    const customers = demoCustomers()
    expect(customers).toHaveLength(200)
    expect(demoCustomers()).toEqual(customers)
    for (const key of ['id', 'name', 'email', 'phone'] as const) {
      expect(new Set(customers.map((customer) => customer[key])).size).toBe(200)
    }
    expect(customers.every((customer) => customer.email.endsWith('@example.com'))).toBe(true)
    expect(customers.every((customer) => /^\d{3}-555-01\d\d$/u.test(customer.phone))).toBe(true)
  })
})
