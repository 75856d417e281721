import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12 // NIST SP 800-38D: the length that GCM is made for
const TAG_BYTES = 16
const ALGORITHM = 'aes-256-gcm'

/** Encrypts a token (AES-256-GCM) for the time that it waits in the database; `key` has 32 bytes, `id` is bound to it. */
export const sealToken = (key: Uint8Array, id: string, token: Uint8Array): string => {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(id))
  const text = Buffer.concat([cipher.update(token), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')
}

/** Opens what `sealToken` closed; throws when key or id are others. */
export const openToken = (key: Uint8Array, id: string, sealed: string): Uint8Array => {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(id))
    .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  return Uint8Array.from([...decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), ...decipher.final()])
}
