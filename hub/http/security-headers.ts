import type { FastifyReply, FastifyRequest } from 'fastify'

/** Two years, as the preload lists ask. Sent over HTTPS only. */
const HSTS = 'max-age=63072000; includeSubDomains'

const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'cache-control': 'no-store',
}

const CORS_METHODS = 'GET, POST, PUT, PATCH, DELETE'
const CORS_HEADERS = 'authorization, content-type, idempotency-key'
const CORS_EXPOSED = 'link, retry-after, x-request-id, ratelimit-limit, ratelimit-remaining, ratelimit-reset'

/** Headers on every answer, errors too; CORS only for the origins that the settings name. */
export const createHeaderHook =
  (corsOrigins: readonly string[]) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.headers({ ...ALWAYS, 'x-request-id': request.id })
    if (request.protocol === 'https') reply.header('strict-transport-security', HSTS)
    const { origin } = request.headers
    if (origin === undefined || !corsOrigins.includes(origin)) return
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': CORS_EXPOSED,
      vary: 'origin',
    })
    if (request.method === 'OPTIONS') {
      reply.headers({
        'access-control-allow-methods': CORS_METHODS,
        'access-control-allow-headers': CORS_HEADERS,
        'access-control-max-age': '600',
      })
      await reply.status(204).send()
    }
  }
