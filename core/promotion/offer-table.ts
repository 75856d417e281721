import { NO_STEP, type SetMachine } from '#core/promotion/set-machine.ts'

/** What a piece can do in one offer: fill a part, for what that saves more than the piece saves alone. */
export interface Filling {
  readonly part: number
  readonly netMinor: number
}

/** A piece as one offer sees it, in the order of the search. */
export interface OfferStep {
  /** Place of its class. */
  readonly piece: number
  readonly fillings: readonly Filling[]
}

/**
 * What one offer can save with its pieces from each step on, in each state of its sets, when it pays a rent for every
 * piece it takes. Row by row: `values[step × states + state]`; minus infinity where open sets cannot be completed.
 */
export class OfferTable {
  readonly steps: readonly OfferStep[]
  readonly machine: SetMachine
  readonly values: Float64Array

  constructor(machine: SetMachine, steps: readonly OfferStep[]) {
    this.machine = machine
    this.steps = steps
    this.values = new Float64Array((steps.length + 1) * machine.states)
    for (let state = 0; state < machine.states; state++) {
      this.values[steps.length * machine.states + state] = machine.isIdle[state] === true ? 0 : Number.NEGATIVE_INFINITY
    }
  }

  valueAt(step: number, state: number): number {
    return this.values[step * this.machine.states + state] ?? Number.NEGATIVE_INFINITY
  }

  /** Fills the table for rents by class, and says what the offer saves from the beginning on. */
  fill(rents: readonly number[]): number {
    for (let step = this.steps.length - 1; step >= 0; step--) this.#fillRow(step, rents)
    return this.valueAt(0, 0)
  }

  /** Calls back with the class of each piece that the offer takes when it does its best. */
  forEachTaken(rents: readonly number[], take: (piece: number) => void): void {
    let state = 0
    for (let step = 0; step < this.steps.length; step++) {
      const next = this.#bestNext(step, state, rents)
      if (next === NO_STEP) continue
      take(this.steps[step]?.piece ?? 0)
      state = next
    }
  }

  #fillRow(step: number, rents: readonly number[]): void {
    const { states } = this.machine
    const row = step * states
    this.values.copyWithin(row, row + states, row + 2 * states)
    const own = this.steps[step]
    if (own === undefined) return
    const rent = rents[own.piece] ?? 0
    for (const { part, netMinor } of own.fillings) this.#fillPart(row, part, netMinor - rent)
  }

  #fillPart(row: number, part: number, netOfRent: number): void {
    const { values } = this
    const { states, to, dueMinor } = this.machine
    const nexts = to[part] ?? []
    const dues = dueMinor[part] ?? []
    const below = row + states
    for (let state = 0; state < states; state++) {
      const next = nexts[state] ?? NO_STEP
      if (next === NO_STEP) continue
      const value = netOfRent - (dues[state] ?? 0) + (values[below + next] ?? 0)
      if (value > (values[row + state] ?? 0)) values[row + state] = value
    }
  }

  /** The state after a step where the piece is taken; `NO_STEP` where leaving it is as good. */
  #bestNext(step: number, state: number, rents: readonly number[]): number {
    const own = this.steps[step]
    if (own === undefined) return NO_STEP
    const rent = rents[own.piece] ?? 0
    let best = this.valueAt(step + 1, state)
    let bestNext = NO_STEP
    for (const { part, netMinor } of own.fillings) {
      const { next, dueMinor } = this.#step(part, state)
      const value = next === NO_STEP ? best : netMinor - rent - dueMinor + this.valueAt(step + 1, next)
      if (value <= best) continue
      best = value
      bestNext = next
    }
    return bestNext
  }

  #step(part: number, state: number): { readonly next: number; readonly dueMinor: number } {
    const { to, dueMinor } = this.machine
    return { next: to[part]?.[state] ?? NO_STEP, dueMinor: dueMinor[part]?.[state] ?? 0 }
  }
}
