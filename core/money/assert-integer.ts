import { AssertionError } from '#core/errors/assert.ts'

/** Stops the program unless the number is a whole one that a double holds exactly (below 2^53). */
export function assertInteger(value: number, name: string): void {
  // The text is made on failure only: this runs many times for each line of a basket.
  if (!Number.isSafeInteger(value)) throw new AssertionError(`${name} is no safe integer: ${value}.`)
}
