import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatToken, parseToken, tokenId } from '#core/identity/enrolment-token.ts'

const token = fc.uint8Array({ minLength: 16, maxLength: 16 })
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

describe('the text of a token', () => {
  it('is 32 characters in eight groups and reads back', () => {
    fc.assert(
      fc.property(token, (bytes) => {
        const text = formatToken(bytes)
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/)
        expect(parseToken(text)).toEqual(bytes)
      }),
    )
  })

  it('reads what people type: small letters, blanks, O for 0, l for 1', () => {
    const text = formatToken(new Uint8Array(16).fill(0))
    expect(parseToken(text.toLowerCase().replaceAll('0', 'o').replaceAll('-', ' '))).toEqual(new Uint8Array(16))
  })

  it('finds every single wrong character and every exchanged pair of neighbours', () => {
    fc.assert(
      fc.property(token, (bytes) => {
        const text = formatToken(bytes).replaceAll('-', '')
        for (let at = 0; at < text.length; at += 1) {
          for (const other of alphabet) {
            const wrong = text.slice(0, at) + other + text.slice(at + 1)
            expect(parseToken(wrong) === undefined).toBe(wrong !== text)
          }
          const pair = text.slice(at, at + 2)
          const swapped = text.slice(0, at) + pair.split('').toReversed().join('') + text.slice(at + 2)
          expect(parseToken(swapped) === undefined).toBe(swapped !== text)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('refuses a wrong length and foreign characters without throwing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseToken(text)).toBeUndefined()
      }),
    )
    expect(parseToken(`${'0'.repeat(31)}U`)).toBeUndefined()
  })
})

describe('the id of a token', () => {
  it('is 32 hexadecimal digits that differ between tokens', () => {
    const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('hex')
    const one = tokenId(new Uint8Array(16).fill(1), hmac)
    expect(one).toMatch(/^[0-9a-f]{32}$/)
    expect(tokenId(new Uint8Array(16).fill(2), hmac)).not.toBe(one)
  })
})
