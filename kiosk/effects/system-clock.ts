import type { Clock } from '#core/ports/clock.ts'

/** No till of this software ran before; a clock that says so was never set, as on a board without a battery. */
const FIRST_POSSIBLE_MS = Date.UTC(2026, 0, 1)

/** The machine's clock; trusted unless it stands before this software was made. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => Math.round(performance.now()),
  isTrusted: () => Date.now() >= FIRST_POSSIBLE_MS,
}
