import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatEnrolmentCode, parseEnrolmentCode } from '#core/identity/enrolment-code.ts'
import { formatToken } from '#core/identity/enrolment-token.ts'

const token = Uint8Array.from({ length: 16 }, (_, at) => at)
const hubPin = 'ab'.repeat(32)

describe('the enrolment code', () => {
  it('carries token, pin and addresses', () => {
    const code = { token, hubPin, addresses: ['192.168.7.2:8443', '[fe80::1]:8443', 'hub.local:8443'] }
    expect(formatEnrolmentCode(code)).toMatch(/^vendly:[0-9A-Z-]{39}\?pin=[0-9a-f]{64}&at=/)
    expect(parseEnrolmentCode(` ${formatEnrolmentCode(code)}\n`)).toEqual(code)
  })

  it('may be the typed token alone', () => {
    expect(parseEnrolmentCode(formatToken(token))).toEqual({ token, addresses: [] })
    expect(parseEnrolmentCode(formatEnrolmentCode({ token, addresses: [] }))).toEqual({ token, addresses: [] })
  })

  it.each([
    `vendly:${formatToken(token)}?pin=12`,
    `vendly:${formatToken(token)}?at=no-port`,
    `vendly:${formatToken(token)}?at=${Array.from({ length: 9 }, () => 'a:1').join(',')}`,
    `vendly:${formatToken(token)}?at=${'a'.repeat(2000)}:1`,
    'vendly:',
    '',
  ])('refuses %j', (text) => {
    expect(parseEnrolmentCode(text)).toBeUndefined()
  })

  it('never throws on anything scanned', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseEnrolmentCode(text)).toBeUndefined()
      }),
    )
  })
})
