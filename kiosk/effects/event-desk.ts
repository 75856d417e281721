import { assert } from '#core/errors/assert.ts'
import type { TillRunner } from '#kiosk/effects/till-runner.ts'
import { isSelling } from '#kiosk/state/is-selling.ts'
import type { TillEvent } from '#kiosk/state/till-event.ts'
import type { TillState } from '#kiosk/state/till-state.ts'

/** Tells the till; what comes before it runs waits for it. */
export class EventDesk {
  #early: TillEvent[] | undefined = []
  #runner: TillRunner | undefined

  readonly tell = (...events: readonly TillEvent[]): void => {
    if (this.#runner === undefined) this.#early?.push(...events)
    else this.#runner.dispatch(...events)
  }

  readonly state = (): TillState => {
    assert(this.#runner !== undefined, 'Effects are carried out for a till that runs.')
    return this.#runner.state()
  }

  isSelling(): boolean {
    return this.#runner !== undefined && isSelling(this.#runner.state())
  }

  connect(runner: TillRunner, first: TillEvent): void {
    this.#runner = runner
    runner.dispatch(first, ...(this.#early ?? []))
    this.#early = undefined
  }
}
