import { argon2Sync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPin, makePinVerifier, type Argon2id } from '#core/staff/pin-verifier.ts'
import { accepted } from '#tests/core/sale/any-sale.ts'

const salt = 'ab'.repeat(16)

const realArgon2id: Argon2id = (text, saltHex, { memoryKib, passes }) =>
  argon2Sync('argon2id', {
    message: text,
    nonce: Buffer.from(saltHex, 'hex'),
    parallelism: 1,
    tagLength: 32,
    memory: memoryKib,
    passes,
  }).toString('hex')

/** Quick and one to one: where only the form of a verifier matters. */
const quickArgon2id: Argon2id = (text, saltHex, { memoryKib, passes }) =>
  Buffer.from(`${text}:${saltHex.slice(0, 6)}:${memoryKib}:${passes}`)
    .toString('hex')
    .padEnd(64, '0')

describe('a PIN', () => {
  it('fits its verifier and no other, by the real Argon2id', () => {
    const verifier = accepted(makePinVerifier('4711', salt, realArgon2id))
    expect(verifier).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$(?:ab){16}\$[0-9a-f]{64}$/u)
    expect(checkPin('4711', verifier, realArgon2id)).toBe(true)
    expect(checkPin('4712', verifier, realArgon2id)).toBe(false)
  })

  it('is four to eight digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{4,8}$/u), fc.stringMatching(/^\d{4,8}$/u), (pin, other) => {
        const verifier = accepted(makePinVerifier(pin, salt, quickArgon2id))
        expect(checkPin(pin, verifier, quickArgon2id)).toBe(true)
        expect(checkPin(other, verifier, quickArgon2id)).toBe(other === pin)
      }),
    )
  })

  it.each(['', '123', '123456789', '12a4', ' 1234', '1234\n', '١٢٣٤'])('is not %j', (pin) => {
    expect(makePinVerifier(pin, salt, quickArgon2id)).toMatchObject({ code: 'text_invalid' })
    const verifier = accepted(makePinVerifier('1234', salt, quickArgon2id))
    expect(checkPin(pin, verifier, () => verifier.slice(-64))).toBe(false)
  })

  it('is reckoned at the cost that its verifier names', () => {
    const costs: unknown[] = []
    const verifier = `$argon2id$v=19$m=8,t=3,p=1$${salt}$${'0'.repeat(64)}`
    const isRight = checkPin('1234', verifier, (text, saltHex, cost) => {
      costs.push([text, saltHex, cost])
      return '0'.repeat(64)
    })
    expect(isRight).toBe(true)
    expect(costs).toEqual([['1234', salt, { memoryKib: 8, passes: 3 }]])
  })
})

describe('a malformed verifier', () => {
  it.each([
    '',
    'x',
    `$argon2i$v=19$m=8,t=3,p=1$${salt}$${'0'.repeat(64)}`,
    `$argon2id$v=16$m=8,t=3,p=1$${salt}$${'0'.repeat(64)}`,
    `$argon2id$v=19$m=8,t=3,p=2$${salt}$${'0'.repeat(64)}`,
    `$argon2id$v=19$m=8,t=3,p=1$${salt.slice(2)}$${'0'.repeat(64)}`,
    `$argon2id$v=19$m=8,t=3,p=1$${salt}$${'0'.repeat(63)}`,
    `$argon2id$v=19$m=99999999,t=3,p=1$${salt}$${'0'.repeat(64)}`,
    ` $argon2id$v=19$m=8,t=3,p=1$${salt}$${'0'.repeat(64)}`,
    `$argon2id$v=19$m=8,t=3,p=1$${salt}$${'0'.repeat(64)}\n`,
  ])('fits no PIN: %j', (verifier) => {
    expect(checkPin('1234', verifier, () => '0'.repeat(64))).toBe(false)
  })
})
