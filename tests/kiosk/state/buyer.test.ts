import { expect, test } from 'vitest'
import { action, startSelling } from '#tests/support/tiny-till.ts'

const BUYER = action('buyer')

test('a business gives its name and tax id, and the basket holds them', () => {
  const till = startSelling()
  till.do('12⏎', BUYER, 'Acme Ltd⏎29ABC⏎5 Dock Road⏎')
  expect(till.state()).toMatchObject({ screen: { name: 'sell' }, notice: { key: 'buyer_kept' } })
  expect(till.state().basket?.buyer).toEqual({ name: 'Acme Ltd', taxId: '29ABC', address: ['5 Dock Road'] })
  till.do(BUYER, 'Bolt⏎X1⏎⏎')
  expect(till.state().basket?.buyer).toEqual({ name: 'Bolt', taxId: 'X1', address: [] })
  till.do(BUYER, '⏎')
  expect(till.state()).toMatchObject({ notice: { key: 'buyer_removed' } })
  expect(till.state().basket).not.toHaveProperty('buyer')
})

test('nothing is taken for a name or a tax id, and Escape forgets what was typed', () => {
  const till = startSelling()
  const before = till.do('12⏎').basket
  expect(till.do(BUYER, '⏎').notice?.key).toBe('type_buyer_first')
  expect(till.do('Acme⏎ ⏎').notice?.key).toBe('type_tax_id_first')
  expect(till.do(`${'9'.repeat(41)}⏎`).notice?.key).toBe('type_tax_id_first')
  expect(till.do('⎋')).toMatchObject({ screen: { name: 'sell' }, entry: '', basket: before })
})

test('who bought stands beside the sale when it is complete', () => {
  const till = startSelling()
  till.do('12⏎', BUYER, 'Acme Ltd⏎29ABC⏎⏎', '+⏎⏎')
  expect(till.state().screen).toMatchObject({ name: 'complete', buyer: { name: 'Acme Ltd', taxId: '29ABC' } })
  till.do('12⏎', '+⏎⏎')
  expect(till.state().screen).toMatchObject({ name: 'complete', buyer: undefined })
})
