import { HttpError } from '#hub/http/http-error.ts'

/** So many requests in so long. */
export interface RateLimit {
  readonly count: number
  readonly windowMs: number
}

/** What is left of a limit for one caller. */
export interface RateAllowance {
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
  readonly isExceeded: boolean
}

/** Callers remembered at once; the oldest is forgotten first. A flood of addresses costs no more memory than this. */
const CALLERS_MAX = 10_000

/** Counts requests by caller. */
export interface RateLimiter {
  readonly count: (caller: string) => RateAllowance
}

/** Counts in fixed windows, from each caller's first request. */
export function createRateLimiter({ count: limit, windowMs }: RateLimit, nowMs: () => number): RateLimiter {
  const windows = new Map<string, { count: number; endsAtMs: number }>()
  return {
    count: (caller) => {
      const now = nowMs()
      const known = windows.get(caller)
      const current = known !== undefined && known.endsAtMs > now ? known : { count: 0, endsAtMs: now + windowMs }
      current.count += 1
      if (current !== known) {
        windows.delete(caller)
        windows.set(caller, current)
        const [oldest] = windows.keys()
        if (windows.size > CALLERS_MAX && oldest !== undefined) windows.delete(oldest)
      }
      return {
        limit,
        remaining: Math.max(0, limit - current.count),
        resetSeconds: Math.max(1, Math.ceil((current.endsAtMs - now) / 1000)),
        isExceeded: current.count > limit,
      }
    },
  }
}

/** The header fields of the RateLimit draft. */
export const rateHeaders = ({ limit, remaining, resetSeconds }: RateAllowance): Record<string, string> => ({
  'ratelimit-limit': String(limit),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(resetSeconds),
})

/** 429, and when to come again. */
export const tooManyRequests = (allowance: RateAllowance): HttpError =>
  new HttpError(429, 'rate_limit_exceeded', 'Too many requests. Please try again later.', {
    headers: { ...rateHeaders(allowance), 'retry-after': String(allowance.resetSeconds) },
  })
