/** The value below which this part (0 to 1) of the samples lies. */
export const percentile = (samples: readonly number[], part: number): number => {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

const CALIBRATIONS = 400
const LOOPS = 200_000

const calibrationMs = (): number => {
  const startMs = performance.now()
  let sum = 0
  for (let at = 0; at < LOOPS; at += 1) sum = (sum + at * at) % 1_000_003
  return sum >= 0 ? performance.now() - startMs : 0
}

/** How unquiet the machine is: p90 / p10 of a loop that always does the same. Above 3 a run counts as noisy. */
export const noise = (): number => {
  const samples = Array.from({ length: CALIBRATIONS }, calibrationMs)
  return percentile(samples, 0.9) / percentile(samples, 0.1)
}

/** A pseudo-random order that is the same in every run (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
