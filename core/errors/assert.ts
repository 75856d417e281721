/** A claim of ours turned out untrue: a bug. The process exits, starts again, and the journal is read anew. */
export class AssertionError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'AssertionError'
  }
}

/** Stops the program when a claim is untrue; stays on in production. */
export function assert(claim: boolean, message: string): asserts claim {
  if (!claim) throw new AssertionError(message)
}
