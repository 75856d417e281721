import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { SignatureCheck, Signer } from '#core/ports/signature.ts'

const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex')

/** A key of its own, as a device has one. */
export function newSigner(): Signer {
  const pair = generateKeyPairSync('ed25519')
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), pair.privateKey).toString('base64url'),
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
