import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { releaseRequestSchema, reservedSchema, reserveRequestSchema } from '#core/protocol/reserve.ts'
import {
  customerSearchRequestSchema,
  foundCustomersSchema,
  heldListSchema,
  heldPutRequestSchema,
  heldTakeRequestSchema,
  lookedUpSaleSchema,
  saleSearchRequestSchema,
} from '#core/protocol/store-requests.ts'
import { NOTHING_REFUNDED } from '#core/refund/refunded.ts'
import { discountedSale } from '#tests/core/sale/any-sale.ts'

const requestId = '019aa0c0-0000-7000-8000-0000000000aa'
const id = '019aa0c0-0000-7000-8000-0000000000ab'

describe('a request to reserve', () => {
  const request = {
    requestId,
    reservationId: id,
    claim: { kind: 'coupon', couponId: 3, saleId: id },
    operatorId: 1,
    head: { stream: id, seq: 7 },
  }

  it('names a claim of one of four kinds', () => {
    expect(Check(reserveRequestSchema, request)).toBe(true)
    const lines = [{ line: 1, quantity: { unit: 'piece', count: 1 } }]
    const refund = { kind: 'refund', refundKind: 'return', saleId: id, refundId: id, lines }
    expect(Check(reserveRequestSchema, { ...request, claim: refund })).toBe(true)
    expect(Check(reserveRequestSchema, { ...request, claim: { ...refund, lines: [] } })).toBe(false)
    expect(Check(reserveRequestSchema, { ...request, claim: { kind: 'gift', saleId: id } })).toBe(false)
    const points = { kind: 'points', customerId: 1, points: 0, saleId: id }
    expect(Check(reserveRequestSchema, { ...request, claim: points })).toBe(false)
    const account = { kind: 'account', customerId: 1, amountMinor: 1, saleId: id }
    expect(Check(reserveRequestSchema, { ...request, claim: account })).toBe(true)
  })

  it('is answered with the reservation, of a refund with what went back before', () => {
    expect(Check(reservedSchema, { reservationId: id, refunded: NOTHING_REFUNDED })).toBe(true)
    expect(Check(reservedSchema, { reservationId: 'x' })).toBe(false)
    expect(Check(releaseRequestSchema, { requestId, reservationId: id })).toBe(true)
    expect(Check(releaseRequestSchema, { requestId })).toBe(false)
  })
})

describe('what a till asks of the store', () => {
  it('is found by a text of two characters or more', () => {
    expect(Check(saleSearchRequestSchema, { requestId, by: 'card', text: '4242' })).toBe(true)
    expect(Check(saleSearchRequestSchema, { requestId, by: 'age', text: '4242' })).toBe(false)
    expect(Check(customerSearchRequestSchema, { requestId, text: 'Di' })).toBe(true)
    expect(Check(customerSearchRequestSchema, { requestId, text: 'D' })).toBe(false)
  })

  it('is a sale with what went back of it, or customers', () => {
    expect(Check(lookedUpSaleSchema, { sale: discountedSale, status: 'completed', refunded: NOTHING_REFUNDED })).toBe(
      true,
    )
    expect(Check(lookedUpSaleSchema, { sale: discountedSale, status: 'completed' })).toBe(false)
    const customer = { id: 1, name: 'Rosa Diaz', phoneEnd: '0142', groupIds: [], loyaltyPoints: 0 }
    expect(Check(foundCustomersSchema, { customers: [customer] })).toBe(true)
    expect(Check(foundCustomersSchema, { customers: Array.from({ length: 21 }, () => customer) })).toBe(false)
  })

  it('is a basket that was set aside', () => {
    const held = {
      heldBasketId: id,
      operatorName: 'Maya',
      heldAt: '2026-03-01T10:00:00.000Z',
      lineCount: 1,
      totalMinor: 5,
    }
    expect(Check(heldPutRequestSchema, { requestId, ...held, basket: '{}' })).toBe(true)
    expect(Check(heldPutRequestSchema, { requestId, ...held })).toBe(false)
    expect(Check(heldListSchema, { held: [{ ...held, tillName: 'T1' }] })).toBe(true)
    expect(Check(heldTakeRequestSchema, { requestId, heldBasketId: id })).toBe(true)
    expect(Check(heldTakeRequestSchema, { requestId, heldBasketId: '' })).toBe(false)
  })
})
