import type { TLSSocket } from 'node:tls'
import { spkiPin, type DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { LinkError } from '#kiosk/link/link-error.ts'

const CONNECT_TIMEOUT_MS = 5_000

/** Where the hub listens, and which key it must show. */
export interface HubEndpoint {
  readonly host: string
  readonly port: number
  /** Undefined only while enrolling by a typed token: then the proofs tell who the hub is. */
  readonly pin: string | undefined
}

/** A connection whose other end has proved to hold `hubPin`. */
export interface PinnedConnection {
  readonly socket: TLSSocket
  readonly hubPin: string
}

const shownPin = (socket: TLSSocket): string | undefined => {
  const certificate = socket.getPeerX509Certificate()
  // A resumed session shows the old certificate without a new proof of its key.
  return certificate === undefined || socket.isSessionReused() ? undefined : spkiPin(certificate.publicKey)
}

/**
 * Connects by TLS 1.3 and compares the hub's key with its pin. With `rejectUnauthorized: false` Node checks nothing
 * itself, so the socket is handed out only after the comparison: no byte of ours is written before.
 */
export const connectPinned = async (endpoint: HubEndpoint, identity: DeviceIdentity): Promise<PinnedConnection> =>
  new Promise((resolve, reject) => {
    const { host, port, pin } = endpoint
    // Loaded when it is first needed: a till shows its first screen 10 ms of CPU sooner.
    const { connect } = process.getBuiltinModule('node:tls')
    const socket = connect({
      host,
      port,
      key: identity.keyPem,
      cert: identity.certificatePem,
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      rejectUnauthorized: false,
      // An address has no name to indicate, and nobody checks names here.
      servername: '',
    })
    const onTimeout = (): void => fail(new LinkError('timed_out', 'The hub did not answer in time.'))
    const onError = (cause: unknown): void =>
      fail(new LinkError('hub_unreachable', 'The hub cannot be reached.', { cause }))
    const fail = (error: LinkError): void => {
      socket.destroy()
      reject(error)
    }
    socket.setTimeout(CONNECT_TIMEOUT_MS)
    socket.once('timeout', onTimeout).once('error', onError)
    socket.once('secureConnect', () => {
      const hubPin = shownPin(socket)
      if (hubPin === undefined || (pin !== undefined && hubPin !== pin)) {
        fail(new LinkError('hub_pin_wrong', 'This is not the hub that the till was enrolled with.'))
        return
      }
      socket.setTimeout(0).setNoDelay(true)
      socket.off('timeout', onTimeout).off('error', onError)
      // An error closes the socket, and that is what its user hears; nobody listening must not end the program.
      socket.on('error', () => {})
      resolve({ socket, hubPin })
    })
  })
