import { afterEach, beforeEach, expect, test } from 'vitest'
import { searchCustomers } from '#hub/customers/search-customers.ts'
import { saveTestCustomer } from '#tests/support/test-customer.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'

let hub: TestHub
beforeEach(async () => {
  hub = await openTestHub()
})
afterEach(async () => closeSound(hub))

interface Saved {
  readonly id: number
  readonly name: string
  readonly phone: string | null
  readonly cardNumber?: string
  readonly groupIds?: number[]
  readonly accountLimitMinor?: number
  readonly isActive?: boolean
}

const save = async (saved: Saved): Promise<void> =>
  saveTestCustomer(hub.journal, { loyaltyPoints: 10 * saved.id, ...saved })

const found = async (text: string): Promise<number[]> =>
  (await searchCustomers(hub.database.read, text)).map(({ id }) => id)

test('finds by a part of the name, in order of names', async () => {
  await save({ id: 1, name: 'Rosa Diaz', phone: null })
  await save({ id: 2, name: 'Carlos Diaz', phone: null })
  await save({ id: 3, name: 'Leo Young', phone: null })
  expect(await found('diaz')).toEqual([2, 1])
  expect(await found('Yo')).toEqual([3])
  expect(await found('nobody')).toEqual([])
})

test('takes the signs of a pattern as they are typed', async () => {
  await save({ id: 1, name: 'Rosa Diaz', phone: null })
  await save({ id: 2, name: '100% Rosa', phone: null })
  expect(await found('100%')).toEqual([2])
  expect(await found('%%')).toEqual([])
  expect(await found('R_sa')).toEqual([])
})

test('finds by the end of the phone, however it is written', async () => {
  await save({ id: 1, name: 'Rosa Diaz', phone: '+1 (212) 555-0142' })
  await save({ id: 2, name: 'Leo Young', phone: '718-555-0199' })
  expect(await found('0142')).toEqual([1])
  expect(await found('212 555 0142')).toEqual([1])
  expect(await found('(718) 555.0199')).toEqual([2])
  expect(await found('142')).toEqual([])
})

test('finds by the card, before any phone', async () => {
  await save({ id: 1, name: 'Rosa Diaz', phone: null, cardNumber: '9800000000017' })
  await save({ id: 2, name: 'Leo Young', phone: '9800000000017' })
  expect(await found('9800000000017')).toEqual([1])
})

test('the number of a card stands beside the journal, as the name does', async () => {
  await save({ id: 1, name: 'Rosa Diaz', phone: null, cardNumber: '9800000000017' })
  const audit = (await hub.ask('GET', '/api/v1/audit')).text
  expect(audit).toContain('customer_saved')
  expect(audit).not.toMatch(/9800000000017|Rosa/u)
})

test('does not find who is no customer any more', async () => {
  await save({ id: 1, name: 'Rosa Diaz', phone: '718-555-0199', isActive: false })
  expect(await found('Rosa')).toEqual([])
  expect(await found('0199')).toEqual([])
})

test('tells groups, points, credit and the last digits of the phone', async () => {
  await save({ id: 7, name: 'Rosa Diaz', phone: '718-555-0199', groupIds: [1, 2], accountLimitMinor: 5_000 })
  expect(await searchCustomers(hub.database.read, 'Rosa')).toEqual([
    { id: 7, name: 'Rosa Diaz', phoneEnd: '0199', groupIds: [1, 2], loyaltyPoints: 70, accountLeftMinor: 5_000 },
  ])
})

test('forgets an old phone', async () => {
  await save({ id: 1, name: 'Rosa Diaz', phone: '718-555-0199' })
  await save({ id: 1, name: 'Rosa Diaz', phone: null })
  expect(await found('0199')).toEqual([])
})
