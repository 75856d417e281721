import { afterEach, beforeEach, expect, test } from 'vitest'
import { exceptionKinds, openTill, type KnownTill } from '#tests/hub/claims/claims-fixture.ts'
import { closeSound, openTestHub, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

let hub: TestHub
let till: KnownTill
beforeEach(async () => {
  hub = await openTestHub()
  till = await openTill(hub, 'T1', 1)
})
afterEach(async () => closeSound(hub))

test.each([
  ['another currency than the shop’s', { currency: 'EUR' }],
  ['more points than its total earns', { loyalty: { pointsEarned: 1, pointsBurned: 0 } }],
])('a sale with %s is kept, and somebody gets to know', async (_what, more) => {
  await till.send('sale_completed', { ...testSale(1), ...more })
  expect(await exceptionKinds(hub)).toEqual(['sums_wrong'])
  expect((await hub.ask('GET', '/api/v1/sales/1000000001')).status).toBe(200)
})
