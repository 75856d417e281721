import { createPublicKey, sign, type KeyObject } from 'node:crypto'
import type { Signer } from '#core/ports/signature.ts'
import { spkiPin } from '#hub/devices/hub-identity.ts'

/** Signs the catalogue, so that a till believes nobody but its hub, whichever broker carried it; and the hub's journal. */
export type FeedSigner = Signer

export const feedSigner = (key: KeyObject): FeedSigner => {
  const publicKey = createPublicKey(key)
  return {
    keyId: spkiPin(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
  }
}
