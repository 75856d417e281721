import { createHash, createPublicKey, verify } from 'node:crypto'
import type { SignatureCheck } from '#core/ports/signature.ts'

/** Ed25519 as Node has it. Keys and signatures come from outside: what is none has signed nothing. */
export const signatures: SignatureCheck = {
  keyIdOf: (publicKey) => createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex'),
  isSigned: (publicKey, text, signature) => {
    try {
      const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
      return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
    } catch {
      return false
    }
  },
}
