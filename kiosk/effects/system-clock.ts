import type { Clock } from '#core/ports/clock.ts'

/** No till of this software ran before; a clock that says so was never set, as on a board without a battery. */
const FIRST_POSSIBLE_MS = Date.UTC(2026, 0, 1)

/** No till runs software that is fifteen years old; a clock that says so was set wrong. */
const FIRST_IMPOSSIBLE_MS = Date.UTC(2041, 0, 1)

/** True for a time at which this software can be running. */
export const isPossibleTime = (nowMs: number): boolean => nowMs >= FIRST_POSSIBLE_MS && nowMs < FIRST_IMPOSSIBLE_MS

/** The machine's clock; trusted unless it stands before this software was made, or long after it is gone. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => Math.round(performance.now()),
  isTrusted: () => isPossibleTime(Date.now()),
}
