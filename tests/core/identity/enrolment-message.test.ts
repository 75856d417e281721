import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { EnrolmentAnswer, EnrolmentRequest } from '#core/identity/enrolment-message.ts'

const request = { tokenId: 'ab'.repeat(16), proof: 'cd'.repeat(32) }
const answer = {
  proof: 'cd'.repeat(32),
  store: 'main',
  deviceId: '019aa0c0-0000-7000-8000-000000000001',
  deviceNumber: 3,
  name: 'T3',
  receiptPrefix: 'T3B',
  feedKey: `${'A'.repeat(59)}=`,
  mqttPort: 8883,
  httpsPort: 8443,
}

describe('an enrolment on the wire', () => {
  it('is a token’s id with a proof, and an answer with another', () => {
    expect(Check(EnrolmentRequest, request)).toBe(true)
    expect(Check(EnrolmentAnswer, answer)).toBe(true)
  })

  it.each([{ tokenId: 'AB'.repeat(16) }, { proof: 'cd' }, { token: 'secret' }])('asks nothing like %j', (change) => {
    expect(Check(EnrolmentRequest, { ...request, ...change })).toBe(false)
  })

  it.each([
    { deviceNumber: 0 },
    { deviceNumber: 9000 },
    { receiptPrefix: 't3' },
    { feedKey: 'short' },
    { mqttPort: 0 },
    { httpsPort: 70_000 },
    { store: 'Main Street' },
    { deviceId: 'T3' },
    { more: 1 },
  ])('answers nothing like %j', (change) => {
    expect(Check(EnrolmentAnswer, { ...answer, ...change })).toBe(false)
  })
})
