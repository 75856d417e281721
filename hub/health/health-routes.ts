import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Type } from 'typebox'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { defineQuery } from '#hub/db/query.ts'
import type { Alarms } from '#hub/health/alarms.ts'
import type { HubServer } from '#hub/http/server.ts'
import type { MetricsRegistry } from '#hub/metrics/registry.ts'

export interface HealthParts {
  readonly database: HubDatabase
  readonly metrics: MetricsRegistry
  readonly version: string
  readonly environment: string
  readonly isBrokerUp: () => boolean
  readonly alarms: Alarms
  readonly describe: () => object
}

/** With less than this free the hub says that it is not ready: a shop's day is a few megabytes. */
const DISK_FREE_BYTES_MIN = 64 * 1024 * 1024

const SERVICE = 'vendly-hub'
const open = { access: 'anyone' } as const
const anyObject = { 200: Type.Unsafe<object>({}), 503: Type.Unsafe<object>({}) }

const metricsOut = { description: 'Numbers for Prometheus.', content: { 'text/plain': { schema: Type.String() } } }
const documentOut = {
  description: 'This document.',
  // The document goes out as text that is JSON already.
  content: { 'application/json': { schema: Type.Unsafe<string>({ type: 'object' }) } },
}

const askDatabase = defineQuery((db) => db.selectFrom('hub_facts').select('name').limit(1))

interface Parts {
  readonly database: boolean
  readonly broker: boolean
  readonly disk: boolean
}

const checkParts = async ({ database, isBrokerUp }: HealthParts): Promise<Parts> => {
  const [rows, disk] = await Promise.allSettled([database.read.all(askDatabase, {}), statfs(dirname(database.path))])
  return {
    database: rows.status === 'fulfilled',
    broker: isBrokerUp(),
    disk:
      database.hasRoom() && disk.status === 'fulfilled' && disk.value.bavail * disk.value.bsize >= DISK_FREE_BYTES_MIN,
  }
}

const isReady = (parts: Parts): boolean => parts.database && parts.broker && parts.disk

/** The hub serves while an alarm stands, and somebody has to come and look. */
const statusOf = (alarms: Alarms): 'healthy' | 'degraded' => (alarms.standing().length === 0 ? 'healthy' : 'degraded')

const wordsOf = (alarms: Alarms): { readonly status: string; readonly message: string } => {
  const words = alarms.standing().map(({ detail }) => detail)
  return { status: statusOf(alarms), message: words.length === 0 ? 'The hub is up' : words.join(' ') }
}

/** Who is there, is it well, and the numbers: all without a sign-in, and without anything a stranger may not know. */
export async function healthRoutes(server: HubServer, parts: HealthParts): Promise<void> {
  const { version, environment } = parts
  const schema = { tags: ['health'], response: anyObject }

  const always: Readonly<Record<string, () => object>> = {
    '/': () => ({ name: 'Vendly', version, status: 'running', environment }),
    '/health': () => ({ ...wordsOf(parts.alarms), service: SERVICE }),
    '/health/live': () => ({ alive: true, service: SERVICE }),
    '/api/v1/health': () => ({ status: statusOf(parts.alarms), service: SERVICE, version }),
    '/api/v1/health/live': () => ({ alive: true, service: SERVICE }),
  }
  for (const [url, answer] of Object.entries(always)) {
    server.get(url, { config: open, schema, handler: async () => answer() })
  }
  for (const url of ['/health/ready', '/api/v1/health/ready']) {
    server.get(url, {
      config: open,
      schema,
      handler: async (_request, reply) => {
        const services = await checkParts(parts)
        reply.status(isReady(services) ? 200 : 503)
        return { ready: isReady(services), services, alarms: parts.alarms.standing() }
      },
    })
  }
  server.get('/api/v1/health/detailed', {
    config: open,
    schema,
    handler: async (_request, reply) => {
      const services = await checkParts(parts)
      reply.status(isReady(services) ? 200 : 503)
      const status = isReady(services) ? statusOf(parts.alarms) : 'unhealthy'
      return { status, service: SERVICE, version, services, alarms: parts.alarms.standing() }
    },
  })
  server.get('/api/v1/health/startup', {
    config: open,
    schema,
    handler: async (_request, reply) => {
      const { database } = await checkParts(parts)
      reply.status(database ? 200 : 503)
      return { started: database, status: database ? 'started' : 'starting', database }
    },
  })
}

/** `/metrics` for Prometheus, and what the API is, for machines. */
export async function descriptionRoutes(server: HubServer, parts: HealthParts): Promise<void> {
  server.get('/metrics', {
    config: open,
    schema: { tags: ['health'], response: { 200: metricsOut } },
    handler: async (_request, reply) => {
      await reply.type('text/plain; version=0.0.4; charset=utf-8').send(parts.metrics.text())
    },
  })
  server.get('/openapi.json', {
    config: open,
    schema: { tags: ['health'], response: { 200: documentOut } },
    handler: async (_request, reply) => {
      await reply.type('application/json; charset=utf-8').send(JSON.stringify(parts.describe()))
    },
  })
}
