import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { crc32 } from '#core/identity/crc32.ts'
import { receiptPrefix } from '#core/identity/device-name.ts'
import { enrolmentProof } from '#core/identity/enrolment-proof.ts'

const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('hex')
const token = new Uint8Array(16).fill(7)
const ends = { hubPin: 'aa'.repeat(32), devicePin: 'bb'.repeat(32) }

describe('the proof of an enrolment', () => {
  it('differs by role, by either key and by token', () => {
    const proofs = new Set([
      enrolmentProof('device', token, ends, hmac),
      enrolmentProof('hub', token, ends, hmac),
      enrolmentProof('device', token, { ...ends, hubPin: ends.devicePin }, hmac),
      enrolmentProof('device', token, { ...ends, devicePin: ends.hubPin }, hmac),
      enrolmentProof('device', new Uint8Array(16), ends, hmac),
    ])
    expect(proofs.size).toBe(5)
  })
})

describe('the prefix of receipts', () => {
  it('gains a letter with each device that replaces another', () => {
    expect([1, 2, 3, 26, 27, 28].map((generation) => receiptPrefix('T3', generation))).toEqual([
      'T3',
      'T3B',
      'T3C',
      'T3Z',
      'T3AA',
      'T3AB',
    ])
  })
})

describe('CRC-32', () => {
  it('gives the check value of the catalogue of CRCs', () => {
    expect(crc32(new Uint8Array(Buffer.from('123456789')))).toBe(0xcb_f4_39_26)
  })
})
