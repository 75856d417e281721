/** One figure of a benchmark. */
export interface Metric {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The goal in words, and whether it is met; figures to compare with have none. */
  readonly goal?: { readonly text: string; readonly isMet: boolean }
}

/** A benchmark: a module `tests/bench/<name>.bench.ts` exports one as `bench`. */
export interface Bench {
  readonly name: string
  readonly run: () => Promise<readonly Metric[]>
}

/** A figure with a goal that it must not pass. */
export const atMost = (name: string, value: number, unit: string, limit: number): Metric => ({
  name,
  value,
  unit,
  goal: { text: `≤ ${limit}`, isMet: value <= limit },
})

/** A figure with a goal that it must reach. */
export const atLeast = (name: string, value: number, unit: string, limit: number): Metric => ({
  name,
  value,
  unit,
  goal: { text: `≥ ${limit}`, isMet: value >= limit },
})
