import type { FastifyReply, FastifyRequest } from 'fastify'
import type { MetricsRegistry } from '#hub/metrics/registry.ts'

const SECONDS_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Counts and times every answer by its route, never by the address, which has no end of values. */
export function createRequestMetrics(registry: MetricsRegistry) {
  const total = registry.counter('http_requests_total', 'Requests answered.')
  const seconds = registry.histogram('http_request_duration_seconds', 'Time from request to answer.', SECONDS_BOUNDS)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none' }
    total.add({ ...labels, status: String(reply.statusCode) })
    seconds.observe(reply.elapsedTime / 1000, labels)
  }
}
