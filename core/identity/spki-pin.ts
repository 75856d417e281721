import { Type } from 'typebox'

/** The SHA-256 of a public key (DER SubjectPublicKeyInfo) as 64 lowercase hexadecimal digits: who the other side is. */
export const SpkiPin = Type.String({ pattern: '^[0-9a-f]{64}$' })
