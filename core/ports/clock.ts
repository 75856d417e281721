/**
 * Tells the time. `nowMs` is UTC in milliseconds since 1970 and may jump; `monotonicMs` counts from the start of this
 * boot and never goes back; `isTrusted` is false until the wall clock was set by somebody who knows.
 */
export interface Clock {
  readonly nowMs: () => number
  readonly monotonicMs: () => number
  readonly isTrusted: () => boolean
}
