import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sale } from '#core/sale/sale.ts'
import { newUuid } from '#hub/ports/new-uuid.ts'
import {
  claimAs,
  exceptionKinds,
  openTwoTills,
  pieces,
  refundClaim,
  refundOf,
  type KnownTill,
} from '#tests/hub/claims/claims-fixture.ts'
import { closeSound, type TestHub } from '#tests/support/test-hub.ts'
import { testSale } from '#tests/support/test-till.ts'

let hub: TestHub
let till: KnownTill
let sale: Sale
beforeEach(async () => {
  sale = testSale(1, { count: 2 })
  ;({ hub, till } = await openTwoTills(sale))
})
afterEach(async () => closeSound(hub))

test('a manager sees what is open and gives it free, which the audit keeps', async () => {
  const reservationId = newUuid()
  await claimAs(hub, till.device, refundClaim(sale.saleId, [pieces(1, 2)]), reservationId)
  expect((await hub.ask('GET', '/api/v1/approvals', { as: 'manager' })).json).toEqual({
    items: [
      {
        id: reservationId,
        kind: 'refund',
        subject_id: 1_000_000_001,
        receipt_number: 'T1-000001',
        claimed: 500,
        device: 'T1',
        made_by: 3,
        made_at: '2026-11-20T12:00:00.000Z',
      },
    ],
  })
  const release = async (id: string, as: 'clerk' | 'manager' = 'manager') =>
    hub.ask('POST', `/api/v1/approvals/${id}/release`, { as })
  expect((await release(reservationId, 'clerk')).status).toBe(403)
  expect((await release(newUuid())).status).toBe(404)
  expect((await release(reservationId)).json).toEqual({ id: reservationId, status: 'released' })
  expect((await release(reservationId)).json).toMatchObject({ code: 'reservation_ended' })
  expect((await hub.ask('GET', '/api/v1/approvals')).json).toEqual({ items: [] })
  expect((await hub.ask('GET', '/api/v1/audit?type=security_event')).text).toContain(
    `released the reservation ${reservationId}: refund of 1000000001`,
  )
  // The till had it all the time: what it did is booked, and somebody looks at it.
  await till.send('refund_completed', refundOf(sale, [pieces(1, 2)], { reservationId }))
  expect(await exceptionKinds(hub)).toEqual(['reservation_released'])
})
