import type { FastifyBaseLogger } from 'fastify'
import type { AssertionError } from '#core/errors/assert.ts'
import type { Clock } from '#core/ports/clock.ts'
import type { NewId } from '#core/ports/new-id.ts'
import type { Sha256 } from '#core/ports/sha256.ts'
import { auditRoutes } from '#hub/audit/audit-routes.ts'
import { categoryRoutes } from '#hub/catalogue/category-routes.ts'
import { productRoutes } from '#hub/catalogue/product-routes.ts'
import { approvalRoutes, holdRoutes } from '#hub/claims/approval-routes.ts'
import type { HubDatabase } from '#hub/db/hub-database.ts'
import { devicesRoutes } from '#hub/devices/devices-routes.ts'
import type { Enrolment } from '#hub/devices/enrolment.ts'
import { erasureRoutes } from '#hub/erasure/erasure-routes.ts'
import { feedRoutes } from '#hub/feed/feed-routes.ts'
import type { Alarms } from '#hub/health/alarms.ts'
import { descriptionRoutes, healthRoutes } from '#hub/health/health-routes.ts'
import { createBaseServer, type ServerCounters } from '#hub/http/base-server.ts'
import { createPerformOnce } from '#hub/http/idempotency.ts'
import { describeRoutes } from '#hub/http/openapi.ts'
import { createRateHook } from '#hub/http/rate-hook.ts'
import type { RouteEntry } from '#hub/http/route-table.ts'
import type { HubServer } from '#hub/http/server.ts'
import { createAccessTokens } from '#hub/identity/access-token.ts'
import { createAuthentication } from '#hub/identity/authenticate.ts'
import { identityRoutes } from '#hub/identity/identity-routes.ts'
import type { Passwords } from '#hub/identity/passwords.ts'
import { createSecurityLog } from '#hub/identity/security-log.ts'
import type { Journal } from '#hub/ingest/journal.ts'
import type { MetricsRegistry } from '#hub/metrics/registry.ts'
import type { NewSalt } from '#hub/ports/new-salt.ts'
import { quarantineRoutes } from '#hub/quarantine/quarantine-routes.ts'
import { refundReportRoutes } from '#hub/reports/refund-report-routes.ts'
import { reportRoutes } from '#hub/reports/report-routes.ts'
import { refundRoutes } from '#hub/sales/refund-routes.ts'
import { saleRoutes } from '#hub/sales/sale-routes.ts'
import type { Settings } from '#hub/settings.ts'
import { shiftRoutes } from '#hub/shifts/shift-routes.ts'
import { stockRoutes } from '#hub/stock/stock-routes.ts'
import { testingRoutes } from '#hub/testing/testing-routes.ts'

/** What the API is made of; `hub/main.ts` builds it, and tests build it anew for each test. */
export interface AppParts {
  readonly settings: Settings
  readonly database: HubDatabase
  readonly journal: Journal
  readonly logger: FastifyBaseLogger
  readonly metrics: MetricsRegistry
  readonly alarms: Alarms
  readonly counters: ServerCounters
  readonly passwords: Passwords
  readonly clock: Clock
  readonly newId: NewId
  readonly newSalt: NewSalt
  readonly sha256: Sha256
  readonly version: string
  readonly onBug: (error: AssertionError) => void
  readonly isBrokerUp: () => boolean
  /** Absent where no devices are served, as in tests of the API alone. */
  readonly enrolment: Enrolment | undefined
}

/** The API, ready to listen or to be injected into, and the list of its routes. */
export interface App {
  readonly server: HubServer
  readonly routes: () => readonly RouteEntry[]
}

const registerShop = async (server: HubServer, parts: AppParts): Promise<void> => {
  const { database, journal, clock, sha256, newId, newSalt } = parts
  const { nowMs } = clock
  const performOnce = createPerformOnce({ journal, sha256, nowMs })
  const shop = { read: database.read, journal, performOnce }
  await server.register(productRoutes, shop)
  await server.register(categoryRoutes, shop)
  const selling = { ...shop, newId, newSalt, sha256, nowMs }
  await server.register(saleRoutes, selling)
  await server.register(refundRoutes, selling)
  await server.register(approvalRoutes, { ...shop, nowMs })
  await server.register(holdRoutes, { ...shop, nowMs })
  await server.register(erasureRoutes, shop)
  await server.register(stockRoutes, { ...shop, nowMs })
  await server.register(reportRoutes, { read: database.read, nowMs })
  await server.register(refundReportRoutes, { read: database.read, nowMs })
  await server.register(shiftRoutes, { read: database.read, nowMs })
  await server.register(quarantineRoutes, { ...shop, sha256, nowMs, version: parts.version })
  await server.register(auditRoutes, { read: database.read, sha256 })
  await server.register(feedRoutes, { read: database.read })
}

/** Composes the API out of its capabilities, each a plugin that is given what it needs. */
export async function createApp(parts: AppParts): Promise<App> {
  const { settings, database, journal, metrics, clock, newId } = parts
  const { read } = database
  const { nowMs } = clock
  const base = { ...parts, corsOrigins: settings.corsOrigins, checksAnswers: settings.isTest }
  const { server, routes } = createBaseServer(base, parts.counters)
  const recordSecurityEvent = createSecurityLog(journal, metrics)
  const tokens = createAccessTokens(settings.jwtSecret, nowMs)
  server.addHook('onRequest', createAuthentication({ tokens, read, recordSecurityEvent }))
  server.addHook('onRequest', createRateHook(settings.apiLimit, nowMs))

  const describe = (): object => describeRoutes(routes.list(), parts.version)
  const { alarms, version } = parts
  const health = { database, metrics, alarms, version, environment: settings.environment, describe }
  await server.register(healthRoutes, { ...health, isBrokerUp: parts.isBrokerUp })
  await server.register(descriptionRoutes, { ...health, isBrokerUp: parts.isBrokerUp })
  const { accessTtlSeconds, loginLimit } = settings
  const login = { read, tokens, passwords: parts.passwords, recordSecurityEvent, nowMs, newId }
  await server.register(identityRoutes, { ...login, accessTtlSeconds, loginLimit })
  await registerShop(server, parts)
  if (parts.enrolment) await server.register(devicesRoutes, { reader: read, enrolment: parts.enrolment })
  if (settings.isTest) await server.register(testingRoutes, parts)
  return { server, routes: routes.list }
}
