import type { AssertionError } from '#core/errors/assert.ts'
import { createErrorHandler, sendProblem } from '#hub/http/error-handler.ts'
import { HttpError } from '#hub/http/http-error.ts'
import { createRouteTable, type RouteTable } from '#hub/http/route-table.ts'
import { createHeaderHook } from '#hub/http/security-headers.ts'
import { createServer, type HubServer, type ServerOptions } from '#hub/http/server.ts'
import type { MetricsRegistry } from '#hub/metrics/registry.ts'
import { createRequestMetrics } from '#hub/metrics/request-metrics.ts'

export interface BaseServerParts extends Omit<ServerOptions, 'onUnknownFields'> {
  readonly metrics: MetricsRegistry
  readonly corsOrigins: readonly string[]
  readonly onBug: (error: AssertionError) => void
}

/** A server with everything but routes: limits, checks, headers, problems, counts. */
export interface BaseServer {
  readonly server: HubServer
  readonly routes: RouteTable
}

/** Counters that both listeners of a hub share; made once. */
export interface ServerCounters {
  readonly onUnknownFields: ServerOptions['onUnknownFields']
  readonly onAnswered: ReturnType<typeof createRequestMetrics>
}

export function createServerCounters(metrics: MetricsRegistry): ServerCounters {
  const unknownFields = metrics.counter('http_unknown_fields_total', 'Fields of requests that nobody knows.')
  return {
    onUnknownFields: ({ method, url }, count) => unknownFields.add({ method, route: url }, count),
    onAnswered: createRequestMetrics(metrics),
  }
}

/** Makes a server for either listener. */
export function createBaseServer(parts: BaseServerParts, { onUnknownFields, onAnswered }: ServerCounters): BaseServer {
  const server = createServer({ ...parts, onUnknownFields })
  const routes = createRouteTable()
  server.addHook('onRoute', routes.add)
  server.addHook('onRequest', createHeaderHook(parts.corsOrigins))
  server.addHook('onResponse', async (request, reply) => {
    await onAnswered(request, reply)
    const { method } = request
    const fields = { method, route: request.routeOptions.url, status: reply.statusCode, requestId: request.id }
    // Reading is too much to log in a shop's day; what changes something, or fails, is not.
    if (method === 'GET' && reply.statusCode < 500) request.log.debug(fields, 'answered')
    else request.log.info(fields, 'answered')
  })
  server.setErrorHandler(createErrorHandler(parts.onBug))
  server.setNotFoundHandler(async (request, reply) => {
    const methods = routes.methodsOf(request.url.split('?')[0] ?? '')
    const problem =
      methods.length === 0
        ? new HttpError(404, 'not_found', 'Not Found')
        : new HttpError(405, 'method_not_allowed', 'Method Not Allowed', { headers: { allow: methods.join(', ') } })
    await sendProblem(problem, request, reply)
  })
  return { server, routes }
}
