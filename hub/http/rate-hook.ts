import type { FastifyReply, FastifyRequest } from 'fastify'
import { createRateLimiter, rateHeaders, tooManyRequests, type RateLimit } from '#hub/http/rate-limit.ts'

/** The hook that holds each user, and each stranger's address, to the limit of the API. Runs after the sign-in is known. */
export function createRateHook(limit: RateLimit, nowMs: () => number) {
  const limiter = createRateLimiter(limit, nowMs)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { principal, ip } = request
    const allowance = limiter.count(principal === null ? `address ${ip}` : `user ${principal.userId}`)
    if (allowance.isExceeded) throw tooManyRequests(allowance)
    reply.headers(rateHeaders(allowance))
  }
}
