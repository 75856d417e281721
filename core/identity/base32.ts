import { assert } from '#core/errors/assert.ts'

// Crockford's base 32: no I, L, O or U, so that nothing on a printed slip is mistaken for something else.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BITS_PER_CHARACTER = 5
const BITS_PER_BYTE = 8

const readAs: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' }

/** Writes bytes, a multiple of five of them, as Crockford base 32 without padding. */
export const encodeBase32 = (bytes: Uint8Array): string => {
  assert(bytes.length % BITS_PER_CHARACTER === 0, 'Base 32 without padding takes a multiple of five bytes.')
  let text = ''
  let bits = 0
  let waiting = 0
  for (const byte of bytes) {
    bits = (bits << BITS_PER_BYTE) | byte
    waiting += BITS_PER_BYTE
    for (; waiting >= BITS_PER_CHARACTER; waiting -= BITS_PER_CHARACTER) {
      text += alphabet.charAt((bits >>> (waiting - BITS_PER_CHARACTER)) & 31)
    }
    bits &= (1 << waiting) - 1
  }
  return text
}

/** Reads Crockford base 32 in either case, O as 0, I and L as 1; undefined when a character is none of its own. */
export const decodeBase32 = (text: string): Uint8Array | undefined => {
  const bytes: number[] = []
  let bits = 0
  let waiting = 0
  for (const character of text.toUpperCase()) {
    const value = alphabet.indexOf(readAs[character] ?? character)
    if (value < 0) return undefined
    bits = (bits << BITS_PER_CHARACTER) | value
    waiting += BITS_PER_CHARACTER
    if (waiting >= BITS_PER_BYTE) {
      waiting -= BITS_PER_BYTE
      bytes.push((bits >>> waiting) & 255)
    }
    bits &= (1 << waiting) - 1
  }
  return Uint8Array.from(bytes)
}
