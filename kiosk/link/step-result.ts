import type { LinkEffect } from '#kiosk/link/link-effect.ts'
import type { LinkState } from '#kiosk/link/link-state.ts'

/** The next state, and what is to be done. */
export interface StepResult {
  readonly state: LinkState
  readonly effects: readonly LinkEffect[]
}

/** A step that changes `state` and asks for `effects`. */
export const result = (state: LinkState, ...effects: readonly LinkEffect[]): StepResult => ({ state, effects })

/** One step after the other. */
export const inTurn = (start: LinkState, ...steps: readonly ((state: LinkState) => StepResult)[]): StepResult => {
  let state = start
  const effects: LinkEffect[] = []
  for (const step of steps) {
    const next = step(state)
    state = next.state
    effects.push(...next.effects)
  }
  return { state, effects }
}
