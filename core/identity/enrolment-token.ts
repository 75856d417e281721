import { assert } from '#core/errors/assert.ts'
import { decodeBase32, encodeBase32 } from '#core/identity/base32.ts'
import { crc32 } from '#core/identity/crc32.ts'
import type { HmacSha256 } from '#core/ports/hmac-sha256.ts'

/** Bytes in a token: 128 bits cannot be searched, not even offline. */
export const TOKEN_BYTES = 16

const TEXT_CHARACTERS = 32
const GROUP_CHARACTERS = 4
const ID_CHARACTERS = 32

// Lowest byte first, as CRC-32 is sent: only so does it find every short error that reaches from the token into it.
const checkBytes = (token: Uint8Array): Uint8Array => {
  const sum = crc32(token)
  return Uint8Array.of(sum & 255, (sum >>> 8) & 255, (sum >>> 16) & 255, sum >>> 24)
}

/**
 * A one-time token as a person types it: 32 base 32 characters in eight groups. 128 bits of token and 32 of CRC fill
 * them exactly, so any one wrong character and any two exchanged neighbours are found.
 */
export const formatToken = (token: Uint8Array): string => {
  assert(token.length === TOKEN_BYTES, 'A token has 16 bytes.')
  const text = encodeBase32(Uint8Array.of(...token, ...checkBytes(token)))
  const groups: string[] = []
  for (let at = 0; at < text.length; at += GROUP_CHARACTERS) groups.push(text.slice(at, at + GROUP_CHARACTERS))
  return groups.join('-')
}

/** Reads a typed token, whatever its case, blanks and hyphens; undefined when it has a typing mistake. */
export const parseToken = (text: string): Uint8Array | undefined => {
  const characters = text.replaceAll(/[\s-]/g, '')
  if (characters.length !== TEXT_CHARACTERS) return undefined
  const bytes = decodeBase32(characters)
  if (bytes === undefined) return undefined
  const token = bytes.slice(0, TOKEN_BYTES)
  return checkBytes(token).every((byte, at) => byte === bytes[TOKEN_BYTES + at]) ? token : undefined
}

/** What a device may say of its token in the open, so that the hub finds it among many: it gives nothing away. */
export const tokenId = (token: Uint8Array, hmacSha256: HmacSha256): string =>
  hmacSha256(token, 'vendly enrolment token id').slice(0, ID_CHARACTERS)
