import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { SignatureCheck, Signer } from '#core/ports/signature.ts'

/** What stands before the 32 bytes of an Ed25519 key in DER PrivateKeyInfo (RFC 8410, section 7). */
const PRIVATE_KEY_INFO = Buffer.from('302e020100300506032b657004220420', 'hex')

const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex')

/** A key of its own, as a device has one; the same for the same name. */
export function signerOf(name: string): Signer {
  const seed = createHash('sha256').update(name).digest()
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_KEY_INFO, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  }
}

/** Ed25519 as Node has it. */
export const nodeSignatures: SignatureCheck = {
  keyIdOf,
  isSigned: (publicKey, text, signature) =>
    verify(
      null,
      Buffer.from(text),
      createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
      Buffer.from(signature, 'base64url'),
    ),
}
