import type { IncomingMessage } from 'node:http'
import type { DeviceIdentity } from '#kiosk/link/device-identity.ts'
import { LinkError } from '#kiosk/link/link-error.ts'
import { connectPinned, type HubEndpoint, type PinnedConnection } from '#kiosk/link/pinned-connection.ts'

const ANSWER_TIMEOUT_MS = 10_000

/** A request to the hub's HTTPS listener. */
export interface HubRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

/** Sends a request over a connection whose other end is known, and gives the answer's head; throws `LinkError`. */
export const requestOn = async (
  { socket }: PinnedConnection,
  { method, path, body }: HubRequest,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    // An import would read every export of node:http, and WebSocket among them loads undici: a quarter of the kiosk's
    // start. Loaded when it is first needed, like TLS.
    const { request } = process.getBuiltinModule('node:http')
    const outgoing = request({
      // TLS is done already, so this is HTTP over a ready stream.
      createConnection: () => socket,
      method,
      path,
      headers: {
        host: 'hub',
        connection: 'close',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    })
    outgoing.setTimeout(ANSWER_TIMEOUT_MS, () => {
      outgoing.destroy(new LinkError('timed_out', 'The hub did not answer in time.'))
    })
    outgoing.once('response', resolve)
    outgoing.once('error', (cause) =>
      reject(cause instanceof LinkError ? cause : new LinkError('hub_unreachable', 'The connection broke.', { cause })),
    )
    outgoing.end(body)
  })

/** Connects, asks, and gives the answer's head. */
export const requestHub = async (
  endpoint: HubEndpoint,
  identity: DeviceIdentity,
  asked: HubRequest,
): Promise<IncomingMessage> => requestOn(await connectPinned(endpoint, identity), asked)

/** Reads an answer of JSON up to a limit; throws `LinkError` for one that is longer or no JSON. */
export const readJson = async (answer: IncomingMessage, bytesMax: number): Promise<unknown> => {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > bytesMax) throw new LinkError('hub_answer_invalid', 'The answer is too long.')
      chunks.push(chunk)
    }
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch (cause) {
    answer.destroy()
    if (cause instanceof LinkError) throw cause
    throw new LinkError('hub_answer_invalid', 'The answer broke off or is no JSON.', { cause })
  }
}
