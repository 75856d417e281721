import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { rekeyRequestSchema, rekeyText } from '#core/identity/rekey.ts'
import { counterSignedText } from '#core/journal/anchor.ts'
import { nodeSignatures, signerOf } from '#tests/core/journal/node-signer.ts'

const signer = signerOf('T1')
const signature = signer.sign(rekeyText('device-1', signer.keyId))

test('a new key signs for itself and its device, and for nothing else', () => {
  const { publicKey, keyId } = signer
  expect(Check(rekeyRequestSchema, { publicKey, signature })).toBe(true)
  expect(nodeSignatures.isSigned(publicKey, rekeyText('device-1', keyId), signature)).toBe(true)
  expect(nodeSignatures.isSigned(publicKey, rekeyText('device-2', keyId), signature)).toBe(false)
  expect(nodeSignatures.isSigned(publicKey, rekeyText('device-1', signerOf('T2').keyId), signature)).toBe(false)
})

test.each([
  ['no signature', { publicKey: signer.publicKey }],
  ['a key of another length', { publicKey: `${signer.publicKey}AAAA`, signature }],
  ['more than it takes', { publicKey: signer.publicKey, signature, deviceId: 'device-1' }],
])('a request with %s does not fit', (_what, request) => {
  expect(Check(rekeyRequestSchema, request)).toBe(false)
})

test('what a hub signs of an anchor is no request for a key, and does not hold its own signature', () => {
  const { keyId, publicKey } = signer
  const place = { stream: '0197f9a0-0000-7000-8000-000000000001', seq: 7, hash: 'a'.repeat(64), keyId, publicKey }
  const text = counterSignedText({ ...place, signature })
  expect(text).toBe(counterSignedText(place))
  expect(text.startsWith('vendly counter-signature 1\n')).toBe(true)
  expect(text).not.toContain(signature)
  expect(counterSignedText({ ...place, seq: 8 })).not.toBe(text)
})
