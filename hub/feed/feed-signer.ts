import { createPublicKey, sign, type KeyObject } from 'node:crypto'

/** Signs the catalogue, so that a till believes nobody but its hub, whichever broker carried it. */
export interface FeedSigner {
  /** Ed25519 over the UTF-8 bytes of `text`, base64url. */
  readonly sign: (text: string) => string
  /** The key to check with: SPKI, base64. */
  readonly publicKey: string
}

export const feedSigner = (key: KeyObject): FeedSigner => ({
  sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  publicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
})
