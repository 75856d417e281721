import { Type, type Static } from 'typebox'
import { DeviceName } from '#core/identity/device-name.ts'
import type { Reader } from '#hub/db/connection.ts'
import { devicesWithState, journalForks } from '#hub/devices/device-queries.ts'
import { TOKEN_LIFETIME_MAX_MS, TOKEN_LIFETIME_MS, type Enrolment } from '#hub/devices/enrolment.ts'
import { principalOf, type HubServer } from '#hub/http/server.ts'

const MINUTE_MS = 60_000

const tokenIn = Type.Object(
  {
    name: DeviceName,
    lifetime_minutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: TOKEN_LIFETIME_MAX_MS / MINUTE_MS,
        default: TOKEN_LIFETIME_MS / MINUTE_MS,
        description: 'How long the token is good for; 10 minutes when it is used at once, more for flashed batches.',
      }),
    ),
  },
  { additionalProperties: false },
)

const tokenOut = Type.Object({
  name: Type.String(),
  token: Type.String({ description: '32 characters to type at the device.' }),
  code: Type.String({ format: 'enrolment-code', description: 'The text of the QR code, or of a token file.' }),
  expires_at: Type.String(),
})

const placeOut = Type.Object({ stream: Type.String(), seq: Type.Integer() })

const deviceOut = Type.Object({
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  device_number: Type.Integer(),
  generation: Type.Integer(),
  enrolled_at: Type.String(),
  revoked_at: Type.Union([Type.String(), Type.Null()]),
  is_online: Type.Boolean(),
  seen_at: Type.Union([Type.String(), Type.Null()]),
  software_version: Type.Union([Type.String(), Type.Null()]),
  catalogue_revision: Type.Union([Type.Integer(), Type.Null()]),
  unsent_count: Type.Union([Type.Integer(), Type.Null()]),
  rolled_back: Type.Union(
    [
      Type.Object({
        found_at: Type.String(),
        resumed_from: Type.Union([placeOut, Type.Null()]),
        held_to: placeOut,
        lost_count: Type.Integer(),
      }),
      Type.Null(),
    ],
    {
      description:
        'The last time that the device went on from an older entry than the hub has: its card went back in time, or its data was rebuilt. The hub still holds what the device lost.',
    },
  ),
})

const revokeIn = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false })

const deviceParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

/** The last fork of each device that had one. */
const readRolledBack = async (
  reader: Reader,
): Promise<ReadonlyMap<string, Static<typeof deviceOut>['rolled_back']>> => {
  const forks = await reader.all(journalForks, {})
  return new Map(
    forks.map((fork) => {
      const { resumed_stream: stream, resumed_seq: seq } = fork
      const rolledBack = {
        found_at: fork.found_at,
        resumed_from: stream === null || seq === null ? null : { stream, seq },
        held_to: { stream: fork.held_stream, seq: fork.held_seq },
        lost_count: fork.lost_count,
      }
      return [fork.device_id, rolledBack]
    }),
  )
}

/** What the routes about devices need. */
export interface DevicesRoutesParts {
  readonly reader: Reader
  readonly enrolment: Enrolment
}

/** `/api/v1/devices`: which there are and how they are, new ones in, lost ones out. */
export async function devicesRoutes(server: HubServer, { reader, enrolment }: DevicesRoutesParts): Promise<void> {
  server.get('/api/v1/devices', {
    config: { access: 'manage_devices' },
    schema: {
      tags: ['devices'],
      summary: 'All devices with their last state',
      response: { 200: Type.Array(deviceOut) },
    },
    handler: async () => {
      const rows = await reader.all(devicesWithState, {})
      const rolledBack = await readRolledBack(reader)
      return rows.map(({ is_online: isOnline, ...row }) =>
        Object.assign(row, { is_online: isOnline === 1, rolled_back: rolledBack.get(row.id) ?? null }),
      )
    },
  })

  server.post('/api/v1/devices/tokens', {
    config: { access: 'manage_devices' },
    schema: {
      tags: ['devices'],
      summary: 'A one-time token to enrol a device',
      body: tokenIn,
      response: { 201: tokenOut },
    },
    handler: async (request, reply) => {
      const { name, lifetime_minutes: minutes = TOKEN_LIFETIME_MS / MINUTE_MS } = request.body
      const made = await enrolment.makeToken(name, minutes * MINUTE_MS, principalOf(request).userId)
      return reply.status(201).send({
        name: made.deviceName,
        token: made.token,
        code: made.code,
        expires_at: new Date(made.expiresAtMs).toISOString(),
      })
    },
  })

  server.post('/api/v1/devices/:id/revoke', {
    config: { access: 'manage_devices' },
    schema: {
      tags: ['devices'],
      summary: 'Take a device’s key away and close its connections',
      params: deviceParams,
      body: revokeIn,
      response: { 204: Type.Null() },
    },
    handler: async (request, reply) => {
      const actor = { kind: 'user', id: principalOf(request).userId } as const
      await enrolment.revoke(request.params.id, request.body.reason, actor)
      return reply.status(204).send(null)
    },
  })
}
