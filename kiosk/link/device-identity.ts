import { createHash, createPublicKey, sign, X509Certificate, type KeyObject } from 'node:crypto'
import { selfSignedCertificate } from '#core/identity/self-signed-certificate.ts'
import type { Signer } from '#core/ports/signature.ts'

/** What the device shows to the hub in a TLS handshake. */
export interface DeviceIdentity {
  readonly keyPem: string
  readonly certificatePem: string
  readonly pin: string
  /** The same key, as it signs the journal. */
  readonly signer: Signer
}

/** The pin of a public key: SHA-256 of its DER SubjectPublicKeyInfo. */
export const spkiPin = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')

/** Ed25519 signs the same bytes the same way, so the certificate is made anew at each start and never stored. */
export const deviceIdentity = (key: KeyObject): DeviceIdentity => {
  const publicKey = createPublicKey(key)
  const certificate = selfSignedCertificate({
    commonName: 'vendly device',
    spki: publicKey.export({ type: 'spki', format: 'der' }),
    sign: (bytes) => sign(null, bytes, key),
  })
  const pin = spkiPin(publicKey)
  return {
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificatePem: new X509Certificate(certificate).toString(),
    pin,
    signer: {
      keyId: pin,
      publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      sign: (text) => sign(null, Buffer.from(text), key).toString('base64url'),
    },
  }
}
