import { expect, test } from 'vitest'
import { discountReasonOf } from '#core/sale/discount-reason.ts'
import { discountedSale } from '#tests/core/sale/any-sale.ts'

const [line] = discountedSale.lines
if (line === undefined) throw new Error('The sale has a line.')

const own = { source: 'line' as const, id: null, amountMinor: 10 }
const offer = { source: 'promotion' as const, id: 3, amountMinor: 10 }

test.each([
  ['its own reason', [offer, own], { reason: 'Wrong shelf label', discountReason: 'Short date' }, 'Short date'],
  ['the one reason of an old entry', [own], { reason: 'Short date' }, 'Short date'],
  ['none', [own], {}, undefined],
  ['none where nobody gave one', [offer], { reason: 'Wrong shelf label' }, undefined],
] as const)('a discount of a person has %s', (_what, discounts, facts, expected) => {
  expect(discountReasonOf({ ...line, discounts: [...discounts], ...facts })).toBe(expected)
})
