import { constants } from 'node:crypto'
import type { TLSSocket, TlsOptions } from 'node:tls'
import { spkiPin, type HubIdentity } from '#hub/devices/hub-identity.ts'

const HANDSHAKE_TIMEOUT_MS = 5_000 // a handshake with a slow till takes a tenth of it

/**
 * TLS 1.3 with a certificate from both sides. No authority signs device certificates: the caller compares the pin
 * (`peerPin`) before it reads a byte, and refuses a resumed session, which shows a certificate without a new proof.
 */
export const deviceTlsOptions = (
  identity: HubIdentity,
): TlsOptions & { minVersion: 'TLSv1.3'; requestCert: true; rejectUnauthorized: false } => ({
  key: identity.keyPem,
  cert: identity.certificatePem,
  minVersion: 'TLSv1.3',
  maxVersion: 'TLSv1.3',
  requestCert: true,
  rejectUnauthorized: false,
  handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
  // Answers are small, and a till waits for them: without this each would wait 40 ms for the till's TCP to acknowledge.
  noDelay: true,
  secureOptions: constants.SSL_OP_NO_TICKET,
})

/** The pin of the key that the other side proved to hold in this handshake; undefined without one. */
export const peerPin = (socket: TLSSocket): string | undefined => {
  const certificate = socket.getPeerX509Certificate()
  return certificate === undefined || socket.isSessionReused() ? undefined : spkiPin(certificate.publicKey)
}
