import { Type } from 'typebox'
import { DeviceName } from '#core/identity/device-name.ts'
import type { Reader } from '#hub/db/connection.ts'
import { devicesWithState } from '#hub/devices/device-queries.ts'
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
})

const revokeIn = Type.Object({ reason: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false })

const deviceParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

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
      return rows.map(({ is_online: isOnline, ...row }) => Object.assign(row, { is_online: isOnline === 1 }))
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
