/** An invariant is broken: the run stops here. */
class Violation extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Violation'
  }
}

/** Stops the run when a claim about the store is untrue. */
export function claim(isTrue: boolean, message: () => string): asserts isTrue {
  if (!isTrue) throw new Violation(message())
}
