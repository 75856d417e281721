import { TLSSocket } from 'node:tls'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { EnrolmentAnswer, EnrolmentRequest } from '#core/identity/enrolment-message.ts'
import { rekeyRequestSchema, type RekeyRequest } from '#core/identity/rekey.ts'
import { ERASURES_MAX, erasuresSchema } from '#core/protocol/erasures.ts'
import { stockLevelSchema, type StockLevels } from '#core/protocol/messages.ts'
import type { Reader } from '#hub/db/connection.ts'
import type { DeviceDirectory } from '#hub/devices/device-directory.ts'
import { peerPin } from '#hub/devices/device-tls.ts'
import type { EnrolledDevice } from '#hub/devices/enrolled-device.ts'
import type { Enrolment, EnrolmentRefusal } from '#hub/devices/enrolment.ts'
import { erasuresOfDevice } from '#hub/erasure/erasure-queries.ts'
import { readChangesSince } from '#hub/feed/feed.ts'
import type { SnapshotCache } from '#hub/feed/snapshot.ts'
import { HttpError } from '#hub/http/http-error.ts'
import type { HubServer } from '#hub/http/server.ts'

/** What the routes for devices need. */
export interface DeviceLinkParts {
  readonly reader: Reader
  readonly directory: DeviceDirectory
  readonly enrolment: Enrolment
  /** Takes the new key of a device; false for one that it does not hold. */
  readonly rekey: (device: EnrolledDevice, request: RekeyRequest) => Promise<boolean>
  /** A device has shown this key. */
  readonly onKeyUsed: (device: EnrolledDevice, pin: string) => void
  readonly snapshots: SnapshotCache
  readonly stockLevels: () => Promise<StockLevels['levels']>
  readonly onRefusal: (refusal: EnrolmentRefusal | 'key_unknown' | 'key_missing') => void
}

const feedQuery = Type.Object(
  { since: Type.Integer({ minimum: 0 }), hash: Type.String({ format: 'hex', pattern: '^[0-9a-f]{64}$' }) },
  { additionalProperties: false },
)

const pinOf = (request: FastifyRequest): string | undefined => {
  const { socket } = request.raw
  return socket instanceof TLSSocket ? peerPin(socket) : undefined
}

const ENROL_PATH = '/enrol'

/** What a till's replica of catalogue and stock is made of. */
const replicaRoutes = (
  server: HubServer,
  { reader, snapshots, stockLevels }: Pick<DeviceLinkParts, 'reader' | 'snapshots' | 'stockLevels'>,
): void => {
  server.get('/feed', {
    config: { access: 'anyone', isHidden: true },
    // What it answers was checked when it was stored, and each set is signed.
    schema: { querystring: feedQuery },
    handler: async ({ query }) => {
      const sets = await readChangesSince(reader, { revision: query.since, hash: query.hash })
      if (sets === undefined) throw new HttpError(410, 'snapshot_needed', 'This revision is not known here.')
      return { sets }
    },
  })

  server.get('/feed/snapshot', {
    config: { access: 'anyone', isHidden: true },
    handler: async (_request, reply) => reply.type('application/gzip').send(await snapshots.newest()),
  })

  server.get('/stock', {
    config: { access: 'anyone', isHidden: true },
    schema: { response: { 200: Type.Object({ levels: Type.Array(stockLevelSchema) }) } },
    handler: async () => ({ levels: await stockLevels() }),
  })
}

/**
 * Routes that devices use over mutual TLS; the key of the connection says who asks. Only enrolment takes a key that is
 * not known yet.
 */
export async function deviceLinkRoutes(server: HubServer, parts: DeviceLinkParts): Promise<void> {
  const { reader, directory, enrolment, rekey, onKeyUsed, onRefusal } = parts

  const refuse = (refusal: Parameters<typeof onRefusal>[0], detail: string): HttpError => {
    onRefusal(refusal)
    return new HttpError(401, 'device_not_enrolled', detail)
  }

  server.addHook('onRequest', async (request) => {
    const pin = pinOf(request)
    if (pin === undefined) throw refuse('key_missing', 'Show a certificate.')
    const device = directory.findByPin(pin)
    const isKnown = device !== undefined
    if (isKnown) onKeyUsed(device, pin)
    if (!isKnown && request.routeOptions.url !== ENROL_PATH) throw refuse('key_unknown', 'This device is not enrolled.')
  })

  server.post(ENROL_PATH, {
    config: { access: 'anyone', isHidden: true },
    schema: { body: EnrolmentRequest, response: { 200: EnrolmentAnswer } },
    handler: async (request) => {
      const outcome = await enrolment.enrol(request.body, pinOf(request) ?? '')
      if ('answer' in outcome) return outcome.answer
      // A stranger is not told which of it was wrong.
      throw refuse(outcome.refusal, 'The token is wrong, used or too old.')
    },
  })

  server.post('/rekey', {
    config: { access: 'anyone', isHidden: true },
    schema: { body: rekeyRequestSchema, response: { 204: Type.Null() } },
    handler: async (request, reply) => {
      const device = directory.findByPin(pinOf(request) ?? '')
      if (device !== undefined && (await rekey(device, request.body))) return reply.status(204).send(null)
      throw refuse('proof_wrong', 'This key does not sign for itself, or is another device’s.')
    },
  })

  server.get('/erasures', {
    config: { access: 'anyone', isHidden: true },
    schema: {
      querystring: Type.Object({ since: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
      response: { 200: erasuresSchema },
    },
    handler: async (request) => {
      const device = directory.findByPin(pinOf(request) ?? '')
      if (device === undefined) throw refuse('key_unknown', 'This device is not enrolled.')
      const { since } = request.query
      return { erasures: await reader.all(erasuresOfDevice, { deviceId: device.id, since, rows: ERASURES_MAX }) }
    },
  })

  replicaRoutes(server, parts)
}
