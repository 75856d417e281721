import { createPublicKey, verify } from 'node:crypto'

/** Checks what the hub signed: `feedKey` is the key of the enrolment (SPKI, base64), signatures are base64url. */
export const hubSignatureCheck = (feedKey: string): ((text: string, signature: string) => boolean) => {
  const key = createPublicKey({ key: Buffer.from(feedKey, 'base64'), format: 'der', type: 'spki' })
  return (text, signature) => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'))
}
