import type { Clock } from '#core/ports/clock.ts'

/** A server's clock is set by its operating system, and believed. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => Math.round(performance.now()),
  isTrusted: () => true,
}
