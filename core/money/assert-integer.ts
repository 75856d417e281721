import { assert } from '#core/errors/assert.ts'

/** Stops the program unless the number is a whole one that a double holds exactly (below 2^53). */
export function assertInteger(value: number, name: string): void {
  assert(Number.isSafeInteger(value), `${name} is no safe integer: ${value}.`)
}
