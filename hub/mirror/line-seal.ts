import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

const KEY_BYTES = 32
/** NIST SP 800-38D: 96 bits, at random for at most 2^32 lines under one key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals what lies on a disk that others may carry away: entries with personal data, and the hub's keys. */
export interface LineSeal {
  /** AES-256-GCM, base64 on one line. */
  readonly seal: (text: string) => string
  /** Undefined for what was not sealed under this key, or not wholly written. */
  readonly open: (line: string) => string | undefined
  /** Tells whether another was made from the same secret, and nothing else about it. */
  readonly check: string
}

/** Makes the seal of the mirror from the setting ENCRYPTION_KEY. */
export function createLineSeal(encryptionKey: string): LineSeal {
  const key = Buffer.from(hkdfSync('sha256', encryptionKey, '', 'mirror', KEY_BYTES))
  return {
    check: createHmac('sha256', key).update('check').digest('hex').slice(0, 16),
    seal: (text) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return Buffer.concat(sealed).toString('base64')
    },
    open: (line) => {
      const bytes = Buffer.from(line, 'base64')
      if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined
      const nonce = bytes.subarray(0, NONCE_BYTES)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES))
        return Buffer.concat([text, decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}
